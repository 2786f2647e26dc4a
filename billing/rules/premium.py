"""How a premium comes about, for explaining a line. The amounts themselves are computed in billing/sql/."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from enrollment.rules.codes import Proration, Relationship

SPOUSES = (Relationship.SPOUSE, Relationship.DOMESTIC_PARTNER)
# 45 CFR 147.102(c)(1): of the children under 21 the three oldest are charged.
GROWN, CHILDREN_WHO_PAY = 21, 3


@dataclass(frozen=True, slots=True)
class Member:
    """A person who is charged. `age` is the rated one; `id` decides between children of one birth date."""

    id: str
    relationship: str
    born: date
    age: int = 0

    @property
    def is_child(self) -> bool:
        return self.relationship != Relationship.SELF and self.relationship not in SPOUSES


def month_days(month: date) -> list[date]:
    """Every day of the month that starts on `month`."""
    return [month + timedelta(days=n) for n in range(monthrange(month.year, month.month)[1])]


def is_free(*, born: date, starts_on: date, month: date, newborns_free: bool) -> bool:
    """Whether somebody who is covered from `starts_on` is free in a month, as a newborn."""
    return newborns_free and starts_on == born and born.replace(day=1) == month


def charged_days(proration: str, days: Sequence[date], month: date) -> list[date]:
    """The days of a month that a person is charged for.

    `days` are those covered in one plan and unit, whatever enrollment they belong to.
    """
    whole = month_days(month)
    if proration == Proration.DAILY:
        return [day for day in whole if day in days]
    counts = {whole[14], whole[15]} <= set(days) if proration == Proration.HALF_MONTH else bool(set(days) & set(whole))
    return whole if counts else []


def tier(relationships: Sequence[str], *, tiers: int = 4) -> str:
    """The tier of those who are charged. Of three tiers, the number of people decides."""
    if tiers == 3:
        return {1: "EE", 2: "TWO"}.get(len(relationships), "FAM")
    spouse = any(each in SPOUSES for each in relationships)
    child = any(each not in (*SPOUSES, Relationship.SELF) for each in relationships)
    if Relationship.SELF in relationships:
        return "FAM" if spouse and child else "ES" if spouse else "EC" if child else "EE"
    return "SC" if spouse and child else "SP" if spouse else "CH"


def plan_year_start(starts: date, month: date) -> date:
    """The first day of the plan year that holds the first of a month.

    Plan years repeat the month and day of `starts`.
    """
    this_year = starts.replace(year=month.year)
    return this_year if this_year <= month else starts.replace(year=month.year - 1)


def rated_age(born: date, *, plan_year: date, unbroken_since: date) -> int:
    """Age in whole years when the plan year starts, or when unbroken coverage does if later."""
    day = max(plan_year, unbroken_since)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def who_pays(members: Sequence[Member], *, child_cap: bool = True) -> list[Member]:
    """Those who are charged by age.

    Of the children under 21 only the three oldest, unless the plan has no cap (45 CFR 147.102(c)(1)).
    """
    young = sorted(
        (each for each in members if each.is_child and each.age < GROWN), key=lambda each: (each.born, each.id)
    )
    free = set(young[CHILDREN_WHO_PAY:]) if child_cap else set()
    return [each for each in members if each not in free]
