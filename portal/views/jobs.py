"""Progress and result of long jobs. In development, the test mailbox."""

import email
import email.policy
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from access.guard import public, requires
from access.privileges import Privilege
from accounts.models import Job
from enrollment.documents.workbook import XLSX

CAUGHT_SHOWN = 30


def _own(request, pk):
    """Only the user's own job at this purchaser: its result has that user's rights."""
    return get_object_or_404(Job, pk=pk, purchaser=request.grant.purchaser, created_by=request.user)


@requires(Privilege.VIEW_ROSTER)
@require_safe
def job(request, pk):
    template = "portal/_job.html" if request.htmx else "portal/job.html"
    return render(request, template, {"job": _own(request, pk)})


@requires(Privilege.VIEW_ROSTER, Privilege.EXPORT)
@require_safe
def job_file(request, pk):
    found = _own(request, pk)
    path = Path(settings.MEDIA_ROOT) / "exports" / f"{found.pk}.xlsx"
    if found.state != Job.State.DONE or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename="employees.xlsx", content_type=XLSX)


@public
@require_safe
def caught_mail(request):
    """Mail kept on this machine. Exists only where a mail folder is configured."""
    if not settings.CAUGHT_MAIL_DIR:
        raise Http404
    files = sorted(Path(settings.CAUGHT_MAIL_DIR).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    letters = []
    for path in files[:CAUGHT_SHOWN]:
        for part in path.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                letter = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
                letters.append({"to": letter["to"], "subject": letter["subject"], "text": letter.get_content()})
    return render(request, "portal/caught_mail.html", {"letters": letters})
