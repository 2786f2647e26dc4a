"""The activity record of a purchaser, as each of its users sees it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from access.admission import Admission
from access.privileges import Privilege
from access.verbs import ABOUT_ACCESS
from accounts.models import Activity
from enrollment.models import Change
from enrollment.queries.changes.compared import Compared, changed_by
from enrollment.queries.changes.requests import submitted
from enrollment.verbs import ABOUT_DRAFTS


def _lines(grant: Admission) -> Q:
    seen = Q(actor_id=grant.user_id) if grant.user_id else Q()
    if grant.allows(Privilege.VIEW_ROSTER):
        seen |= ~Q(verb__in=[*ABOUT_ACCESS, *ABOUT_DRAFTS])
    if grant.allows(Privilege.MANAGE_ACCESS):
        seen |= Q(verb__in=ABOUT_ACCESS)
    if grant.allows(Privilege.VIEW_ROSTER, Privilege.MANAGE_ACCESS):
        drafts = Q(verb__in=ABOUT_DRAFTS)
        seen |= drafts if grant.delegation_id is None else drafts & Q(unit__isnull=False)
    return seen


def activity(grant: Admission) -> QuerySet[Activity]:
    """The record of a purchaser as the holder of a grant sees it: their own lines, and what their privileges are about."""
    seen = _lines(grant)
    if grant.looked_through_by:
        seen &= _lines(grant.looked_through_by)
    own = Activity.objects.filter(seen, purchaser_id=grant.purchaser_id, staff_only=False)
    if grant.unit_ids is not None:
        own = own.filter(unit_id__in=grant.unit_ids)
    return own.select_related("actor").order_by("-at", "-id")


def recorded(
    grant: Admission, *, verb: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Activity]:
    """The record as its users see it, narrowed to a verb, an actor, days at the purchaser's place (both included)."""
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


def requests_of(lines: Iterable[Activity], grant: Admission) -> tuple[dict[str, Change], dict[str, list[Compared]]]:
    """The requests that lines are about, as far as the grant sees them, and what each changed in people's details."""
    ids = [UUID(line.object_id) for line in lines if line.object_type == "change"]
    requests = {str(change.pk): change for change in submitted(grant).filter(pk__in=ids)}
    changed: dict[str, list[Compared]] = {}
    for (change_id, _person_id), rows in changed_by(ids, grant.purchaser_id).items():
        if str(change_id) in requests:
            changed.setdefault(str(change_id), []).extend(rows)
    return requests, changed


def actors_and_verbs(grant: Admission) -> tuple[list[tuple[str, str]], list[str]]:
    """((id, name) of everybody, and every verb) that stand in the record as its users see it."""
    rows = activity(grant).select_related(None).order_by().values_list("actor_id", "actor__name", "verb").distinct()
    people = {(str(pk), name) for pk, name, _verb in rows if pk}
    return sorted(people, key=lambda each: each[1]), sorted({verb for _pk, _name, verb in rows})
