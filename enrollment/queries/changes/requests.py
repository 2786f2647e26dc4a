"""Changes as their employer sees them: the list, drafts and recent activity."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from access.models import Grant
from access.privileges import Privilege
from accounts.models import Activity
from accounts.verbs import ABOUT_ACCESS
from enrollment.commands import AddEmployee
from enrollment.models import Change, FollowUp, PersonDetail
from enrollment.rules.names import name_key

PAGE = 50


def _in_units(rows: QuerySet, grant: Grant) -> QuerySet:
    return rows if grant.unit_ids is None else rows.filter(unit_id__in=grant.unit_ids)


def submitted(grant: Grant) -> QuerySet[Change]:
    """Submitted changes, newest first."""
    own = Change.objects.submitted().filter(purchaser_id=grant.purchaser_id)
    return _in_units(own, grant).select_related("submitted_by").order_by("-submitted_at", "-id")


def drafts(grant: Grant) -> QuerySet[Change]:
    own = Change.objects.filter(purchaser_id=grant.purchaser_id).drafts_seen_by(grant)
    return own.select_related("created_by").order_by("-saved_at", "-pk")


def drafts_of_name(grant: Grant, title: str) -> list[Change]:
    """The drafts visible to this user for an employee with this name, newest first."""
    key = name_key(title)
    own = drafts(grant).filter(type=AddEmployee.type).exclude(title="")
    return [draft for draft in own if key and name_key(draft.title) == key]


def _lines(grant: Grant) -> Q:
    seen = Q(actor_id=grant.user_id) if grant.user_id else Q()
    if grant.allows(Privilege.VIEW_ROSTER):
        seen |= ~Q(verb__in=ABOUT_ACCESS)
    if grant.allows(Privilege.MANAGE_ACCESS):
        seen |= Q(verb__in=ABOUT_ACCESS)
    return seen


def activity(grant: Grant) -> QuerySet[Activity]:
    """The activity a grant may see: the user's own lines, and those its privileges cover."""
    seen = _lines(grant)
    if grant.looked_through_by:
        seen &= _lines(grant.looked_through_by)
    own = Activity.objects.filter(seen, purchaser_id=grant.purchaser_id, staff_only=False)
    if grant.unit_ids is not None:
        own = own.filter(unit_id__in=grant.unit_ids)
    return own.select_related("actor").order_by("-at", "-id")


def recorded(
    grant: Grant, *, verb: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Activity]:
    """Activity for the page, filtered by verb, actor and days (inclusive, in the purchaser's zone)."""
    found, zone = activity(grant), grant.purchaser.zone
    if verb:
        found = found.filter(verb=verb)
    if who:
        found = found.filter(actor_id=int(who))
    if since:
        found = found.filter(at__gte=datetime.combine(since, time(), zone))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), zone))
    return found


def actors_and_verbs(grant: Grant) -> tuple[list[tuple[str, str]], list[str]]:
    """((id, name) of every actor, every verb) in the visible activity."""
    rows = activity(grant).select_related(None).order_by().values_list("actor_id", "actor__name", "verb").distinct()
    people = {(str(pk), name) for pk, name, _verb in rows if pk}
    return sorted(people, key=lambda each: each[1]), sorted({verb for _pk, _name, verb in rows})


def open_follow_ups(grant: Grant) -> Sequence[FollowUp]:
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
    return list(follow_ups.annotate(name=Concat(first, Value(" "), last)))
