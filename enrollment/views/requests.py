"""Requests and their receipts; the record of activity."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access.guard import requires
from access.privileges import Privilege
from accounts.tables import csv_lines
from enrollment import services
from enrollment.commands import command_from
from enrollment.forms import AnswerForm
from enrollment.models import Change, Coverage
from enrollment.queries import requests as queries
from enrollment.receipt import receipt_pdf
from enrollment.views.doors import change_or_404, put_into, submission, today

STATES = ("draft", "in_review", "action_needed", "completed", "refused", "withdrawn", "reversed")
PAGE = 50


@requires(Privilege.VIEW_ROSTER)
@require_safe
def requests(request):
    state = request.GET.get("state", "")
    found = queries.submitted(request.grant)
    if state in STATES:
        found = found.filter(state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "drafts": queries.drafts(request.grant, request.user),
        "page": page,
        "state": state,
        "now": timezone.now(),
        "states": [choice for choice in Change.State.choices if choice[0] != "draft"],
    }
    return render(request, "enrollment/requests.html", context)


def _context(request, change, form=None, problems=(), see=None):
    day = today(request)
    ends = change.type == Change.Type.END_COVERAGE and change.state == Change.State.COMPLETED
    rows = Coverage.objects.filter(change=change, superseded_at=None) if ends else Coverage.objects.none()
    last = next((row.ends_on for row in rows if row.ends_on), None)
    command = command_from(change.type, change.payload)
    return {
        "change": change,
        "people": [{"name": each.name.full} for each in command.people],
        "reversible": ends and rows.exists(),
        "before_its_day": bool(last and last >= day),
        "form": form or AnswerForm(today=day),
        "problems": problems,
        "see": see,
        "late": bool(change.due_at and change.due_at < timezone.now()),
        "representative": request.grant.purchaser.representative,
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
    change = change_or_404(request, pk)
    form, see = AnswerForm(request.POST, today=today(request)), None
    if form.is_valid():
        try:
            with transaction.atomic():
                services.answer(change_id=change.pk, text=form.cleaned_data["text"], submission=submission(request))
            return redirect(change)
        except services.CannotChange as refusal:
            see = put_into(form, refusal)
    return render(request, "enrollment/receipt.html", _context(request, change, form, see=see), status=422)


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
    verb = request.GET.get("verb", "")
    found = queries.activity(request.grant)
    return (found.filter(verb=verb[:48].replace("\0", "")) if verb else found), verb


@requires()
@require_safe
def activity(request):
    """Who did what and when at this purchaser."""
    found, verb = _recorded(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    verbs = queries.activity(request.grant).order_by().values_list("verb", flat=True).distinct()
    return render(request, "enrollment/activity.html", {"page": page, "verb": verb, "verbs": sorted(verbs)})


@requires(Privilege.EXPORT)
@require_safe
def activity_csv(request):
    found, _verb = _recorded(request)
    zone = request.grant.purchaser.zone
    heading = [_("When"), _("Who"), _("How"), _("What"), _("About")]
    rows = [
        [
            line.at.astimezone(zone).isoformat(timespec="seconds"),
            line.actor,
            line.get_channel_display(),
            line.verb,
            line.summary,
        ]
        for line in found[:10_000]
    ]
    services.export_roster(rows=len(rows), filters={"list": "activity"}, form="csv", submission=submission(request))
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="activity.csv"'
    return response
