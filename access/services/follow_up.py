"""Scheduled work on user ID requests: complete, remind, expire.

Everything here runs under the service role.
"""

from datetime import datetime, timedelta

from django.conf import settings

from access import tenancy
from access.models import AccessCode, AccessRequest
from access.services.requests import TELL_REQUESTER, State, close
from accounts.models import Activity
from accounts.services import record, schedule

REMINDED_AFTER = timedelta(days=14)


def follow_up(*, at: datetime) -> int:
    """Complete, expire and remind of requests. Returns how many."""
    return _complete(at) + _expire(at) + _remind(at)


def _complete(at: datetime) -> int:
    used = AccessRequest.objects.filter(state=State.CODE_SENT, code__redeemed_at__isnull=False)
    requests = AccessRequest.objects.filter(pk__in=used.values("pk"))
    return requests.update(state=State.COMPLETED, closed_at=at, waits_since=None)


def _expire(at: datetime) -> int:
    """Expire requests that waited too long, with their codes. A locked row is left for the next run."""
    too_long = at - timedelta(days=settings.REQUEST_DAYS)
    waiting = AccessRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(waits_since__lte=too_long)
    over = [request for request in waiting.select_related("code") if _stop_code(request.code, at)]
    for request in over:
        close(request, State.EXPIRED, at)
        record("expired_request", by=None, at=at, channel=Activity.Channel.CLOCK, obj=request, staff_only=True)
        _tell(request, at)
    return len(over)


def _stop_code(code: AccessCode | None, at: datetime) -> bool:
    """End an unused code; False when it is being used at this moment."""
    if code is None:
        return True
    with tenancy.acting_for(code.purchaser_id, user=code.issued_by_id):
        same = AccessCode.objects.filter(pk=code.pk)
        same.open().update(revoked_at=at, revoked_by=code.issued_by_id)
        return same.filter(redeemed_at=None).exists()


def _remind(at: datetime) -> int:
    quiet = AccessRequest.objects.filter(waits_since__lte=at - REMINDED_AFTER, reminded_at=None)
    forgotten = list(quiet.exclude(requester_email=""))
    for request in forgotten:
        request.reminded_at = at
        request.save(update_fields=["reminded_at"])
        _tell(request, at)
    return len(forgotten)


def _tell(request: AccessRequest, at: datetime) -> None:
    if request.requester_email:
        schedule(TELL_REQUESTER, arguments={"reference": request.reference}, at=at)
