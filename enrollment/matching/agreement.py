"""Compare an applicant with one record: one word per field, without the values."""

from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from enrollment.matching.frequencies import are_two_names, are_widespread, is_common_first_name
from enrollment.matching.near import is_one_slip
from enrollment.matching.nicknames import are_nicknames, are_one_name_in_letters
from enrollment.matching.normalise import NameKeys
from enrollment.matching.placeholders import (
    PLACEHOLDER_NAMES,
    is_filler_or_birthday,
    is_first_of_january,
    is_no_birth_date,
)
from enrollment.matching.values import Asked, Known

EQUAL, DIFFERS, MISSING = "equal", "differs", "missing"
NICKNAME, FORMER, PART = "nickname", "former", "part"
SIMILAR, INITIAL, ALIKE = "similar", "initial", "alike"
ONE_SLIP, TWO_SLIPS, DAY_AND_MONTH, SAME_YEAR = "one_slip", "two_slips", "day_and_month", "same_year"
SWAPPED, NEARLY_SWAPPED, CROSSED = "swapped", "nearly_swapped", "crossed"
# Name pairs that siblings have: they look like two forms of one name.
FORM_IN_USE, NEAR_NAME, ONE_PART = "form_in_use", "near_name", "one_part"
ONLY_ASKED = "only_asked"
GENERATION = "generation"
# Both have the same January 1 of a decade: a birthday, or what two systems fill in.
FILLER_DAY = "filler_day"
# The applicant has a January 1, the record another day.
UNSURE = "unsure"
UNKNOWN_DAY = (MISSING, FILLER_DAY, UNSURE)
STATED_SEX = ("F", "M")

LEAST_SIMILAR, LEAST_ALIKE, RHYME = 0.8, 0.87, 3
# A difference as large as a generation is no typo.
YEARS_TO_A_PARENT = 14
# 1997 for 2007, 1999 for 2000: one typo, though more digits change.
YEARS_MISTYPED = (1, 10)
# One word per field, in the order of WORDS.
Fields = dict[str, str]

_NAME = (EQUAL, SWAPPED, NEARLY_SWAPPED, CROSSED, SIMILAR, PART, ALIKE, DIFFERS, MISSING)
# Names that differ side by side are also compared crosswise.
_UNLIKE = (ALIKE, NEAR_NAME, DIFFERS)
_STATED = (EQUAL, DIFFERS, MISSING)
# Every possible word of each field.
WORDS: dict[str, tuple[str, ...]] = {
    "number": (EQUAL, ONE_SLIP, DIFFERS, MISSING),
    "birth_date": (
        EQUAL,
        ONE_SLIP,
        DAY_AND_MONTH,
        TWO_SLIPS,
        GENERATION,
        SAME_YEAR,
        FILLER_DAY,
        UNSURE,
        DIFFERS,
        MISSING,
    ),
    "first_name": (*_NAME, NICKNAME, FORM_IN_USE, INITIAL, NEAR_NAME, ONE_PART),
    "last_name": (*_NAME, FORMER),
    "middle_name": (EQUAL, NICKNAME, INITIAL, SIMILAR, DIFFERS, MISSING),
    "suffix": (*_STATED, ONLY_ASKED),
    "sex": _STATED,
    "member_number": (EQUAL, ONE_SLIP, DIFFERS, MISSING),
    "street": _STATED,
    "phone": _STATED,
    "email": _STATED,
}


def _one_edit(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 1 and OSA.distance(one, other, score_cutoff=1) <= 1


def _spelled_alike(one: str, other: str) -> str:
    if _one_edit(one, other) and JaroWinkler.similarity(one, other) > LEAST_SIMILAR:
        return SIMILAR
    return ALIKE if JaroWinkler.similarity(one, other, score_cutoff=LEAST_ALIKE) else DIFFERS


def _are_spelled_out(one: str, one_spelled: str, other: str, other_spelled: str) -> bool:
    """Whether one writes the other's letters with marks in two letters: Müller, Mueller."""
    return (one_spelled == other and one_spelled != "") or (other_spelled == one and other_spelled != "")


def _are_names_of_two(one: str, other: str) -> bool:
    """Whether siblings bear the two forms: both common, or widespread and rhyming (Kayla, Makayla), or nearly equal
    (Jon, John).
    """
    if is_common_first_name(one) and is_common_first_name(other):
        return True
    if one[-RHYME:] == other[-RHYME:] and one[:RHYME] != other[:RHYME] and are_widespread(one, other):
        return True
    return _one_edit(one, other) and are_two_names(one, other)


def _in_parts(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Compare double first names: Maria is part of Maria Elena; Maria Fernanda is a sister's name."""
    ours, theirs = {*one}, {*other}
    if len(ours) + len(theirs) < 3 or ours.isdisjoint(theirs):
        return ""
    return PART if ours <= theirs or theirs <= ours else ONE_PART


def _first(asked: NameKeys, known: NameKeys) -> str:
    one, other = asked.first, known.first
    if not one or not other or one in PLACEHOLDER_NAMES or other in PLACEHOLDER_NAMES:
        return MISSING
    if one == other or _are_spelled_out(one, asked.first_spelled, other, known.first_spelled):
        return EQUAL
    if are_one_name_in_letters(one, other):
        return EQUAL
    if are_nicknames(one, other):
        return FORM_IN_USE if _are_names_of_two(one, other) else NICKNAME
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] else DIFFERS
    if in_parts := _in_parts(asked.first_words, known.first_words):
        return in_parts
    alike = _spelled_alike(one, other)
    # Both are real names (Brent and Trent): two children are likelier than a typo.
    return NEAR_NAME if alike != DIFFERS and are_two_names(one, other) else alike


def _is_last(asked: NameKeys, known: NameKeys) -> bool:
    return asked.last == known.last or _are_spelled_out(asked.last, asked.last_spelled, known.last, known.last_spelled)


def _last(asked: NameKeys, known: Known) -> str:
    one, words = asked.last, {*asked.words}
    if not one or one in PLACEHOLDER_NAMES:
        return MISSING
    if _is_last(asked, known.name):
        return EQUAL
    if any(_is_last(asked, name) for name in known.other_names):
        return FORMER
    for name in known.names:
        if {*name.words} == words:
            return FORMER if name is not known.name else EQUAL
    if any(not words.isdisjoint(name.words) for name in known.names):
        return PART
    if known.name.last in PLACEHOLDER_NAMES:
        return MISSING
    best = DIFFERS
    for name in known.names:
        word = _spelled_alike(one, name.last)
        if word == SIMILAR:
            return SIMILAR
        best = ALIKE if word == ALIKE else best
    return best


_NEAREST_FIRST = (
    EQUAL, NICKNAME, FORM_IN_USE, SIMILAR, PART, INITIAL, ALIKE, NEAR_NAME, ONE_PART, DIFFERS, MISSING,
)  # fmt: skip


def _first_of_any(asked: NameKeys, known: Known) -> str:
    word = _first(asked, known.name)
    if word == EQUAL or not known.other_names:
        return word
    words = {word, *(_first(asked, name) for name in known.other_names)}
    return next(each for each in _NEAREST_FIRST if each in words)


def _middle(asked: NameKeys, known: NameKeys) -> str:
    one, other = asked.middle, known.middle
    if not one or not other or one in PLACEHOLDER_NAMES or other in PLACEHOLDER_NAMES:
        return MISSING
    if one == other:
        return EQUAL
    if are_nicknames(one, other):
        return NICKNAME
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] else DIFFERS
    return SIMILAR if _one_edit(one, other) else DIFFERS


def _are_swapped(asked: NameKeys, known: Known) -> bool:
    """Whether each name is in the other's place; one name in the other field is half a name, and no exchange."""
    one, other = asked, known.name
    crossed = one.first == other.last and one.last == other.first and one.first != one.last
    return crossed and bool(one.first and one.last)


def _crosswise(asked: NameKeys, known: Known) -> str:
    """The word for swapped names with a typo, or for one name in the other's field; "" for neither."""
    there = [
        EQUAL if one == other else _spelled_alike(one, other)
        for one, other in ((asked.first, known.name.last), (asked.last, known.name.first))
    ]
    if EQUAL not in there and SIMILAR not in there:
        return ""
    return CROSSED if DIFFERS in there else NEARLY_SWAPPED


def _first_and_last(asked: NameKeys, known: Known) -> tuple[str, str]:
    if _are_swapped(asked, known):
        return SWAPPED, SWAPPED
    first, last = _first_of_any(asked, known), _last(asked, known)
    crosswise = _crosswise(asked, known) if first in _UNLIKE and last in _UNLIKE else ""
    return (crosswise, crosswise) if crosswise else (first, last)


@lru_cache(maxsize=65536)
def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _birth_date(one: date | None, other: date | None) -> str:
    if one is None or other is None or is_no_birth_date(one) or is_no_birth_date(other):
        return MISSING
    if one == other:
        return FILLER_DAY if is_filler_or_birthday(one) else EQUAL
    word = _unequal(one, other)
    if word in (ONE_SLIP, DAY_AND_MONTH):
        return word
    if is_first_of_january(other):
        return MISSING
    return UNSURE if is_first_of_january(one) else word


def _unequal(one: date, other: date) -> str:
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return DAY_AND_MONTH
    text, stored = _digits(one), _digits(other)
    slips = OSA.distance(text, stored, score_cutoff=2)
    if text[4:] == stored[4:] and abs(one.year - other.year) in YEARS_MISTYPED:
        return ONE_SLIP
    if slips <= 2 and abs(one.year - other.year) >= YEARS_TO_A_PARENT:
        return GENERATION
    if slips <= 2:
        return ONE_SLIP if slips == 1 else TWO_SLIPS
    return SAME_YEAR if one.year == other.year else DIFFERS


def _holds(longer: str, shorter: str) -> bool:
    """Whether the digits of one are in the other, in order."""
    rest = iter(longer)
    return all(digit in rest for digit in shorter)


def _number(one: str, other: str, part: str) -> str:
    if part and other:
        return MISSING if _holds(other, part) or _holds(part, other) else DIFFERS
    if not one or not other:
        return MISSING
    if one == other:
        return EQUAL
    return ONE_SLIP if is_one_slip(one, other) else DIFFERS


def _stated(one: str, other: str) -> str:
    if not one or not other:
        return MISSING
    return EQUAL if one == other else DIFFERS


def _suffix(one: str, other: str) -> str:
    return ONLY_ASKED if one and not other else _stated(one, other)


def _member_number(one: str, other: str) -> str:
    if not one or not other:
        return MISSING
    if one == other:
        return EQUAL
    return ONE_SLIP if is_one_slip(one, other) else DIFFERS


def _shared(one: frozenset, other: frozenset) -> str:
    if not one or not other:
        return MISSING
    return DIFFERS if one.isdisjoint(other) else EQUAL


def agreement(asked: Asked, known: Known) -> Fields:
    """One word per field of an applicant compared with a record."""
    ours, theirs = asked.contacts, known.contacts
    one_sex, other_sex = (each.sex if each.sex in STATED_SEX else "" for each in (asked, known))
    first, last = _first_and_last(asked.name, known)
    return {
        "number": _number(asked.number, known.number, asked.number_part),
        "birth_date": _birth_date(asked.birth_date, known.birth_date),
        "first_name": first,
        "last_name": last,
        "middle_name": _middle(asked.name, known.name),
        "suffix": _suffix(asked.name.suffix, known.name.suffix),
        "sex": _stated(one_sex, other_sex),
        "member_number": _member_number(asked.member_number, known.member_number),
        "street": _shared(ours.streets, theirs.streets),
        "phone": _shared(ours.phones, theirs.phones),
        "email": _shared(ours.emails, theirs.emails),
    }
