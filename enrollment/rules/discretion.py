"""Facts from the records that a message to an employer must not reveal.

Names, dates, digits, contact details and other employers' coverage, unless the employer sent them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from accounts.platform.typed import figures
from enrollment.matching.normalise import STREET_WORDS, UNIT_WORDS
from enrollment.rules.dates import MONTHS
from enrollment.rules.names import name_key, plain
from enrollment.rules.places import AMBIGUOUS, ORDINARY, PUBLIC_MAIL, STATES

NAME, DATE, DIGITS, CONTACT, EMPLOYER = "name", "date", "digits", "contact", "employer"
FEWEST_DIGITS, FEWEST_LETTERS = 4, 2
DIGIT_RUN = re.compile(r"\d(?:[\s\-./,]{0,2}\d)*")
TWO_NUMBERS = re.compile(r"(?=(?<!\d)(\d{1,2})\s*[-./ ]\s*(\d{1,2})(?!\d))")
MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\b")
# Name particles identify no one.
PARTICLES = frozenset("de del della der den di da dos das du la las los le van von der y el al jr sr ii iii iv".split())
SILENT = ORDINARY | PARTICLES | UNIT_WORDS | {"san", "santa", "saint", *STREET_WORDS, *STREET_WORDS.values()}
CODE = re.compile(r"\b[A-Z]{2}\b")
# Phrases that reveal another employer's coverage without naming it.
ELSEWHERE = re.compile(
    r"\b(?:an)?other (?:carrier|company|companies|coverage|employer|group|insurance|job|plan|policy)s?\b"
    r"|\b(?:covered|employed|enrolled|insured|reported|working|works) (?:already|elsewhere|by|through|under)\b"
    r"|\balready (?:a member|covered|employed|enrolled|insured|on file)\b"
    r"|\b(?:current|former|previous|prior|second) (?:coverage|employer|insurance|job|plan)\b"
)


@dataclass(frozen=True)
class Known:
    """The facts to search a text for, or those the employer knows. Contacts and employers are word sequences."""

    names: frozenset[str] = frozenset()
    dates: frozenset[date] = frozenset()
    digits: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()


def _parts(text: str) -> set[str]:
    return {key for part in re.split(r"[\s\-‐-―/]+", text) if (key := name_key(part))}


def _keys(text: str) -> list[str]:
    return [key for part in re.split(r"[^\w'’]+|_", plain(text)) if (key := name_key(part))]


def _row(text: str) -> str:
    keys = _keys(re.sub(r"['’]s\b", "", text))
    return " ".join(STREET_WORDS.get(key, key) for key in keys)


def _telling(text: str) -> set[str]:
    words = {word for word in _row(text).split() if len(word) >= FEWEST_LETTERS and not word.isdigit()}
    return words - SILENT


def _street(text: str) -> set[str]:
    """Match a street by its own words or by any two in a row: Main alone is a word, Main St is a street."""
    return _telling(text) | {" ".join(pair) for pair in pairwise(_row(text).split())}


def _whole(text: str) -> set[str]:
    return _telling(text) | ({_row(text)} - SILENT)


def _state(code: str) -> set[str]:
    return {_row(STATES.get(code, "")), "" if code in AMBIGUOUS else code}


def _email(address: str) -> set[str]:
    local, _at, host = address.lower().partition("@")
    telling = {"" if local in ORDINARY else _row(local), "" if host in PUBLIC_MAIL else _row(host)}
    return telling | {_row(address)}


def known_from(
    *,
    names: Iterable[str],
    dates: Iterable[date | None],
    digits: Iterable[str],
    streets: Iterable[str] = (),
    cities: Iterable[str] = (),
    states: Iterable[str] = (),
    emails: Iterable[str] = (),
    employers: Iterable[str] = (),
) -> Known:
    """The facts of stored details, with every part of a name."""
    words = {word for name in names for word in _parts(name) | {name_key(name)}}
    telling = {word for word in words if len(word) >= FEWEST_LETTERS} - PARTICLES
    days = {day for day in dates if day}
    runs = {re.sub(r"\D", "", text) for text in digits}
    runs |= {f"{day:{form}}" for day in days for form in ("%m%d%Y", "%Y%m%d", "%d%m%Y", "%m%d%y")}
    contacts = {phrase for street in streets for phrase in _street(street)}
    contacts |= {phrase for city in cities for phrase in _whole(city)}
    contacts |= {phrase for code in states for phrase in _state(code)}
    contacts |= {phrase for address in emails for phrase in _email(address)}
    companies = {phrase for name in employers for phrase in _whole(name)}
    return Known(
        frozenset(telling),
        frozenset(days),
        frozenset(runs - {""}),
        frozenset(contacts - {""}),
        frozenset(companies - {""}),
    )


def _windows(runs: Iterable[str]) -> set[str]:
    return {run[at : at + FEWEST_DIGITS] for run in runs for at in range(len(run) - FEWEST_DIGITS + 1)}


def _words(text: str) -> set[str]:
    words = _keys(text)
    possessive = [word[:-1] for word in words if word.endswith("s")]
    return {*words, *possessive, *("".join(pair) for pair in pairwise(words))}


def _days(text: str) -> set[tuple[int, int]]:
    """Every (month, day) the text may mean."""
    low = plain(text)
    found = {(int(one), int(other)) for one, other in TWO_NUMBERS.findall(low)}
    found |= {(other, one) for one, other in found}
    found |= {(MONTHS.get(word[:3], 0), int(day)) for word, day in MONTH_FIRST.findall(low)}
    return found | {(MONTHS.get(word[:3], 0), int(day)) for day, word in DAY_FIRST.findall(low)}


def _says(text: str, phrases: Iterable[str]) -> bool:
    said = f" {_row(text)} {' '.join(CODE.findall(text))} "
    return any(f" {phrase} " in said for phrase in phrases)


def _tells_of_employers(text: str, hidden: frozenset[str]) -> bool:
    return bool(hidden) and (_says(text, hidden) or ELSEWHERE.search(" ".join(_keys(text))) is not None)


def betrayed(text: str, *, of: Known, employer: Known) -> str:
    """The kind of fact in the text that the employer does not know, or ""."""
    text = figures(text)
    if _words(text) & (of.names - employer.names):
        return NAME
    hidden = {(day.month, day.day) for day in of.dates} - {(day.month, day.day) for day in employer.dates}
    if _days(text) & hidden:
        return DATE
    runs = [re.sub(r"\D", "", run) for run in DIGIT_RUN.findall(text)]
    if _windows(runs) & (_windows(of.digits) - _windows(employer.digits)):
        return DIGITS
    spoken = employer.names | employer.contacts | employer.employers
    if _says(text, of.contacts - spoken):
        return CONTACT
    return EMPLOYER if _tells_of_employers(text, of.employers - spoken) else ""
