"""What counts as nearly the same number or date: one slip of a finger."""

from datetime import date

from rapidfuzz.distance import OSA


def is_one_slip(one: str, other: str) -> bool:
    """Whether two texts of one length differ by one character, or by two neighbours in each other's place."""
    return len(one) == len(other) and OSA.distance(one, other, score_cutoff=1) == 1


def swapped(day: date) -> date | None:
    """Day and month in each other's place, where that is another day."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)
