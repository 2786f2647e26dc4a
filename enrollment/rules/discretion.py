"""What a message to an employer may not hold: a name, a date or digits of somebody on file whom they did not send."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from enrollment.rules.dates import MONTHS
from enrollment.rules.names import name_key, plain

NAME, DATE, DIGITS = "name", "date", "digits"
FEWEST_DIGITS, FEWEST_LETTERS = 4, 2
DIGIT_RUN = re.compile(r"\d(?:[\s\-./,]{0,2}\d)*")
TWO_NUMBERS = re.compile(r"(?=(?<!\d)(\d{1,2})\s*[-./ ]\s*(\d{1,2})(?!\d))")
MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\b")
# Words between the parts of a name: alone they tell nobody.
PARTICLES = frozenset("de del della der den di da dos das du la las los le van von der y el al jr sr ii iii iv".split())


@dataclass(frozen=True)
class Known:
    """Names, dates and digits that a text is searched for, or that the employer knows."""

    names: frozenset[str] = frozenset()
    dates: frozenset[date] = frozenset()
    digits: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(self.names | other.names, self.dates | other.dates, self.digits | other.digits)


def _parts(text: str) -> set[str]:
    return {key for part in re.split(r"[\s\-‐-―/]+", text) if (key := name_key(part))}


def known_from(*, names: Iterable[str], dates: Iterable[date | None], digits: Iterable[str]) -> Known:
    """`names` and `digits` as they are stored; every part of a name counts."""
    words = {word for name in names for word in _parts(name) | {name_key(name)}}
    telling = {word for word in words if len(word) >= FEWEST_LETTERS} - PARTICLES
    days = {day for day in dates if day}
    runs = {re.sub(r"\D", "", text) for text in digits}
    runs |= {f"{day:{form}}" for day in days for form in ("%m%d%Y", "%Y%m%d", "%d%m%Y", "%m%d%y")}
    return Known(frozenset(telling), frozenset(days), frozenset(runs - {""}))


def _windows(runs: Iterable[str]) -> set[str]:
    return {run[at : at + FEWEST_DIGITS] for run in runs for at in range(len(run) - FEWEST_DIGITS + 1)}


def _words(text: str) -> set[str]:
    words = [key for part in re.split(r"[^\w'’]+|_", plain(text)) if (key := name_key(part))]
    possessive = [word[:-1] for word in words if word.endswith("s")]
    return {*words, *possessive, *("".join(pair) for pair in pairwise(words))}


def _days(text: str) -> set[tuple[int, int]]:
    """Every (month, day) that may be meant."""
    low = plain(text)
    found = {(int(one), int(other)) for one, other in TWO_NUMBERS.findall(low)}
    found |= {(other, one) for one, other in found}
    found |= {(MONTHS.get(word[:3], 0), int(day)) for word, day in MONTH_FIRST.findall(low)}
    return found | {(MONTHS.get(word[:3], 0), int(day)) for day, word in DAY_FIRST.findall(low)}


def betrayed(text: str, *, of: Known, employer: Known) -> str:
    """What a text holds of `of` that the employer does not know: "name", "date", "digits", or ""."""
    if _words(text) & (of.names - employer.names):
        return NAME
    hidden = {(day.month, day.day) for day in of.dates} - {(day.month, day.day) for day in employer.dates}
    if _days(text) & hidden:
        return DATE
    runs = [re.sub(r"\D", "", run) for run in DIGIT_RUN.findall(text)]
    return DIGITS if _windows(runs) & (_windows(of.digits) - _windows(employer.digits)) else ""
