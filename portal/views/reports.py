"""Browsers' reports about the content policy: one bounded log line each, without page content."""

import json

import structlog
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from access.guard import public

log = structlog.get_logger(__name__)
LARGEST = 10_000
LONGEST = 120
FIELDS = ("effective-directive", "violated-directive", "disposition", "status-code")


@csrf_exempt
@public
@require_POST
def csp_report(request):
    """Browsers send reports without a CSRF token; nothing changes."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body)["csp-report"]
        told = {field: str(report[field])[:LONGEST] for field in FIELDS if field in report}
    except (ValueError, KeyError, TypeError, RecursionError):
        return HttpResponse(status=400)
    log.warning("content policy", **told)
    return HttpResponse(status=204)
