"""The state of a bill, as employers read it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PAID, DUE, LATE, CREDIT = "paid", "due", "late", "credit"


@dataclass(frozen=True, slots=True)
class State:
    """A word for the state; `due_on` where something is left to pay, `days` how many it is late."""

    word: str
    due_on: date | None = None
    days: int = 0


def state_of(left: Decimal, due_on: date, today: date) -> State:
    """The state of a bill of which `left` is not paid. It is late from the day after it was due."""
    if left <= 0:
        return State(PAID)
    return State(LATE, due_on, (today - due_on).days) if today > due_on else State(DUE, due_on)


def worst(states: list[State]) -> State:
    """The state of several open bills: the latest one, else the one that is due first."""
    if not states:
        return State(PAID)
    late = max(states, key=lambda each: each.days)
    return late if late.days else min(states, key=lambda each: each.due_on or date.max)
