"""Parsing of dates as Americans write them, and month arithmetic."""

import calendar
import re
from datetime import date, timedelta

from accounts.platform.typed import figures

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
SEPARATED = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4}|\d{2})")
WITHOUT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}|[a-z]{3,9}\.? \d{1,2}|\d{1,2} [a-z]{3,9}\.?")
COVERAGE_YEARS = 2
# Years that people may write. The database holds one more, for days that are counted from the last.
EARLIEST, LATEST = 1900, 2199
# Hires and ends are planned months ahead, not years; a later date is a typo in the year.
AHEAD_DAYS = 366


class BadDate(ValueError):
    """`code` says what is wrong: unreadable, no_year, no_such_day, out_of_range, or ambiguous_year."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def _month(word: str) -> int:
    number = MONTHS.get(word[:3])
    if number is None or (not calendar.month_name[number].lower().startswith(word[:4]) and word != "sept"):
        raise BadDate("unreadable")
    if len(word) > 4 and word != calendar.month_name[number].lower():
        raise BadDate("unreadable")
    return number


def _parts(text: str) -> tuple[str, int, int]:
    """(year as typed, month, day)."""
    if found := ISO.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if found := SEPARATED.fullmatch(text):
        return found[4], int(found[1]), int(found[3])
    if found := RUN_TOGETHER.fullmatch(text):
        return found[3], int(found[1]), int(found[2])
    if found := MONTH_FIRST.fullmatch(text):
        return found[3], _month(found[1]), int(found[2])
    if found := DAY_FIRST.fullmatch(text):
        return found[3], _month(found[2]), int(found[1])
    raise BadDate("no_year" if WITHOUT_YEAR.fullmatch(text) else "unreadable")


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _two_digit_year(year: int, month: int, day: int, *, kind: str, today: date) -> date:
    century = today.year // 100 * 100
    days = [found for base in (century - 100, century, century + 100) if (found := _day(base + year, month, day))]
    if kind == "birth":
        past = [found for found in days if found <= today]
        if not past:
            raise BadDate("no_such_day")
        return max(past)
    near = [found for found in days if abs(found.year - today.year) <= COVERAGE_YEARS]
    if len(near) != 1:
        raise BadDate("ambiguous_year" if days else "no_such_day")
    return near[0]


def parse_date(text: str, *, kind: str, today: date) -> date:
    """The date in `text`: 4/28/1986, 04-28-86, 4.28.1986, Apr 28 1986, 28 Apr 1986, 1986-04-28, 04281986.

    `kind` decides two-digit years: "birth" takes the latest past year, "coverage" the year within two years of `today`.
    Raises BadDate. Month and day are never swapped.
    """
    words = " ".join(figures(text).lower().split())
    if not words.isascii():
        raise BadDate("unreadable")
    year, month, day = _parts(words)
    if len(year) == 2:
        return _two_digit_year(int(year), month, day, kind=kind, today=today)
    found = _day(int(year), month, day)
    if found is None:
        raise BadDate("no_such_day" if EARLIEST <= int(year) <= LATEST else "out_of_range")
    return found


def is_in_range(day: date) -> bool:
    """Whether the day is in a year that people may write."""
    return EARLIEST <= day.year <= LATEST


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def first_of_next_month(day: date) -> date:
    """The first day of the month after `day`."""
    return month_end(day) + timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """The same day `years` later; February 29 becomes March 1, as birthdays do in law."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def age_on(birth_date: date, day: date) -> int:
    """Age in full years on `day`."""
    years = day.year - birth_date.year
    return years if add_years(birth_date, years) <= day else years - 1
