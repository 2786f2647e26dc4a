"""A unit's rules on a day."""

from datetime import date

from enrollment.models import UnitRules


class NoRules(Exception):
    """The unit has no rules: a fault of its setup, not of the employer."""


def rules_on(unit_id: int, day: date) -> UnitRules:
    """The unit's rules in effect on `day`, or its earliest rules before that."""
    rules = UnitRules.objects.filter(unit_id=unit_id)
    found = (
        rules.filter(effective_on__lte=day).order_by("-effective_on", "-pk").first()
        or rules.order_by("effective_on", "pk").first()
    )
    if found is None:
        raise NoRules(f"unit {unit_id} has no rules")
    return found
