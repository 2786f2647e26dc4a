"""A unit's rules through time."""

from enrollment.models import UnitRules
from enrollment.rules.terms import TermsHistory


class NoRules(Exception):
    """The unit has no rules: a fault of its setup, not of the employer."""


def terms_of(unit_id: int) -> TermsHistory:
    """The unit's terms by effective date; of two with one date, the newer."""
    rules = UnitRules.objects.filter(unit_id=unit_id).order_by("effective_on", "pk")
    if not rules:
        raise NoRules(f"unit {unit_id} has no rules")
    return TermsHistory([(each.effective_on, each.terms) for each in rules])
