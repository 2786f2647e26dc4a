"""Changes as their employer sees them: the list, drafts, numbers still missing."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim

from access.admission import Admission
from enrollment.commands import AddEmployee
from enrollment.models import Change, FollowUp, PersonDetail
from enrollment.rules.names import name_key

PAGE = 50


def _in_units(rows: QuerySet, grant: Admission) -> QuerySet:
    return rows if grant.unit_ids is None else rows.filter(unit_id__in=grant.unit_ids)


def submitted(grant: Admission) -> QuerySet[Change]:
    """Submitted changes, newest first."""
    own = Change.objects.submitted().filter(purchaser_id=grant.purchaser_id)
    return _in_units(own, grant).select_related("submitted_by").order_by("-submitted_at", "-id")


def drafts(grant: Admission) -> QuerySet[Change]:
    own = Change.objects.filter(purchaser_id=grant.purchaser_id).drafts_seen_by(grant)
    return own.select_related("created_by").order_by("-saved_at", "-pk")


def drafts_of_name(grant: Admission, title: str) -> list[Change]:
    """The drafts visible to this user for an employee with this name, newest first."""
    key = name_key(title)
    own = drafts(grant).filter(type=AddEmployee.type).exclude(title="")
    return [draft for draft in own if key and name_key(draft.title) == key]


def open_follow_ups(grant: Admission) -> Sequence[FollowUp]:
    """Missing numbers, first due first, each with the person's `name`."""
    own = FollowUp.objects.filter(purchaser_id=grant.purchaser_id, done_at=None)
    return _with_names(_in_units(own, grant).order_by("due_on", "pk")[:PAGE])


def owed_after(change: Change) -> Sequence[FollowUp]:
    """Missing numbers that a change left, each with the person's `name`."""
    return _with_names(FollowUp.objects.filter(change=change, done_at=None).order_by("due_on", "pk"))


def _with_names(follow_ups: QuerySet[FollowUp]) -> Sequence[FollowUp]:
    reported = PersonDetail.objects.filter(
        purchaser_id=OuterRef("purchaser_id"), person_id=OuterRef("person_id"), superseded_at=None
    )
    first, last = (Subquery(reported.values(name)[:1]) for name in ("first_name", "last_name"))
    return list(follow_ups.annotate(name=Trim(Concat(first, Value(" "), last))))
