"""Changes as their employer sees them: a list, drafts, the newest lines of the record."""

from collections.abc import Sequence

from django.db.models import QuerySet

from access.models import Grant
from accounts.models import Activity, User
from enrollment.models import Change, FollowUp

PAGE = 50


def _in_units(rows: QuerySet, grant: Grant) -> QuerySet:
    return rows if grant.unit_ids is None else rows.filter(unit_id__in=grant.unit_ids)


def submitted(grant: Grant) -> QuerySet[Change]:
    """What was submitted, newest first."""
    own = Change.objects.submitted().filter(purchaser_id=grant.purchaser_id)
    return _in_units(own, grant).select_related("submitted_by").order_by("-submitted_at", "-id")


def drafts(grant: Grant, user: User) -> QuerySet[Change]:
    own = Change.objects.filter(purchaser_id=grant.purchaser_id).drafts_seen_by(grant, user)
    return own.select_related("created_by").order_by("-saved_at")


def activity(grant: Grant) -> QuerySet[Activity]:
    """The record of a purchaser as its users see it."""
    own = Activity.objects.filter(purchaser_id=grant.purchaser_id, staff_only=False)
    if grant.unit_ids is not None:
        own = own.filter(unit_id__in=grant.unit_ids)
    return own.select_related("actor").order_by("-at", "-id")


def open_follow_ups(grant: Grant) -> Sequence[FollowUp]:
    """Numbers the employer still owes, the first due first."""
    own = FollowUp.objects.filter(purchaser_id=grant.purchaser_id, done_at=None)
    return list(_in_units(own, grant).select_related("change").order_by("due_on")[:PAGE])
