"""Correct a person's details."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.forms import CorrectForm
from enrollment.models import PersonDetail
from enrollment.queries.identity.reported import applicant_of
from enrollment.views.doors import in_even_steps, page_or_404, put_into, seen_on, submit, today


def _initial(detail):
    names = ["first_name", "middle_name", "last_name", "suffix", "birth_date", "sex", "no_number_reason"]
    names += ["preferred_name", "street", "street2", "city", "state", "zip_code", "phone", "email", "language"]
    return {name: getattr(detail, name) for name in names} | {"one_name": not detail.first_name}


def _correct_form(request, page, data):
    before = applicant_of(page.detail, page.coverage.relationship)
    initial = _initial(page.detail)
    return CorrectForm(data, initial=initial, today=today(request), known_number=before.number)


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


@in_even_steps
@requires(Privilege.VIEW_ROSTER, Privilege.CORRECT_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, person_id):
    page = page_or_404(request, person_id)
    form, see, seen = _correct_form(request, page, request.POST or None), None, seen_on(request) or page.detail.pk
    if form.is_valid():
        after = form.corrected(page.coverage.relationship)
        try:
            _refuse_unless_seen(request)
            return submit(request, CorrectDetails(person_id=person_id, after=after), seen=seen_on(request))
        except services.StaleDetails as stale:
            form = _brought_up_to_date(request, page, form)
            form.is_valid()
            see, seen = put_into(form, stale), page.detail.pk
        except services.CannotCorrect as refusal:
            see = put_into(form, refusal)
    context = {"form": form, "page": page, "detail": page.detail, "see": see, "seen": seen}
    return render(request, "enrollment/changes/correct.html", context, status=422 if form.errors else 200)
