"""The rules of an enrollment unit through time, and when a child reaches its age limit.

Terms are those of the day of an event, never of the day somebody asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from enrollment.rules.codes import (
    AgeOutRule,
    CobraAdministrator,
    CobraCount,
    EndRule,
    NewbornRule,
    Proration,
    RetroKind,
    WaitingRule,
)
from enrollment.rules.dates import add_years, month_end


@dataclass(frozen=True)
class UnitTerms:
    """The rules of an enrollment unit in effect on one day."""

    waiting_rule: WaitingRule
    waiting_days: int
    end_rule: EndRule
    retro_kind: RetroKind
    retro_days: int
    dependent_age_limit: int
    age_out_rule: AgeOutRule
    cobra_administrator: CobraAdministrator
    cobra_name: str = ""
    cobra_phone: str = ""
    cobra_counted_from: CobraCount = CobraCount.EVENT
    cobra_notice_days: int = 44
    proration: Proration = Proration.FULL_MONTH
    newborn_rule: NewbornRule = NewbornRule.FREE_BIRTH_MONTH
    cut_day: int = 15


@dataclass(frozen=True)
class AgeLimit:
    """When a child is too old: the age, the day it is reached, the last day of coverage and the rule for that day."""

    age: int
    reached_on: date
    last_day: date
    rule: AgeOutRule


@dataclass(frozen=True)
class TermsHistory:
    """A unit's terms by effective date, earliest first. The first also hold before their date.

    Of two with one date, the later in the list counts.
    """

    periods: Sequence[tuple[date, UnitTerms]]

    def on(self, day: date) -> UnitTerms:
        """The terms in effect on a day."""
        return self._from(day)[0][1]

    def age_limit(self, birth_date: date, *, since: date) -> AgeLimit:
        """When a child covered from `since` reaches the age limit. 45 CFR 147.120 sets the minimum, the 26th birthday.

        A lower limit that takes effect later is reached on the day it does.
        """
        periods = self._from(since)
        reached = [
            (birthday if place == 0 else max(birthday, begins), terms)
            for place, (begins, terms) in enumerate(periods)
            for birthday in [add_years(birth_date, terms.dependent_age_limit)]
        ]
        ends = [begins for begins, _terms in periods[1:]]
        in_time = (each for each, end in zip(reached, ends, strict=False) if each[0] < end)
        on, terms = next(in_time, reached[-1])
        last = month_end(on) if terms.age_out_rule == AgeOutRule.END_OF_MONTH else on - timedelta(days=1)
        return AgeLimit(terms.dependent_age_limit, on, last, terms.age_out_rule)

    def _from(self, day: date) -> Sequence[tuple[date, UnitTerms]]:
        """The period that holds on a day, and those after it."""
        periods = tuple(dict(self.periods).items())
        before = sum(effective_on <= day for effective_on, _terms in periods)
        return periods[max(before - 1, 0) :]
