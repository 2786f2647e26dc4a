"""End coverage, and reverse an end."""

from datetime import date

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import EndCoverage, ReverseEnd
from enrollment.forms import EndForm, ReverseForm
from enrollment.models import Change
from enrollment.queries.changes.described import line_words
from enrollment.queries.changes.ends import newest_coverage, preview_end
from enrollment.queries.roster.people import COVERED, status
from enrollment.rules.codes import EndReason
from enrollment.views.doors import (
    after,
    change_or_404,
    form_key,
    page_or_404,
    put_into,
    receipt_of,
    seen_on,
    submit,
    today,
)


def _end_form(request, page, *, ask=()):
    lines = [each.plan_line for each in page.lines if status(each, today(request))[0] in COVERED]
    options = {"today": today(request), "relationship": page.coverage.relationship, "lines": lines, "ask": ask}
    return EndForm(request.POST or None, **options)


def _preview(request, page, form):
    return preview_end(
        page.enrollment,
        person_ids=() if page.is_subscriber else (page.detail.person_id,),
        reason=EndReason(form.cleaned_data["reason"]),
        event_on=form.counted_from(),
        purchaser=request.grant.purchaser,
        today=today(request),
        lines=form.ended(),
    )


def _days_can_be(request, page, form):
    """Whether the days allow a preview; otherwise the form says why."""
    if form.counted_from() is None:
        return True
    try:
        services.check_end_days(
            family=page.enrollment,
            reason=EndReason(form.cleaned_data["reason"]),
            counted_from=form.counted_from(),
            last_day_worked=form.cleaned_data.get("last_day_worked"),
            today=today(request),
            of_dependent=not page.is_subscriber,
        )
    except services.CannotEnd as refusal:
        put_into(form, refusal)
        return False
    return True


def _asked(preview):
    if preview.beyond_limit and preview.is_error:
        return ("attested", "earlier_reason")
    if preview.beyond_limit:
        return ("attested", "earlier", "earlier_reason")
    return ("attested",) if preview.retroactive else ()


def _was_shown(request, preview):
    """Whether the submitted page showed this last day, of coverage that it names."""
    return request.POST.get("shown") == preview.last_day.isoformat() and seen_on(request) is not None


def _end_command(page, form, preview):
    values = form.cleaned_data
    canceled = preview.is_error and preview.beyond_limit
    return EndCoverage(
        enrollment_id=page.enrollment.pk,
        person_ids=() if page.is_subscriber else (page.detail.person_id,),
        reason=EndReason(values["reason"]),
        event_on=values["event_on"] or preview.event_on,
        last_day=preview.last_day,
        attested=values.get("attested", False),
        earlier=preview.last_day if canceled else values.get("earlier"),
        earlier_reason=values.get("earlier_reason", ""),
        last_day_worked=values.get("last_day_worked"),
        lines=form.ended(),
    )


def _done_before(request):
    """The end that this very form submitted: once coverage has ended, its preview would be another."""
    if "submit" not in request.POST:
        return None
    own = Change.objects.submitted().filter(purchaser=request.grant.purchaser, type=EndCoverage.type)
    done = own.filter(idempotency_key=form_key(request), submitted_by=request.user).first()
    said = [request.POST.get("reason"), request.POST.get("shown")]
    return done if done and [done.payload["reason"], done.payload["last_day"]] == said else None


def _with_days(results):
    return [
        each | {"on": date.fromisoformat(each["on"]), "in_lines": line_words(each.get("lines", "").split())}
        for each in results
    ]


@requires(Privilege.VIEW_ROSTER, Privilege.END_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, person_id):
    """Two steps on one address: the event, then the preview with the submit button."""
    page = page_or_404(request, person_id)
    if done := _done_before(request):
        return receipt_of(done)
    form, preview, see = _end_form(request, page), None, None
    if form.is_valid() and _days_can_be(request, page, form):
        preview = _preview(request, page, form)
        form = _end_form(request, page, ask=_asked(preview))
        form.is_valid()
        if "submit" in request.POST and not _was_shown(request, preview):
            form.add_error(None, _("Your entries changed. Check the last day of coverage below, then submit again."))
        elif "submit" in request.POST and form.is_valid():
            try:
                return submit(request, _end_command(page, form, preview), seen=seen_on(request))
            except services.CannotEnd as refusal:
                see = put_into(form, refusal)
    names = {member.detail.person_id: member.detail.full_name for member in page.family}
    ending = _with_days(preview.results(names)) if preview else []
    context = {"form": form, "page": page, "detail": page.detail, "preview": preview, "ending": ending, "see": see}
    context["seen"] = newest_coverage(page.enrollment).pk
    if preview and form.is_valid():
        context["after"] = after(request, _end_command(page, form, preview), page.enrollment)
    return render(request, "enrollment/changes/end.html", context, status=422 if form.errors else 200)


@requires(Privilege.VIEW_ROSTER, Privilege.END_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_end(request, pk):
    """Reverse an end of coverage, with a reason."""
    ended = change_or_404(request, pk, EndCoverage.type)
    form, see = ReverseForm(request.POST or None, today=today(request)), None
    if form.is_valid():
        try:
            return submit(request, ReverseEnd(change_id=ended.pk, reason=form.cleaned_data["reason"]))
        except services.CannotReverse as refusal:
            see = put_into(form, refusal)
    context = {"form": form, "ended": ended, "see": see}
    context["after"] = after(request, ReverseEnd(change_id=ended.pk, reason=""), ended.enrollment)
    return render(request, "enrollment/changes/reverse_end.html", context, status=422 if form.errors else 200)
