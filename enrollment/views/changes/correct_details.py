"""Correct a person's details."""

import json
import re
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.forms import CorrectForm
from enrollment.models import PersonDetail
from enrollment.queries.changes.compared import compared
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.corrections import differences
from enrollment.rules.family import QUESTIONS
from enrollment.views.doors import (
    after,
    count_typed_number,
    in_even_steps,
    page_or_404,
    put_into,
    seen_on,
    submission,
    submit,
    today,
)

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _initial(detail):
    names = ["first_name", "middle_name", "last_name", "suffix", "birth_date", "sex", "no_number_reason"]
    names += ["preferred_name", "street", "street2", "city", "state", "zip_code", "country"]
    names += ["phone", "email", "language"]
    return {name: getattr(detail, name) for name in names} | {"one_name": not detail.first_name}


def _correct_form(request, page, data, **options):
    before = applicant_of(page.detail, page.coverage.relationship)
    initial = _initial(page.detail)
    return CorrectForm(data, initial=initial, today=today(request), known_number=before.number, **options)


def _refuse_unless_seen(request):
    """Without that row, a submission could undo anything."""
    if seen_on(request) is None:
        raise services.StaleDetails(
            _("Part of this form is missing. Check the current details with your corrections, then submit again.")
        )


def _may_have_been_shown(request, page):
    """The details the form was filled in with, or all versions if unknown."""
    versions = PersonDetail.objects.filter(person_id=page.detail.person_id, purchaser=request.grant.purchaser)
    seen = seen_on(request)
    return list(versions if seen is None else versions.filter(pk=seen)) or [page.detail]


def _brought_up_to_date(request, page, form):
    """The form with current details in every field the user did not change."""
    data, now = request.POST.copy(), _initial(page.detail)
    shown = [_initial(each) for each in _may_have_been_shown(request, page)]
    for name, field in form.fields.items():
        if name in now and not all(field.has_changed(then[name], request.POST.get(name)) for then in shown):
            value = field.widget.format_value(field.prepare_value(now[name])) or ""
            # A list has one value, and a widget of choices formats it as several.
            data[name] = value[0] if isinstance(value, list) else value
    return _correct_form(request, page, data)


def _command(page, form):
    after = form.corrected(page.coverage.relationship)
    moves = tuple(UUID(person) for person in form.cleaned_data.get("moves", ()))
    return CorrectDetails(person_id=page.detail.person_id, after=after, moves=moves)


def _has_number(request):
    return bool(request.POST.get("number", "").strip())


def _mark(request, command):
    """What the summary showed, so that nothing else is submitted.

    It holds the number that was typed, never the one on file: equal marks would say that a guess is right.
    """
    payload = command.payload()
    if not _has_number(request):
        payload["people"][0]["number"] = "kept"
    text = json.dumps(payload, sort_keys=True)
    return salted_hmac("enrollment.correct_details", text, algorithm="sha256").hexdigest()


def _shown_command(request, page):
    """The command that the summary showed; None for anything else. Whether it is right is for `submit` to say."""
    data = request.POST
    asks = [code for code in data.getlist("confirmed") if code in QUESTIONS]
    may_move = [(each, each) for each in data.getlist("moves") if UUID_TEXT.fullmatch(each)]
    form = _correct_form(request, page, data or None, asks=asks, may_move=may_move)
    command = _command(page, form) if form.is_valid() else None
    return command if command and data.get("shown") == _mark(request, command) else None


def _refusal(request, page, form):
    """Why the correction cannot be submitted; None if nothing is in the way."""
    if not form.is_valid():
        return None
    if _has_number(request) and not _changed(page, form):
        return None  # Whether the number is the one on file is for the submission to say.
    command, sent = _command(page, form), submission(request, seen=seen_on(request) or page.detail.pk)
    try:
        kind = services.kind_of(command)
        kind.check(command, kind.family(command, sent), sent)
    except services.CannotCorrect as refusal:
        return refusal
    return None


def _those_who_may_move(request, page, form):
    """(id, name) of the family members who have the old address, if the form has another."""
    before = applicant_of(page.detail, page.coverage.relationship)
    if not form.is_valid() or "moves" in form.fields or form.address() in (None, before.address):
        return []
    others = services.same_address(page.enrollment, page.detail.person_id, before, today(request))
    return [(str(each.person_id), each.full_name) for each in others]


def _checked_form(request, page):
    """(form, refusal): questions about the correction, and about others who move, are asked in further fields."""
    data = request.POST.copy()
    form = _correct_form(request, page, data or None)
    may_move, refusal = _those_who_may_move(request, page, form), _refusal(request, page, form)
    if may_move and not data.get("shown"):
        data.setlist("moves", [person for person, _name in may_move])
    asks = refusal.asks if refusal else []
    if may_move or asks:
        form = _correct_form(request, page, data, may_move=may_move, asks=asks)
        refusal = _refusal(request, page, form)
    return form, refusal


def _before_and_after(page, form):
    role = page.coverage.relationship
    return applicant_of(page.detail, role), form.corrected(role)


def _changed(page, form):
    """The fields that differ."""
    return differences(*_before_and_after(page, form)).all


def _rows(request, page, form):
    """What changes, for the summary. A number that was typed is shown whether it differs or not."""
    typed = ["number"] if _has_number(request) else []
    return compared(*_before_and_after(page, form), list(dict.fromkeys([*typed, *_changed(page, form)])))


@in_even_steps
@requires(Privilege.VIEW_ROSTER, Privilege.CORRECT_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, person_id):
    """Two steps on one address: the details, then the summary of what changes with the submit button."""
    page = page_or_404(request, person_id)
    if request.method == "POST":
        count_typed_number(request, person_id)
    else:
        services.view_person(detail=page.detail, unit_id=page.enrollment.unit_id, submission=submission(request))
    see, seen, refusal = None, seen_on(request) or page.detail.pk, None
    if request.POST and (command := _shown_command(request, page)):
        try:
            _refuse_unless_seen(request)
            return submit(request, command, seen=seen_on(request))
        except services.CannotCorrect as refused:
            refusal = refused
    form, in_the_way = _checked_form(request, page)
    refusal = refusal or in_the_way
    if isinstance(refusal, services.StaleDetails):
        form, seen = _brought_up_to_date(request, page, form), page.detail.pk
        form.is_valid()
    if refusal:
        see = put_into(form, refusal)
    elif "submit" in request.POST and form.is_valid():
        form.add_error(None, _("Your entries changed. Check the summary below, then submit again."))
    context = {"form": form, "page": page, "detail": page.detail, "see": see, "seen": seen}
    if request.POST and not refusal and not set(form.errors) - {NON_FIELD_ERRORS}:
        command = _command(page, form)
        context |= {"rows": _rows(request, page, form), "shown": _mark(request, command)}
        context["after"] = after(request, command, page.enrollment)
    return render(request, "enrollment/changes/correct.html", context, status=422 if form.errors else 200)
