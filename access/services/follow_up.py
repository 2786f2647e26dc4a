"""What the clock does with user ID requests: reminded after two weeks, forgotten after 60 days, completed."""

from datetime import datetime, timedelta

from access.models import AccessRequest
from access.services.requests import TELL_REQUESTER, State
from accounts.services import schedule

REMINDED_AFTER = timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=60)


def follow_up(*, at: datetime) -> int:
    """Close what is done or forgotten, remind of what is not sent in. Under the service role; returns how many."""
    sent = AccessRequest.objects.filter(state=State.CODE_SENT, code__redeemed_at__isnull=False)
    done = AccessRequest.objects.filter(pk__in=sent.values("pk")).update(state=State.COMPLETED, closed_at=at)
    drafts = AccessRequest.objects.filter(state=State.DRAFT)
    old = drafts.filter(created_at__lt=at - FORGOTTEN_AFTER).update(state=State.EXPIRED, closed_at=at)
    quiet = drafts.filter(created_at__lt=at - REMINDED_AFTER, reminded_at=None).exclude(requester_email="")
    forgotten = list(quiet.values_list("pk", "reference"))
    AccessRequest.objects.filter(pk__in=[pk for pk, _reference in forgotten]).update(reminded_at=at)
    for _pk, reference in forgotten:
        schedule(TELL_REQUESTER, arguments={"reference": reference}, at=at)
    return done + old + len(forgotten)
