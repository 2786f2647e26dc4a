"""What counts as nearly the same number or date: one typo."""

from datetime import date

from rapidfuzz.distance import OSA


def is_one_slip(one: str, other: str) -> bool:
    """Whether two texts of equal length differ by one character or by two swapped neighbors."""
    return len(one) == len(other) and OSA.distance(one, other, score_cutoff=1) == 1


def swapped(day: date) -> date | None:
    """The date with day and month swapped, if that is another valid date."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)
