"""The states of a change: each move with the facts that belong to it. Nothing else assigns `state`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from enrollment.models import Change

State = Change.State
# What a change has only while it waits for a representative or for the employer.
WAITING: Mapping[str, None] = dict.fromkeys(("due_at", "expected_at", "minutes_left", "question"))


def _move(change: Change, state: Change.State, **facts: Any) -> Change:
    """Give a change its new state and facts; those of waiting go unless they are among them."""
    for column, value in {**WAITING, **facts, "state": state}.items():
        setattr(change, column, value)
    change.save()
    return change


def complete(change: Change, *, at: datetime, outcome: Sequence[Mapping[str, str]] = ()) -> Change:
    """Completed at this instant. The caller writes the effect in the same transaction."""
    return _move(change, State.COMPLETED, completed_at=at, outcome=list(outcome))


def wait_for_review(change: Change, *, due_at: datetime) -> Change:
    """With a representative, until the goal; also again, once the employer has answered."""
    return _move(change, State.IN_REVIEW, due_at=due_at)


def wait_for_answer(change: Change, *, question: str, minutes_left: int) -> Change:
    """With the employer: the goal's clock stops and keeps the business minutes that are left."""
    return _move(change, State.ACTION_NEEDED, question=question, minutes_left=minutes_left)


def refuse(change: Change, *, reason: str, at: datetime) -> Change:
    """Ended by a representative, with the reason that the employer reads."""
    return _move(change, State.REFUSED, refusal=reason, settled_at=at)


def withdraw(change: Change, *, at: datetime) -> Change:
    """Ended by the employer before anybody settled it."""
    return _move(change, State.WITHDRAWN, settled_at=at)


def reverse(change: Change, *, by: Change) -> Change:
    """Completed once, and taken back by a later change."""
    change.state, change.reversed_by = State.REVERSED, by
    change.save(update_fields=["state", "reversed_by"])
    return change
