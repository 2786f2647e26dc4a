"""Why a person on file may be the applicant and why nobody could be certain of it, as codes with words for them.

A stored reason holds no value of anybody: codes of fields, rules, conditions and warnings. The words are English
templates that the page translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enrollment.matching.agreement import (
    ALIKE,
    CROSSED,
    DAY_AND_MONTH,
    DIFFERS,
    EQUAL,
    FORM_IN_USE,
    FORMER,
    GENERATION,
    INITIAL,
    MISSING,
    NEAR_NAME,
    NEARLY_SWAPPED,
    NICKNAME,
    ONE_PART,
    ONE_SLIP,
    ONLY_ASKED,
    PART,
    SAME_YEAR,
    SIMILAR,
    SWAPPED,
    TWO_SLIPS,
    Fields,
)
from enrollment.matching.certain import GIVEN, MEMBER_NUMBER, OWN_LAST, PROVISOS, RULES, Circumstances, failing
from enrollment.matching.decide import NEAR_FROM
from enrollment.matching.guards import LEAST_GAP
from enrollment.matching.values import Asked, Candidate

NEAR, CONFLICTING = "near", "conflicting"
KINDS = {EQUAL: EQUAL, MISSING: MISSING, DIFFERS: CONFLICTING, GENERATION: CONFLICTING, SAME_YEAR: CONFLICTING}

# How a field compares. {a field: {a word of agreement.py: the words for it}}, "" for every other field.
HOW: dict[str, dict[str, str]] = {
    "": {
        EQUAL: "equal",
        MISSING: "not given on one side",
        DIFFERS: "differs",
        NICKNAME: "another form of the name",
        FORM_IN_USE: "another form of the name, and a name of its own",
        FORMER: "a name used before or elsewhere",
        PART: "a part of the name is equal",
        SIMILAR: "one letter differs",
        INITIAL: "same initial",
        ALIKE: "alike, several letters differ",
        NEAR_NAME: "another name, spelled alike",
        ONE_PART: "one part of the name is equal, another differs",
        ONLY_ASKED: "given now, not on file",
        SWAPPED: "first and last name in each other's place",
        NEARLY_SWAPPED: "first and last name in each other's place, with a slip",
        CROSSED: "one name stands in the other's place, the other name differs",
    },
    "number": {ONE_SLIP: "one digit differs, or two changed places", DIFFERS: "another number"},
    "member_number": {ONE_SLIP: "one digit differs, or two changed places", DIFFERS: "another number"},
    "birth_date": {
        ONE_SLIP: "one digit differs",
        TWO_SLIPS: "two digits differ",
        DAY_AND_MONTH: "day and month in each other's place",
        GENERATION: "a generation apart",
        SAME_YEAR: "another day of the same year",
        DIFFERS: "another date",
    },
    "street": {EQUAL: "same address", DIFFERS: "another address"},
    "phone": {EQUAL: "same phone", DIFFERS: "another phone"},
    "email": {EQUAL: "same e-mail address", DIFFERS: "another e-mail address"},
}

# What a condition of certain.py asks for.
CONDITIONS = {
    "number": "the identity number is not as this rule needs it",
    "member_number": "the member number is not equal",
    "birth_date": "the date of birth is not as near as this rule needs it",
    "first_name": "the first name is not as near as this rule needs it",
    "last_name": "the last name is not as near as this rule needs it",
    "middle_name": "the middle name is another",
    "sex": "the sex is not equal on both sides",
    "street": "the address is not equal",  # R6
    "phone_or_email": "neither phone nor e-mail address is equal",
    "one_contact": "neither address, phone nor e-mail address is equal",
    "two_contacts": "fewer than two of address, phone and e-mail address are equal",
    "adult": "the applicant is under 18",
    "adult_or_two_contacts": "the applicant is under 18, and fewer than two ways to reach them are equal",
    "very_name_of_a_child": "the applicant is under 18, and the first name is not the very same",
    "no_siblings_name": "the first name may be a brother's or sister's, and no middle name agrees",
    "own_name_of_a_child": "the applicant is under 18, and the first name is spelled otherwise",
    "rare_name": "the name is not rare enough to stand alone",
}

# What each rule rests on. R6 is gone (certain.py): cases opened before and decisions of then still name it.
RULE_WORDS = {
    "R1": "number, date of birth and first name",
    "R2": "number and name, with one slip in the date of birth",
    "R3": "member number, date of birth and first name",
    "R3b": "member number and name",
    "R4": "name and date of birth, with one slip in the number",
    "R5": "first name, date of birth and sex, a like last name, and one way to reach them",
    "R6": "name, date of birth, address, and a phone or e-mail address",
    "R8": "number and a like name, with one slip in the date of birth",
    "R9": "number, name and two ways to reach them",
    "R12": "an adult's name and date of birth, and a phone or e-mail address",
    "R13": "number, date of birth and last name",
    "R14": "a rare name with date of birth and sex",
    "R15": "number and date of birth, with the names in each other's place",
    "R16": "date of birth, sex and one way to reach them, with the names in each other's place",
}

TWIN, GENERATIONS, RELATIVES_NUMBER, LOOK_ALIKE = "twin", "generations", "relatives_number", "look_alike"
DECEASED, PLACEHOLDER_NAME, PLACEHOLDER_DATE = "deceased", "placeholder_name", "placeholder_date"
WARNINGS = {
    TWIN: "Could be a twin: same date of birth, last name and address, another first name.",
    GENERATIONS: "Could be parent and child of one name (Jr, Sr).",
    RELATIVES_NUMBER: "Could be a relative's number: the number is equal, the first name is another.",
    LOOK_ALIKE: "Could be a namesake: name and date of birth are equal, and nothing else is.",
    DECEASED: "This record is of a person who has died.",
    PLACEHOLDER_NAME: "A name stands for an unknown one: it says nothing.",
    PLACEHOLDER_DATE: "A date of birth stands for an unknown one: it says nothing.",
}
UNLIKE_FIRST = frozenset([DIFFERS, ALIKE, NEAR_NAME, ONE_PART, CROSSED])
OTHER_FIRST = UNLIKE_FIRST | {SIMILAR, FORM_IN_USE}
BEYOND_THE_NAME = ("number", "member_number", "street", "phone", "email")


def kind(word: str) -> str:
    """Equal, near, conflicting or missing: what a word of agreement.py amounts to."""
    return KINDS.get(word, NEAR)


def how(field: str, word: str) -> str:
    """The words for how a field compares."""
    return HOW.get(field, {}).get(word) or HOW[""].get(word, word)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The rule that holds (nothing fails: a guard spoke against it) or that nearly held, and what to beware of."""

    rule: str
    failing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "failing": [*self.failing], "warnings": [*self.warnings]}


def _same_name(fields: Fields | Mapping[str, str]) -> bool:
    return fields["first_name"] in GIVEN and fields["last_name"] in OWN_LAST


def warnings(fields: Mapping[str, str]) -> tuple[str, ...]:
    """What a representative has to beware of, in the order of WARNINGS."""
    born, first, last = fields["birth_date"], fields["first_name"], fields["last_name"]
    found = {
        TWIN: born == fields["street"] == EQUAL and last in OWN_LAST and first in OTHER_FIRST,
        GENERATIONS: fields["suffix"] == DIFFERS or (born == GENERATION and _same_name(fields)),
        RELATIVES_NUMBER: fields["number"] == EQUAL and first in UNLIKE_FIRST,
        LOOK_ALIKE: first == last == born == EQUAL and all(fields[each] != EQUAL for each in BEYOND_THE_NAME),
        DECEASED: "deceased" in fields,
        PLACEHOLDER_NAME: MISSING in (first, last),
        PLACEHOLDER_DATE: born == MISSING,
    }
    return tuple(code for code in WARNINGS if found[code])


def _fullness(rule: str) -> int:
    return sum(each not in PROVISOS for each in RULES[rule])


def reasons(candidate: Candidate, asked: Asked, around: Circumstances) -> Reasons:
    """Why this candidate is no certain match: the rule with the fewest conditions that fail; of equals one that fails
    by what is known, then the fullest."""
    fields = dict(candidate.fields)
    if candidate.rule:
        return Reasons(candidate.rule, (), warnings(fields))
    # A card that nobody sent says nothing about why.
    unsent = {MEMBER_NUMBER} if fields["member_number"] == MISSING else set()
    lacking = {rule: failing(rule, fields, asked, around) for rule in RULES if unsent.isdisjoint(RULES[rule])}
    unknown = {rule: sum(fields.get(name) == MISSING for name in names) for rule, names in lacking.items()}
    rule = min(lacking, key=lambda each: (len(lacking[each]), unknown[each], len(lacking[each]) - _fullness(each)))
    return Reasons(rule, lacking[rule], warnings(fields))


VERY_CLOSE, CLOSE, DISTANT = "very close", "close", "distant"
# In bits: as far as the next person must be from one who is certain; as near as nobody may be to somebody new.
VERY_CLOSE_FROM, CLOSE_FROM = LEAST_GAP, NEAR_FROM


def closeness(weight: float) -> str:
    """A weight as a word: the number says nothing to whoever reads it, and a threshold is no decision."""
    return VERY_CLOSE if weight >= VERY_CLOSE_FROM else CLOSE if weight >= CLOSE_FROM else DISTANT


# Why a change waits: the guards of guards.py, and what other rules ask a representative.
HELD_FOR = {
    "near": "somebody on file is near",
    "no_birth_date": "without a date of birth nobody can be ruled out",
    "too_old_for_a_child": "a child of this birth date would be over age: it may be a parent's",
    "several_certain": "several people on file are certain",
    "member_number_differs": "the member number differs",
    "suffix_differs": "the suffix differs",
    "sex_differs": "the sex differs",
    "deceased": "the person on file has died",
    "number_on_another_record": "the number is on another record too",
    "another_is_close": "another person on file is almost as close",
    "another_bears_the_name": "another person on file bears the very name",
    "name_is_not_rare": "another person on file bears the rare name",
    "two_applicants_one_record": "two people of the request would be one person on file",
    "several_identity_fields": "several identity fields are corrected at once",
    "earlier_end": "an end before the limit is asked for",
}
