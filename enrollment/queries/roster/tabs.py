"""The tabs of the roster and their conditions."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from access.admission import Admission
from enrollment.models import Coverage
from enrollment.rules.codes import Line, Relationship

SOON_DAYS = 60
TABS = ("all", "active", "starting", "ending", "review", "ended")


def soon(today: date) -> tuple[date, date]:
    """The first and last day that count as "soon"."""
    return today, today + timedelta(days=SOON_DAYS)


def lasts(line: str, today: date) -> Q:
    """Whether the plan of a line of coverage goes on, or went on until the end of the whole coverage."""
    until = f"{line}_until"
    return Q(**{until: None}) | Q(**{f"{until}__gte": today}) | Q(**{until: F("ends_on")})


def with_plan(plan: int, today: date) -> Q:
    """Roster lines with this plan in whatever line of coverage."""
    found = Q()
    for line in Line:
        found |= Q(**{f"{line.value}_plan": plan}) & lasts(line.value, today)
    return found


def _covered_before(grant: Admission, today: date) -> Exists:
    """A line shows the latest period, but a re-enrolled person may be covered today by the earlier one."""
    before = Coverage.objects.on(today).filter(
        purchaser=OuterRef("purchaser"),
        person=OuterRef("person"),
        relationship=Relationship.SELF,
        starts_on__lt=OuterRef("starts_on"),
    )
    return Exists(before if grant.unit_ids is None else before.filter(enrollment__unit_id__in=grant.unit_ids))


def _with_a_dependent_ending(today: date) -> Q:
    """Families with a dependent ending soon while the employee continues.

    One subquery for all lines, since few end soon.
    """
    dependents = Coverage.objects.known().exclude(relationship=Relationship.SELF)
    ending = dependents.filter(ends_on__range=soon(today)).nothing_longer()
    return Q(person__in=ending.values("enrollment__subscriber"))


def in_tab(tab: str, grant: Admission, today: date) -> Q:
    """The condition of a tab, by what the grant sees.

    Active: covered today, as in `headcount`. Ended: not covered now or later. Review is a fact beside these: who is
    covered and has a request in review is in both tabs.
    """
    begun, running = Q(person__isnull=False, never_started=False), Q(ends_on=None) | Q(ends_on__gte=today)
    return {
        "all": Q(),
        "active": begun & (Q(starts_on__lte=today) & running | Q(_covered_before(grant, today), starts_on__gt=today)),
        "starting": begun & Q(starts_on__gt=today),
        "ending": Q(ends_on__range=soon(today), never_started=False) | _with_a_dependent_ending(today),
        "review": Q(in_review=True),
        "ended": Q(ends_on__lt=today) | Q(never_started=True),
    }[tab]
