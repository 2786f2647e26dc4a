"""A unit's rules on a day, the first day of coverage they give, and the order in which its changes became known."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from enrollment.commands import AddDependents, AddEmployee, Command
from enrollment.models import UnitRules
from enrollment.rules.coverage import start_date
from enrollment.rules.events import DependentEvent, start_after_event

TAKE_NEXT = """
WITH locked AS (
    SELECT id FROM accounts_enrollmentunit WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE
)
UPDATE accounts_enrollmentunit unit SET known_seq = unit.known_seq + 1 FROM locked WHERE unit.id = locked.id
RETURNING unit.id, unit.known_seq
"""


class NoRules(Exception):
    """A unit without rules on a day: a fault of its set-up, not of the employer."""


def next_known_seq(unit_ids: Iterable[int]) -> dict[int, int]:
    """Lock the units in id order and take the next number of each.

    The lock is held to the end of the transaction, so numbers commit in the order they were taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NEXT, [list(unit_ids)])
        return dict(cursor.fetchall())


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


def first_day(command: Command) -> date | None:
    """The first day of coverage that a request to add people gives by the unit's rules; None for other requests."""
    match command:
        case AddEmployee():
            return start_date(command.hired_on, rules_on(command.unit_id, command.hired_on).terms).on
        case AddDependents():
            return start_after_event(DependentEvent(command.event), command.event_on).on
    return None
