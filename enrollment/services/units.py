"""The order in which changes of a unit became known."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from accounts.models import EnrollmentUnit
from enrollment.models import UnitRules


class NoRules(Exception):
    """A unit without rules on a day: a fault of its set-up, not of the employer."""


def next_known_seq(unit_ids: Iterable[int]) -> dict[int, int]:
    """Lock the units in id order and take the next number of each.

    The lock is held to the end of the transaction, so numbers commit in the order they were taken.
    """
    units = list(EnrollmentUnit.objects.select_for_update(no_key=True).filter(pk__in=unit_ids).order_by("pk"))
    EnrollmentUnit.objects.filter(pk__in=[unit.pk for unit in units]).update(known_seq=F("known_seq") + 1)
    return {unit.pk: unit.known_seq + 1 for unit in units}


def rules_on(unit_id: int, day: date) -> UnitRules:
    """The unit's rules that count on `day`; the earliest rules for a day before any."""
    rules = UnitRules.objects.filter(unit_id=unit_id)
    found = (
        rules.filter(effective_on__lte=day).order_by("-effective_on").first() or rules.order_by("effective_on").first()
    )
    if found is None:
        raise NoRules(f"unit {unit_id} has no rules")
    return found
