"""Requests and their receipts; the record of activity."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access.guard import requires
from access.privileges import Privilege
from accounts.tables import csv_lines
from accounts.verbs import verb_words
from enrollment import services
from enrollment.commands import command_from
from enrollment.forms import AnswerForm, RecordForm, people_forms
from enrollment.models import Change, Coverage, Offering
from enrollment.queries import requests as queries
from enrollment.queries.asked import asked
from enrollment.receipt import headings, receipt_pdf, what_next
from enrollment.views.doors import change_or_404, put_into, submission, today

STATES = ("draft", "in_review", "action_needed", "completed", "refused", "withdrawn", "reversed")
PAGE = 50
LINES_AT_MOST = 10_000


@requires(Privilege.VIEW_ROSTER)
@require_safe
def requests(request):
    state = request.GET.get("state", "")
    found = queries.submitted(request.grant)
    if state in STATES:
        found = found.filter(state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "drafts": queries.drafts(request.grant),
        "page": page,
        "state": state,
        "now": timezone.now(),
        "states": [choice for choice in Change.State.choices if choice[0] != "draft"],
    }
    return render(request, "enrollment/requests.html", context)


def _plan_of(change, command):
    """The plan that a request is about: of the family, or of what was asked for while there is no family yet."""
    if change.enrollment:
        return change.enrollment.offering.plan
    offerings = Offering.objects.filter(purchaser=change.purchaser_id, pk=getattr(command, "offering_id", None))
    offering = offerings.select_related("plan").first()
    return offering and offering.plan


def _context(request, change, form=None, problems=(), see=None, person_forms=None):
    day = today(request)
    ends = change.type == Change.Type.END_COVERAGE and change.state == Change.State.COMPLETED
    rows = Coverage.objects.filter(change=change, superseded_at=None) if ends else Coverage.objects.none()
    command = command_from(change.type, change.payload)
    asked_now = change.state == Change.State.ACTION_NEEDED
    if person_forms is None:
        person_forms = people_forms(command.people, None, day) if asked_now else []
    return {
        "change": change,
        **headings(change),
        "plan": _plan_of(change, command),
        "asked": asked(change, command),
        "people": [{"name": each.name.full} for each in command.people],
        "talk": queries.talk(change),
        "reversible": ends and rows.exists(),
        "form": form or AnswerForm(today=day),
        "question_mark": queries.question_mark(change) if asked_now else "",
        "person_forms": person_forms,
        "wrong_people": [each for each in person_forms if each.errors],
        "correcting": any(each.is_bound and each.has_changed() for each in person_forms),
        "problems": problems,
        "see": see,
        "next": what_next(change, [(each.name, each.due_on) for each in queries.owed_after(change)], timezone.now()),
    }


@requires(Privilege.VIEW_ROSTER)
@require_safe
def receipt(request, pk):
    """The permanent receipt of a request."""
    return render(request, "enrollment/receipt.html", _context(request, change_or_404(request, pk)))


@requires(Privilege.VIEW_ROSTER)
@require_safe
def receipt_file(request, pk):
    change = change_or_404(request, pk)
    response = HttpResponse(receipt_pdf(change, _context(request, change)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="request-{change.confirmation}.pdf"'
    return response


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
def answer(request, pk):
    """The answer to a representative, with the people of the request as corrected where the page had them."""
    change = change_or_404(request, pk)
    form, see = AnswerForm(request.POST, today=today(request)), None
    person_forms = people_forms(command_from(change.type, change.payload).people, request.POST, today(request))
    bound = [each for each in person_forms if each.is_bound]
    if all([form.is_valid(), *(each.is_valid() for each in bound)]):
        try:
            with transaction.atomic():
                services.answer(
                    change_id=change.pk,
                    text=form.cleaned_data["text"],
                    people=[each.person() for each in bound] or None,
                    to=request.POST.get("to"),
                    submission=submission(request),
                )
            return redirect(change)
        except services.CannotChange as refusal:
            see = put_into(form, refusal)
            if request.POST.get("to") != queries.question_mark(change):
                person_forms = None  # What was corrected since must not be undone by a page of before.
    context = _context(request, change, form, see=see, person_forms=person_forms)
    return render(request, "enrollment/receipt.html", context, status=422)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
def withdraw(request, pk):
    change = change_or_404(request, pk)
    try:
        with transaction.atomic():
            services.withdraw(change_id=change.pk, submission=submission(request))
    except services.CannotChange as refusal:
        problems = [problem.text for problem in refusal.problems]
        return render(request, "enrollment/receipt.html", _context(request, change, problems=problems), status=422)
    return redirect(change)


def _recorded(request):
    """(lines of the record, the form that chose them)."""
    people, verbs = queries.actors_and_verbs(request.grant)
    names = sorted(((verb, verb_words(verb)) for verb in verbs), key=lambda each: str(each[1]))
    form = RecordForm(request.GET, today=today(request), verbs=names, people=people)
    form.is_valid()
    return queries.recorded(request.grant, **form.chosen()), form


@requires()
@require_safe
def activity(request):
    """Who did what and when at this purchaser."""
    return _record_page(request, *_recorded(request))


def _record_page(request, found, form):
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chosen = {name: request.GET.get(name, "") for name in form.fields}
    context = {"page": page, "form": form, "query": urlencode(chosen), "narrowed": any(chosen.values())}
    context["day_fields"] = [form["since"], form["until"]]
    return render(request, "enrollment/activity.html", context, status=422 if form.errors else 200)


def _in_words(chosen):
    """What the record was narrowed to; nobody is named."""
    parts = [verb_words(chosen["verb"]) if "verb" in chosen else "", _("one person") if "who" in chosen else ""]
    for name, text in (("since", _("from %(day)s")), ("until", _("through %(day)s"))):
        if name in chosen:
            parts.append(text % {"day": date_format(chosen[name], "SHORT_DATE_FORMAT")})
    return ", ".join(str(part) for part in parts if part) or _("All")


@requires(Privilege.EXPORT)
@require_safe
def activity_csv(request):
    found, form = _recorded(request)
    if form.errors:
        return _record_page(request, found, form)
    zone = request.grant.purchaser.zone
    heading = [_("When"), _("Who"), _("How"), _("What"), _("About")]
    rows = [
        [
            line.at.astimezone(zone).isoformat(timespec="seconds"),
            line.actor,
            line.get_channel_display(),
            verb_words(line.verb),
            line.summary,
        ]
        for line in found[:LINES_AT_MOST]
    ]
    chosen = {name: str(value) for name, value in form.chosen().items()}
    services.export_roster(
        about=_("Activity: %(filter)s") % {"filter": _in_words(form.chosen())},
        rows=len(rows),
        filters={"list": "activity"} | chosen,
        form="csv",
        submission=submission(request),
    )
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="activity.csv"'
    return response
