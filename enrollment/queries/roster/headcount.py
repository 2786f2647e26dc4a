"""How many people are covered, counted over all coverage and cached until it changes."""

from datetime import date

from django.core.cache import cache
from django.db.models import Count, Q
from redis.exceptions import RedisError

from access.admission import Admission
from accounts.models import EnrollmentUnit
from enrollment.models import Coverage
from enrollment.rules.codes import Relationship

KEPT_SECONDS = 10 * 60


def state_of(grant: Admission, today: date) -> str:
    """A cache key of the day and each unit's latest change.

    Reading it before counting means that a concurrent commit can only make the count newer than its key.
    """
    units = EnrollmentUnit.objects.filter(purchaser_id=grant.purchaser_id).order_by("pk")
    if grant.unit_ids is not None:
        units = units.filter(pk__in=grant.unit_ids)
    known = "-".join(f"{unit}.{seq}" for unit, seq in units.values_list("pk", "known_seq"))
    return f"{grant.purchaser.number}:{today}:{known}"


def _count(grant: Admission, today: date) -> dict[str, int]:
    covered = Coverage.objects.on(today).filter(purchaser_id=grant.purchaser_id)
    if grant.unit_ids is not None:
        covered = covered.filter(enrollment__unit_id__in=grant.unit_ids)
    subscribers = Q(relationship=Relationship.SELF)
    return covered.aggregate(
        subscribers=Count("person", filter=subscribers, distinct=True),
        dependents=Count("person", filter=~subscribers, distinct=True),
    )


def headcount(grant: Admission, today: date, *, state: str | None = None) -> dict[str, int]:
    """Subscribers and dependents covered today in the grant's units. `state` is `state_of`, where it was just read."""
    key = f"headcount:{state or state_of(grant, today)}"
    try:
        kept: dict[str, int] | None = cache.get(key)
        if kept is None:
            cache.set(key, kept := _count(grant, today), KEPT_SECONDS)
    except RedisError:
        return _count(grant, today)
    return kept
