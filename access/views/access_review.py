"""The access list as CSV, and the quarterly review: keep or end each."""

from django.contrib import messages
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access import services
from access.guard import requires
from access.privileges import Privilege
from access.queries import REVIEWED, code_lines, grant_lines, in_words
from access.views.account_access import MANAGE, grant_or_404
from accounts.models import Activity
from accounts.platform.tables import csv_lines
from accounts.services import count_export, record


@requires(MANAGE, Privilege.EXPORT)
@require_safe
def access_csv(request):
    now, purchaser = timezone.now(), request.grant.purchaser
    count_export(by=request.user, purchaser=purchaser, at=now)
    heading = [
        _("Name"),
        _("Email"),
        _("Works for"),
        _("Permissions"),
        _("Units"),
        _("Since"),
        _("Until"),
        _("Last sign-in"),
        _("State"),
    ]
    rows = [
        [
            line.name,
            line.email,
            line.organization or purchaser.name,
            in_words(line.privileges),
            line.units,
            line.since,
            line.until,
            line.seen,
            line.state,
        ]
        for line in [*grant_lines(request.grant, now), *code_lines(request.grant, now)]
    ]
    record(
        "exported_access",
        by=request.user,
        at=now,
        purchaser=purchaser,
        channel=Activity.Channel.WEB,
        summary=_("%(count)d rows") % {"count": len(rows)},
    )
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="access.csv"'
    return response


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def review_access(request):
    """The quarterly review: keep or end each person's access."""
    now = timezone.now()
    lines = [line for line in grant_lines(request.grant, now) if line.pk != request.grant.grant_id]
    problems = []
    if request.method == "POST":
        answers = {line.pk: request.POST.get(f"grant{line.pk}", "") for line in lines}
        if not all(answer in ("keep", "end") for answer in answers.values()):
            problems = [_("Choose “Keep” or “End” for each person.")]
        else:
            problems = _end_all(request, [pk for pk, answer in answers.items() if answer == "end"], now, len(lines))
        if not problems:
            messages.info(request, _("Access review complete."))
            return redirect("access")
    context = {"lines": lines, "problems": problems, "answers": request.POST}
    return render(request, "access/review.html", context, status=422 if problems else 200)


def _end_all(request, ended, now, looked_at):
    """End these grants and record the review, all or nothing. Returns the problems."""
    try:
        with transaction.atomic():
            for pk in ended:
                services.revoke_access(grant=grant_or_404(request, pk), by=request.user, at=now, own=request.grant)
            record(
                REVIEWED,
                by=request.user,
                at=now,
                purchaser=request.grant.purchaser,
                channel=Activity.Channel.WEB,
                summary=_("%(kept)d kept, %(ended)d ended") % {"kept": looked_at - len(ended), "ended": len(ended)},
            )
    except services.CannotChangeAccess as refusal:
        return [str(refusal)]
    return []
