"""Events that let dependents join a covered family: how long after one a request may come, and when coverage starts.

Windows and dates are defaults that a contract may vary. 29 CFR 2590.701-6 sets the federal minimum: 30 days, with birth,
adoption and placement covered from the event itself, and 60 days for Medicaid, CHIP and their premium assistance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from enrollment.rules.dates import first_of_next_month


class DependentEvent(StrEnum):
    label: str

    def __new__(cls, value: str, label: str = "") -> "DependentEvent":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    BIRTH = "birth", "Birth"
    ADOPTION = "adoption", "Adoption or placement for adoption"
    MARRIAGE = "marriage", "Marriage or domestic partnership"
    LOST_COVERAGE = "lost_coverage", "Loss of other coverage"
    LOST_MEDICAID = "lost_medicaid", "Loss of Medicaid or CHIP"
    PREMIUM_ASSISTANCE = "premium_assistance", "Medicaid or CHIP premium assistance"
    COURT_ORDER = "court_order", "Court or medical support order"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


ON_THE_DAY, NEXT_MONTH = "on_the_day", "next_month"
WORDS = {
    ON_THE_DAY: "Coverage starts on the date of the event.",
    NEXT_MONTH: "Coverage starts on the first of the month after the event.",
}
WAITING_WORDS = "Coverage starts with the employee's coverage, since the event was in the waiting period."


@dataclass(frozen=True)
class EventTerms:
    """What holds for events from `effective_on` on: days after the event to ask, days before it, and the first day."""

    effective_on: date
    window_days: int
    starts: str
    ahead_days: int = 0


ALWAYS = date.min
# Other coverage often ends on a day known long before; a birth or a wedding has to happen first.
EVENTS: Mapping[DependentEvent, Sequence[EventTerms]] = {
    DependentEvent.BIRTH: [EventTerms(ALWAYS, 30, ON_THE_DAY)],
    DependentEvent.ADOPTION: [EventTerms(ALWAYS, 30, ON_THE_DAY)],
    DependentEvent.MARRIAGE: [EventTerms(ALWAYS, 30, NEXT_MONTH)],
    DependentEvent.LOST_COVERAGE: [EventTerms(ALWAYS, 30, NEXT_MONTH, ahead_days=60)],
    # Public Law 111-3, section 311: 60 days from April 1, 2009.
    DependentEvent.LOST_MEDICAID: [
        EventTerms(ALWAYS, 30, NEXT_MONTH, ahead_days=60),
        EventTerms(date(2009, 4, 1), 60, NEXT_MONTH, ahead_days=60),
    ],
    DependentEvent.PREMIUM_ASSISTANCE: [
        EventTerms(ALWAYS, 30, NEXT_MONTH, ahead_days=60),
        EventTerms(date(2009, 4, 1), 60, NEXT_MONTH, ahead_days=60),
    ],
    DependentEvent.COURT_ORDER: [EventTerms(ALWAYS, 60, ON_THE_DAY)],
}


def terms_of_event(event: DependentEvent, event_on: date) -> EventTerms:
    """The terms that hold for an event on a day."""
    return [each for each in EVENTS[event] if each.effective_on <= event_on][-1]


@dataclass(frozen=True)
class EventStart:
    """The effective date of an event, the rule for it, and the first and last day to submit."""

    on: date
    why: str
    ask_from: date
    ask_by: date


def start_after_event(event: DependentEvent, event_on: date, *, waits_until: date | None = None) -> EventStart:
    """The effective date for an event on `event_on`.

    `waits_until` is the employee's first day of coverage if the event came between the hire and that day: dependents
    then start with the employee, and the days to ask count from there.
    """
    terms = terms_of_event(event, event_on)
    on = event_on if terms.starts == ON_THE_DAY else first_of_next_month(event_on)
    ask_from, window = event_on - timedelta(days=terms.ahead_days), timedelta(days=terms.window_days)
    if waits_until and on < waits_until:
        return EventStart(waits_until, WAITING_WORDS, ask_from, waits_until + window)
    return EventStart(on, WORDS[terms.starts], ask_from, max(event_on, waits_until or event_on) + window)
