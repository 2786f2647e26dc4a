"""Qualifying events for adding dependents, and the effective date of each.

Windows and dates are defaults that a contract may vary. 29 CFR 2590.701-6 sets the federal minimum: 30 days, with
birth, adoption and placement covered from the event itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from enrollment.rules.dates import first_of_next_month

WINDOW_DAYS = 30


class DependentEvent(StrEnum):
    label: str
    from_the_day: bool

    def __new__(cls, value: str, label: str = "", from_the_day: bool = False) -> "DependentEvent":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.from_the_day = from_the_day
        return member

    BIRTH = "birth", "Birth", True
    ADOPTION = "adoption", "Adoption or placement for adoption", True
    MARRIAGE = "marriage", "Marriage or domestic partnership", False
    LOST_COVERAGE = "lost_coverage", "Loss of other coverage", False
    COURT_ORDER = "court_order", "Court or medical support order", True

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


@dataclass(frozen=True)
class EventStart:
    """The effective date of an event, the rule for it, and the last day to submit."""

    on: date
    why: str
    ask_by: date


def start_after_event(event: DependentEvent, event_on: date) -> EventStart:
    """The effective date for an event on `event_on`."""
    ask_by = event_on + timedelta(days=WINDOW_DAYS)
    if event.from_the_day:
        return EventStart(event_on, "Coverage starts on the date of the event.", ask_by)
    return EventStart(
        first_of_next_month(event_on), "Coverage starts on the first of the month after the event.", ask_by
    )
