"""The states of a change and the facts of each. Nothing else assigns `state`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from enrollment.models import Change
from enrollment.services.units import next_known_seq

State = Change.State
# Facts of open changes only.
WAITING: Mapping[str, None] = dict.fromkeys(("due_at", "expected_at", "minutes_left", "question"))


def _move(change: Change, state: Change.State, **facts: Any) -> Change:
    """Set the new state and facts; facts of open changes are cleared unless given."""
    for column, value in {**WAITING, **facts, "state": state}.items():
        setattr(change, column, value)
    change.save()
    return change


def complete(change: Change, *, at: datetime, also: Iterable[int] = ()) -> Mapping[int, int]:
    """Complete now, under the next number of the change's unit. Returns the number taken in each unit.

    `also` are the other units that it changes. All are locked until commit, so the caller takes every other lock
    first; it writes the effect, under these numbers, and the outcome in the same transaction.
    """
    assert change.unit_id
    numbers = next_known_seq({change.unit_id, *also})
    _move(change, State.COMPLETED, completed_at=at, outcome=[], known_seq=numbers[change.unit_id])
    return numbers


def wait_for_review(change: Change, *, due_at: datetime) -> Change:
    """In review until the goal; again after the employer's answer."""
    return _move(change, State.IN_REVIEW, due_at=due_at)


def wait_for_answer(change: Change, *, question: str, minutes_left: int) -> Change:
    """Waiting for the employer: the goal is paused and keeps its remaining business minutes."""
    return _move(change, State.ACTION_NEEDED, question=question, minutes_left=minutes_left)


def refuse(change: Change, *, reason: str, at: datetime) -> Change:
    """Declined by a representative, with a reason for the employer."""
    return _move(change, State.REFUSED, refusal=reason, settled_at=at)


def withdraw(change: Change, *, at: datetime) -> Change:
    """Withdrawn by the employer before a decision."""
    return _move(change, State.WITHDRAWN, settled_at=at)


def reverse(change: Change, *, by: Change) -> Change:
    """Completed, then reversed by a later change."""
    change.state, change.reversed_by = State.REVERSED, by
    change.save(update_fields=["state", "reversed_by"])
    return change
