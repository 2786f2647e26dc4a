"""A unit's rules on a day, and the effective date they give."""

from datetime import date

from enrollment.commands import AddDependents, AddEmployee, Command
from enrollment.models import UnitRules
from enrollment.rules.coverage import start_date
from enrollment.rules.events import DependentEvent, start_after_event


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


def first_day(command: Command) -> date | None:
    """The effective date of a request to add people by the unit's rules; None for other requests."""
    match command:
        case AddEmployee():
            return start_date(command.hired_on, rules_on(command.unit_id, command.hired_on).terms).on
        case AddDependents():
            return start_after_event(DependentEvent(command.event), command.event_on).on
    return None
