"""The rules for a certain match: each needs several fields at once.

No score threshold can mean "certain": a twin who is not on file outscores a member who moved. So a match needs a
conjunction of fields and no objection from guards.py. Decisions keep the names R1... (RULES_VERSION). There is no R6:
street and telephone add nothing beyond what R5 asks of a child and R12 of an adult. A rule is a row of named
conditions, so that the page can say which one fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from enrollment.matching.agreement import (
    ALIKE,
    DAY_AND_MONTH,
    DIFFERS,
    EQUAL,
    FILLER_DAY,
    FORM_IN_USE,
    FORMER,
    INITIAL,
    MISSING,
    NEAR_NAME,
    NICKNAME,
    ONE_SLIP,
    PART,
    SIMILAR,
    SWAPPED,
    TWO_SLIPS,
    WORDS,
    Fields,
)
from enrollment.matching.frequencies import rarity
from enrollment.matching.values import Asked

ADULT_YEARS, DEPENDENT_YEARS = 18, 26
# The largest accepted chance that two strangers share a whole name and birth date, among 50,000 persons.
CHANCE_OF_NAMESAKE, REFERENCE_PERSONS, CHANCE_OF_BIRTH_DATE = 5e-12, 50_000, 4e-5


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Facts a rule may use besides the fields."""

    today: date
    persons: int


GIVEN = frozenset([EQUAL, NICKNAME, FORM_IN_USE])
COMPATIBLE_FIRST = GIVEN | {SIMILAR}
OWN_LAST = frozenset([EQUAL, FORMER, PART])
COMPATIBLE_LAST = frozenset([EQUAL, FORMER, PART, SIMILAR])
ONE_DATE_ERROR = frozenset([ONE_SLIP, DAY_AND_MONTH])
OTHER_MIDDLE = frozenset([DIFFERS, SIMILAR, NICKNAME])
SIBLINGS_NAMES = frozenset([NEAR_NAME, FORM_IN_USE, PART, ALIKE])
TWO_DATE_ERRORS = ONE_DATE_ERROR | {EQUAL, TWO_SLIPS}
CONTACTS = ("street", "phone", "email")

Holds = Callable[[Fields, Asked, Circumstances], bool]


@dataclass(frozen=True, slots=True)
class Words:
    """A condition on one field: its word is one of these."""

    field: str
    allowed: frozenset[str]

    @property
    def name(self) -> str:
        return self.field

    def holds(self, fields: Fields, asked: Asked, around: Circumstances) -> bool:
        return fields[self.field] in self.allowed


@dataclass(frozen=True, slots=True)
class Named:
    """A condition on several fields, or on the applicant."""

    name: str
    holds: Holds


def _is(field: str, *allowed: str) -> Words:
    return Words(field, frozenset(allowed))


def _contacts(fields: Fields) -> int:
    return sum(fields[name] == EQUAL for name in CONTACTS)


def _reaches(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    return fields["phone"] == EQUAL or fields["email"] == EQUAL


def _one_contact(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    return _contacts(fields) >= 1


def _two_contacts(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    return _contacts(fields) >= 2


def _is_younger_than(years: int, asked: Asked, around: Circumstances) -> bool:
    """True also when the birth date is unknown."""
    born, today = asked.birth_date, around.today
    return born is None or today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < years


def is_too_old_for_a_child(asked: Asked, around: Circumstances) -> bool:
    """Sent as a child, but old enough to be the parent, whose number and birth date may have been copied.

    One year above the age limit, because some children stay until the year ends.
    """
    return asked.is_child and not _is_younger_than(DEPENDENT_YEARS + 1, asked, around)


def _is_adult(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    return not _is_younger_than(ADULT_YEARS, asked, around)


def _childs_very_name(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    """A child's first name must be identical: a nickname may be the twin's."""
    return fields["first_name"] == EQUAL or _is_adult(fields, asked, around)


def _childs_own_name(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    """A child's first name may take another form, but not a typo: one letter off may be a sibling."""
    return fields["first_name"] in GIVEN or _is_adult(fields, asked, around)


def _no_siblings_name(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    """Reject names like Kayla and Kaylee, Mary and Marilyn, Ana and Ana Laura: they may be twins, and the one who is
    not on file may come with the other's number.

    A matching middle name clears the doubt, and so does adult age. A different address does not, because one address is
    written in many ways.
    """
    first = fields["first_name"]
    if first not in SIBLINGS_NAMES or fields["middle_name"] in (EQUAL, INITIAL):
        return True
    return first != NEAR_NAME and not _is_younger_than(DEPENDENT_YEARS, asked, around)


def _adult_or_two_contacts(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    return _is_adult(fields, asked, around) or _contacts(fields) >= 2


def _is_rare(fields: Fields, asked: Asked, around: Circumstances) -> bool:
    chance = rarity(asked.name, with_middle=fields["middle_name"])
    return chance * CHANCE_OF_BIRTH_DATE <= CHANCE_OF_NAMESAKE * REFERENCE_PERSONS / max(around.persons, 1)


NUMBER, NO_NUMBER = _is("number", EQUAL), _is("number", MISSING)
NUMBER_NEAR = _is("number", ONE_SLIP)
NUMBER_NOT_OTHER = Words("number", frozenset(WORDS["number"]) - {DIFFERS})
MEMBER_NUMBER = _is("member_number", EQUAL)
BORN = _is("birth_date", EQUAL)
BORN_NEAR = Words("birth_date", ONE_DATE_ERROR)
FIRST, FIRST_GIVEN = _is("first_name", EQUAL), Words("first_name", GIVEN)
FIRST_COMPATIBLE, FIRST_SWAPPED = Words("first_name", COMPATIBLE_FIRST), _is("first_name", SWAPPED)
LAST, LAST_OWN, LAST_COMPATIBLE = (
    _is("last_name", EQUAL),
    Words("last_name", OWN_LAST),
    Words("last_name", COMPATIBLE_LAST),
)
SAME_SEX = _is("sex", EQUAL)
NO_OTHER_MIDDLE = Words("middle_name", frozenset(WORDS["middle_name"]) - OTHER_MIDDLE)
REACHED = Named("phone_or_email", _reaches)
ONE_CONTACT, TWO_CONTACTS = Named("one_contact", _one_contact), Named("two_contacts", _two_contacts)
ADULT = Named("adult", _is_adult)
VERY_NAME_OF_A_CHILD = Named("very_name_of_a_child", _childs_very_name)
OWN_NAME_OF_A_CHILD = Named("own_name_of_a_child", _childs_own_name)
NO_SIBLINGS_NAME = Named("no_siblings_name", _no_siblings_name)
ADULT_OR_TWO_CONTACTS = Named("adult_or_two_contacts", _adult_or_two_contacts)
# Conditions that only rule out a doubt; they add no weight to a rule.
PROVISOS = (NO_OTHER_MIDDLE, NUMBER_NOT_OTHER, VERY_NAME_OF_A_CHILD, OWN_NAME_OF_A_CHILD, NO_SIBLINGS_NAME)

Condition = Words | Named
RULES: dict[str, tuple[Condition, ...]] = {
    # Number, birth date and first name; the last name may change by marriage.
    "R1": (NUMBER, BORN, FIRST_COMPATIBLE, NO_OTHER_MIDDLE, NO_SIBLINGS_NAME),
    # Number and name, with one typo in the birth date, or a day that two systems may have filled in.
    "R2": (NUMBER, FIRST, LAST_OWN, Words("birth_date", ONE_DATE_ERROR | {FILLER_DAY}), NO_OTHER_MIDDLE),
    # Member number, birth date and first name; with the last name alone it could be a twin's card.
    "R3": (
        MEMBER_NUMBER,
        BORN,
        FIRST_COMPATIBLE,
        NO_OTHER_MIDDLE,
        NUMBER_NOT_OTHER,
        VERY_NAME_OF_A_CHILD,
        NO_SIBLINGS_NAME,
    ),
    # Member number and both names, with at most one typo in the birth date.
    "R3b": (
        MEMBER_NUMBER,
        FIRST_GIVEN,
        LAST_COMPATIBLE,
        Words("birth_date", ONE_DATE_ERROR | {EQUAL}),
        NO_OTHER_MIDDLE,
        NUMBER_NOT_OTHER,
        VERY_NAME_OF_A_CHILD,
        NO_SIBLINGS_NAME,
    ),
    # Name and birth date, with one typo in the number; twins with consecutive numbers have other first names.
    "R4": (NUMBER_NEAR, FIRST, LAST, BORN, NO_OTHER_MIDDLE),
    # No number: identical first name, birth date and sex, a present or former last name (one letter may differ), and
    # one contact: siblings do not share a first name.
    "R5": (NO_NUMBER, FIRST, LAST_COMPATIBLE, BORN, SAME_SEX, NO_OTHER_MIDDLE, ONE_CONTACT),
    # Number and compatible names, with one typo in the birth date; a child's name without a typo, else a sibling.
    "R8": (
        NUMBER,
        BORN_NEAR,
        FIRST_COMPATIBLE,
        LAST_COMPATIBLE,
        NO_OTHER_MIDDLE,
        OWN_NAME_OF_A_CHILD,
        NO_SIBLINGS_NAME,
    ),
    # Number and name, with two typos in the birth date: two contacts must match, else a father's number on a son.
    "R9": (
        NUMBER,
        Words("birth_date", TWO_DATE_ERRORS),
        FIRST_GIVEN,
        _is("last_name", EQUAL, FORMER),
        NO_OTHER_MIDDLE,
        TWO_CONTACTS,
        NO_SIBLINGS_NAME,
    ),
    # No number: an adult with a usual form of the name, and a matching phone or email.
    "R12": (NO_NUMBER, BORN, FIRST_GIVEN, LAST_COMPATIBLE, NO_OTHER_MIDDLE, REACHED, ADULT, NO_SIBLINGS_NAME),
    # Number, birth date and last name, with a similar first name; no child, since it could be the twin.
    "R13": (
        NUMBER,
        BORN,
        LAST,
        _is("first_name", SIMILAR, INITIAL, ALIKE, PART, NEAR_NAME),
        SAME_SEX,
        NO_OTHER_MIDDLE,
        ADULT_OR_TWO_CONTACTS,
        NO_SIBLINGS_NAME,
    ),
    # No number: a name too rare for two bearers with one birth date.
    "R14": (NO_NUMBER, FIRST, LAST, BORN, SAME_SEX, NO_OTHER_MIDDLE, Named("rare_name", _is_rare)),
    # Number and birth date, with first and last name swapped.
    "R15": (FIRST_SWAPPED, NUMBER, BORN, NO_OTHER_MIDDLE),
    # No number: first and last name swapped, birth date, sex and one contact.
    "R16": (FIRST_SWAPPED, NO_NUMBER, BORN, SAME_SEX, NO_OTHER_MIDDLE, ONE_CONTACT),
}


@lru_cache(maxsize=65536)
def _held_by_words(said: tuple[str, ...]) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """The rules whose field conditions hold, each with its remaining conditions.

    Cached: a hundred thousand requests share a few thousand combinations of words.
    """
    fields = dict(zip(WORDS, said, strict=True))
    return tuple(
        (name, tuple(each for each in rule if isinstance(each, Named)))
        for name, rule in RULES.items()
        if all(fields[each.field] in each.allowed for each in rule if isinstance(each, Words))
    )


def rule_that_holds(fields: Fields, asked: Asked, around: Circumstances) -> str:
    """The name of the first rule that holds, or ""."""
    for name, others in _held_by_words(tuple(fields.values())):
        if all(each.holds(fields, asked, around) for each in others):
            return name
    return ""


def failing(rule: str, fields: Fields, asked: Asked, around: Circumstances) -> tuple[str, ...]:
    """The names of a rule's failing conditions, in rule order."""
    return tuple(each.name for each in RULES[rule] if not each.holds(fields, asked, around))
