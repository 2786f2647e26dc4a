"""Children near the age limit, computed from all coverage and cached until it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

from access.admission import Admission
from enrollment.models import Coverage, PersonDetail, UnitRules
from enrollment.queries.roster.headcount import KEPT_SECONDS, state_of
from enrollment.rules.codes import Relationship
from enrollment.rules.dates import add_years
from enrollment.rules.terms import TermsHistory

AHEAD_DAYS = 60
CHILDREN = [code.value for code in Relationship if code.ages_out]


@dataclass(frozen=True)
class Aging:
    """A person covered today without an end date, and the last day their age allows."""

    person_id: UUID
    name: str
    last_day: date


def _histories(grant: Admission) -> dict[int, TermsHistory]:
    """The terms of each unit of the grant."""
    own = UnitRules.objects.filter(purchaser_id=grant.purchaser_id)
    if grant.unit_ids is not None:
        own = own.filter(unit_id__in=grant.unit_ids)
    periods: dict[int, list[UnitRules]] = {}
    for each in own.order_by("unit_id", "effective_on", "pk"):
        periods.setdefault(each.unit_id, []).append(each)
    return {unit: TermsHistory([(each.effective_on, each.terms) for each in own]) for unit, own in periods.items()}


def _find(grant: Admission, today: date, at_most: int) -> list[tuple[UUID, date]]:
    """(person, last day), earliest first."""
    until = today + timedelta(days=AHEAD_DAYS)
    found = []
    for unit_id, history in _histories(grant).items():
        youngest = min(terms.dependent_age_limit for _day, terms in history.periods)
        covered = Coverage.objects.on(today).filter(
            purchaser_id=grant.purchaser_id,
            enrollment__unit_id=unit_id,
            relationship__in=CHILDREN,
            ends_on=None,
            rated_birth_date__lte=add_years(until, -youngest),
        )
        # Somebody in several lines of coverage is one person: the first to start counts.
        in_order = covered.order_by("person_id", "starts_on", "pk").distinct("person_id")
        people = in_order.values_list("person_id", "rated_birth_date", "starts_on")
        found += [(person, history.age_limit(born, since=starts_on).last_day) for person, born, starts_on in people]
    return sorted((each for each in found if each[1] <= until), key=lambda each: (each[1], each[0]))[:at_most]


def _kept(grant: Admission, today: date, at_most: int, state: str | None) -> list[tuple[UUID, date]]:
    key = f"aging:{at_most}:{state or state_of(grant, today)}"
    try:
        kept: list[tuple[UUID, date]] | None = cache.get(key)
        if kept is None:
            cache.set(key, kept := _find(grant, today, at_most), KEPT_SECONDS)
    except RedisError:
        return _find(grant, today, at_most)
    return kept


def aging(grant: Admission, today: date, *, at_most: int, state: str | None = None) -> Sequence[Aging]:
    """Children in the grant's units whose last day by age is near or past, earliest first.

    `state` is `state_of`, where it was just read.
    """
    found = _kept(grant, today, at_most, state)
    if not found:
        return []
    reported = PersonDetail.objects.filter(
        purchaser_id=grant.purchaser_id, person_id__in=[person_id for person_id, _ in found], superseded_at=None
    )
    names = {detail.person_id: detail.full_name for detail in reported}
    return [Aging(person_id, names[person_id], last) for person_id, last in found]
