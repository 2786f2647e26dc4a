"""The rules that make somebody certain: each asks for several fields at once, and none is enough alone.

No threshold on a score can say "certain": a twin who is not on file outscores a member who moved. What holds is a
conjunction of fields, with every guard of `guards.py`. The names R1... are kept in decisions (RULES_VERSION).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from enrollment.matching.agreement import (
    ALIKE,
    DAY_AND_MONTH,
    DIFFERS,
    EQUAL,
    FORMER,
    INITIAL,
    MISSING,
    NICKNAME,
    ONE_SLIP,
    PART,
    SIMILAR,
    SWAPPED,
    TWO_SLIPS,
    Fields,
)
from enrollment.matching.frequencies import rarity
from enrollment.matching.values import Asked

ADULT_YEARS = 18
# Two strangers share a whole name and a birth date with this probability at most, among 50,000 persons on file.
CHANCE_OF_NAMESAKE, REFERENCE_PERSONS, CHANCE_OF_BIRTH_DATE = 2e-12, 50_000, 4e-5


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a rule may know beside the fields."""

    today: date
    persons: int


GIVEN = frozenset([EQUAL, NICKNAME])
COMPATIBLE_FIRST = frozenset([EQUAL, NICKNAME, SIMILAR])
OWN_LAST = frozenset([EQUAL, FORMER, PART])
COMPATIBLE_LAST = frozenset([EQUAL, FORMER, PART, SIMILAR])
ONE_DATE_ERROR = frozenset([ONE_SLIP, DAY_AND_MONTH])
OTHER_MIDDLE = frozenset([DIFFERS, SIMILAR])
TWO_DATE_ERRORS = ONE_DATE_ERROR | {EQUAL, TWO_SLIPS}


def _contacts(fields: Fields) -> int:
    return sum(fields[name] == EQUAL for name in ("street", "phone", "email"))


def _reachable(fields: Fields) -> bool:
    return fields["phone"] == EQUAL or fields["email"] == EQUAL


def _is_adult(asked: Asked, circumstances: Circumstances) -> bool:
    born, today = asked.birth_date, circumstances.today
    return born is not None and (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) >= (
        ADULT_YEARS
    )


def _r1(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Number, birth date and first name: the last name is free, people marry."""
    return f["number"] == f["birth_date"] == EQUAL and f["first_name"] in COMPATIBLE_FIRST


def _r2(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Number and name, with one slip in the birth date."""
    return f["number"] == f["first_name"] == EQUAL and f["last_name"] in OWN_LAST and f["birth_date"] in ONE_DATE_ERROR


def _r3(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Member number, birth date and first name; a last name alone could be a twin's, with the twin's card."""
    return (
        f["member_number"] == f["birth_date"] == EQUAL
        and f["first_name"] in COMPATIBLE_FIRST
        and f["middle_name"] not in OTHER_MIDDLE
        and f["number"] != DIFFERS
    )


def _r3b(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Member number and both names, with at most one slip in the birth date."""
    return (
        f["member_number"] == EQUAL
        and f["first_name"] in GIVEN
        and f["last_name"] in COMPATIBLE_LAST
        and f["birth_date"] in ONE_DATE_ERROR | {EQUAL}
        and f["middle_name"] not in OTHER_MIDDLE
        and f["number"] != DIFFERS
    )


def _r4(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Everything but one slip in the number; a twin's next number never has the same first name."""
    return (
        f["number"] == ONE_SLIP
        and f["first_name"] == f["last_name"] == f["birth_date"] == EQUAL
        and f["middle_name"] not in OTHER_MIDDLE
    )


def _r5(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """No number: whole name, birth date and sex, and one way to reach them."""
    return (
        f["number"] == MISSING
        and f["first_name"] == f["last_name"] == f["birth_date"] == f["sex"] == EQUAL
        and f["middle_name"] not in OTHER_MIDDLE
        and _contacts(f) >= 1
    )


def _r6(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """No number: the name at the same street, and a phone or an e-mail address. A child's must be the very name."""
    return (
        f["number"] == MISSING
        and f["first_name"] in (GIVEN if _is_adult(asked, around) else (EQUAL,))
        and f["middle_name"] not in OTHER_MIDDLE
        and f["last_name"] in COMPATIBLE_LAST
        and f["birth_date"] == f["sex"] == f["street"] == EQUAL
        and _reachable(f)
    )


def _r8(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Number and compatible names, with one slip in the birth date; a child's name must be the name, or it is a sibling."""
    return (
        f["number"] == EQUAL
        and f["birth_date"] in ONE_DATE_ERROR
        and f["first_name"] in (COMPATIBLE_FIRST if _is_adult(asked, around) else GIVEN)
        and f["last_name"] in COMPATIBLE_LAST
    )


def _r9(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Number and name, with two slips in the birth date: two contacts must agree, or it is a father's number on a son."""
    return (
        f["number"] == EQUAL
        and f["birth_date"] in TWO_DATE_ERRORS
        and f["first_name"] in GIVEN
        and f["last_name"] in (EQUAL, FORMER)
        and f["middle_name"] not in OTHER_MIDDLE
        and _contacts(f) >= 2
    )


def _r12(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """No number: an adult with a usual form of the name and a phone or e-mail address of their own."""
    return (
        f["number"] == MISSING
        and f["birth_date"] == EQUAL
        and f["first_name"] in GIVEN
        and f["last_name"] in COMPATIBLE_LAST
        and f["middle_name"] not in OTHER_MIDDLE
        and _reachable(f)
        and _is_adult(asked, around)
    )


def _r13(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Number, birth date and last name, where the first name is only like it: not a child, whose twin could be meant."""
    return (
        f["number"] == f["birth_date"] == f["last_name"] == EQUAL
        and f["first_name"] in (SIMILAR, INITIAL, ALIKE, PART)
        and (_is_adult(asked, around) or _contacts(f) >= 2)
    )


def _r14(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """No number: a name so rare that no second bearer has the same birth date."""
    if f["number"] != MISSING or not f["first_name"] == f["last_name"] == f["birth_date"] == f["sex"] == EQUAL:
        return False
    if f["middle_name"] in OTHER_MIDDLE:
        return False
    chance = rarity(asked.name, with_middle=f["middle_name"])
    return chance * CHANCE_OF_BIRTH_DATE <= CHANCE_OF_NAMESAKE * REFERENCE_PERSONS / max(around.persons, 1)


def _r15(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """Number and birth date, with first and last name in each other's place."""
    return f["first_name"] == SWAPPED and f["number"] == f["birth_date"] == EQUAL


def _r16(f: Fields, asked: Asked, around: Circumstances) -> bool:
    """No number: names in each other's place, birth date and sex, and one way to reach them."""
    return (
        f["first_name"] == SWAPPED
        and f["number"] == MISSING
        and f["birth_date"] == f["sex"] == EQUAL
        and f["middle_name"] not in OTHER_MIDDLE
        and _contacts(f) >= 1
    )


Rule = Callable[[Fields, Asked, Circumstances], bool]
RULES: dict[str, Rule] = {
    "R1": _r1,
    "R2": _r2,
    "R3": _r3,
    "R3b": _r3b,
    "R4": _r4,
    "R5": _r5,
    "R6": _r6,
    "R8": _r8,
    "R9": _r9,
    "R12": _r12,
    "R13": _r13,
    "R14": _r14,
    "R15": _r15,
    "R16": _r16,
}


def rule_that_holds(fields: Fields, asked: Asked, around: Circumstances) -> str:
    """The name of the first rule that holds, or ""."""
    return next((name for name, rule in RULES.items() if rule(fields, asked, around)), "")
