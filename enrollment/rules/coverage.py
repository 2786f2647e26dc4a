"""First and last days of coverage, and the coverage tier. Each day comes with its rule in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from enrollment.rules.codes import AgeOutRule, EndReason, EndRule, Relationship, RetroKind, Tier, WaitingRule
from enrollment.rules.dates import first_of_next_month, month_end
from enrollment.rules.terms import AgeLimit, UnitTerms

# 26 CFR 54.9815-2708: no waiting period longer than 90 calendar days, weekends counted.
LONGEST_WAIT_DAYS = 90
LONGEST_WAIT_BEFORE_A_FIRST = 60


@dataclass(frozen=True)
class Dated:
    """A day, the rule that gives it (an English template), and the values of the template."""

    on: date
    rule: str
    days: int = 0


WAITING_WORDS = {
    WaitingRule.DATE_OF_HIRE: "Coverage starts on the date of hire.",
    WaitingRule.AFTER_DAYS: "Coverage starts %(days)d days after the date of hire.",
    WaitingRule.FIRST_OF_MONTH_FOLLOWING_HIRE: "Coverage starts on the first of the month following the date of hire.",
    WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS: (
        "Coverage starts on the first of the month following %(days)d days after the date of hire."
    ),
}
END_WORDS = {
    EndRule.LAST_DAY_OF_MONTH: "Coverage runs through the last day of the month.",
    EndRule.LAST_DAY_WORKED: "Coverage ends on the last day worked.",
}
DEATH_WORDS = "Coverage ends on the day of death."
AGE_WORDS = {
    AgeOutRule.END_OF_MONTH: "Coverage runs through the last day of the month in which the child turns %(days)d.",
    AgeOutRule.BIRTHDAY: "Coverage ends on the day before the child turns %(days)d.",
}
MONTH_LIMIT_WORDS = "Your contract doesn't allow coverage to end before the month of your request."
DAYS_LIMIT_WORDS = "Your contract allows coverage to end up to %(days)d days before your request."
ERROR_WORDS = "Coverage entered in error never takes effect."


def waiting_rule_is_lawful(rule: WaitingRule, days: int) -> bool:
    """Whether the rule keeps every waiting period within 90 days."""
    if rule == WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS:
        return days <= LONGEST_WAIT_BEFORE_A_FIRST
    return days <= LONGEST_WAIT_DAYS


def start_date(hired_on: date, terms: UnitTerms) -> Dated:
    """The first day of coverage of an employee hired on `hired_on`."""
    rule, days = terms.waiting_rule, terms.waiting_days
    after = hired_on + timedelta(days=days)
    starts = {
        WaitingRule.DATE_OF_HIRE: hired_on,
        WaitingRule.AFTER_DAYS: after,
        WaitingRule.FIRST_OF_MONTH_FOLLOWING_HIRE: first_of_next_month(hired_on),
        # A first of the month is its own "first following".
        WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS: after if after.day == 1 else first_of_next_month(after),
    }
    return Dated(starts[rule], WAITING_WORDS[rule], days)


def counted_from(reason: EndReason, event_on: date, last_day_worked: date | None) -> date:
    """The day the end rule counts from: the last day worked if the reason ends the job, else the event date."""
    if last_day_worked is None or reason == EndReason.DEATH or not reason.leaves_work:
        return event_on
    return last_day_worked


def last_day_of_coverage(event_on: date, reason: EndReason, terms: UnitTerms) -> Dated:
    """The last day of coverage by the unit's end rule."""
    if reason == EndReason.DEATH:
        return Dated(event_on, DEATH_WORDS)
    day = month_end(event_on) if terms.end_rule == EndRule.LAST_DAY_OF_MONTH else event_on
    return Dated(day, END_WORDS[terms.end_rule])


def last_day_by_age(limit: AgeLimit) -> Dated:
    """The last day of coverage of a child who reaches the age limit."""
    return Dated(limit.last_day, AGE_WORDS[limit.rule], limit.age)


def last_day_before(starts_on: date) -> Dated:
    """The day before coverage that was entered in error: none of it takes effect."""
    return Dated(starts_on - timedelta(days=1), ERROR_WORDS)


def earliest_end(received_on: date, terms: UnitTerms, *, small: bool) -> Dated:
    """The earliest last day an employer may choose on `received_on` without a representative.

    Small purchasers may go back to the month of receipt. Others may go back `retro_days`, then to the end of that month
    where the unit covers whole months.
    """
    if _goes_by_month(terms, small=small):
        last = month_end(received_on) if terms.end_rule == EndRule.LAST_DAY_OF_MONTH else received_on.replace(day=1)
        return Dated(last, MONTH_LIMIT_WORDS)
    floor = received_on - timedelta(days=terms.retro_days)
    last = month_end(floor) if terms.end_rule == EndRule.LAST_DAY_OF_MONTH else floor
    return Dated(last, DAYS_LIMIT_WORDS, terms.retro_days)


def earliest_cancellation(received_on: date, terms: UnitTerms, *, small: bool) -> Dated:
    """The same for coverage that never takes effect: the whole month of receipt may be canceled."""
    if _goes_by_month(terms, small=small):
        return Dated(received_on.replace(day=1) - timedelta(days=1), MONTH_LIMIT_WORDS)
    return earliest_end(received_on, terms, small=small)


def _goes_by_month(terms: UnitTerms, *, small: bool) -> bool:
    return terms.retro_kind == RetroKind.MONTH_OF_RECEIPT or (terms.retro_kind == RetroKind.BY_SIZE and small)


def tier(relationships: Iterable[str]) -> Tier:
    """The coverage tier of an employee with these dependents."""
    kinds = [Relationship(code) for code in relationships]
    spouse = any(kind.is_spouse for kind in kinds)
    children = any(kind.ages_out for kind in kinds)
    if spouse and children:
        return Tier.FAMILY
    if spouse:
        return Tier.EMPLOYEE_SPOUSE
    return Tier.EMPLOYEE_CHILDREN if children else Tier.EMPLOYEE
