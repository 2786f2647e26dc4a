"""A unit's rules on a day."""

from datetime import date

from enrollment.models import UnitRules


class NoRules(Exception):
    """A unit without rules on a day: a fault of its set-up, not of the employer."""


def rules_on(unit_id: int, day: date) -> UnitRules:
    """The unit's rules that count on `day`; the earliest rules for a day before any."""
    rules = UnitRules.objects.filter(unit_id=unit_id)
    found = (
        rules.filter(effective_on__lte=day).order_by("-effective_on", "-pk").first()
        or rules.order_by("effective_on", "pk").first()
    )
    if found is None:
        raise NoRules(f"unit {unit_id} has no rules")
    return found
