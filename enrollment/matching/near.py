"""What counts as nearly the same number or date: one slip of a finger."""

from datetime import date


def is_one_slip(one: str, other: str) -> bool:
    """Whether two texts of one length differ by one character, or by two neighbours in each other's place."""
    if len(one) != len(other):
        return False
    apart = [place for place in range(len(one)) if one[place] != other[place]]
    if len(apart) == 1:
        return True
    neighbours = len(apart) == 2 and apart[1] == apart[0] + 1
    return neighbours and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def swapped(day: date) -> date | None:
    """Day and month in each other's place, where that is another day."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)
