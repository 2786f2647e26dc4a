"""What counts as nearly the same number or date: one slip of a finger."""

from datetime import date

DIGITS = "0123456789"


def _one_digit_off(text: str) -> set[str]:
    return {text[:place] + digit + text[place + 1 :] for place in range(len(text)) for digit in DIGITS} - {text}


def _neighbours_swapped(text: str) -> set[str]:
    swapped = {text[:place] + text[place + 1] + text[place] + text[place + 2 :] for place in range(len(text) - 1)}
    return swapped - {text}


def near_numbers(digits: str) -> set[str]:
    """The numbers that differ from `digits` by one digit, or by two neighbours in each other's place."""
    return _one_digit_off(digits) | _neighbours_swapped(digits)


def is_near_number(one: str, other: str) -> bool:
    """Whether `other` is one of near_numbers(`one`), without making them."""
    if len(one) != len(other):
        return False
    apart = [place for place in range(len(one)) if one[place] != other[place]]
    if len(apart) == 1:
        return other.isdigit()
    swapped_pair = len(apart) == 2 and apart[1] == apart[0] + 1
    return swapped_pair and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def is_near_birth_date(one: date, other: date) -> bool:
    """Whether `other` is one of near_birth_dates(`one`), without making them."""
    digits = zip(one.isoformat(), other.isoformat(), strict=True)
    return sum(a != b for a, b in digits) == 1 or swapped(one) == other


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def swapped(day: date) -> date | None:
    """Day and month in each other's place, where that is another day."""
    other = _day(f"{day.year:04}{day.day:02}{day.month:02}")
    return None if other == day else other


def near_birth_dates(day: date) -> set[date]:
    """The days one digit off `day`, and the one with day and month swapped."""
    days = {found for text in _one_digit_off(f"{day.year:04}{day.month:02}{day.day:02}") if (found := _day(text))}
    other = swapped(day)
    return days | ({other} if other else set())
