"""Why a record may match and why the match is not certain: codes, and their words.

Stored reasons hold codes of fields, rules, conditions and warnings, never values. The words are English templates that
pages translate.
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
    FILLER_DAY,
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
    UNSURE,
    Fields,
)
from enrollment.matching.certain import GIVEN, MEMBER_NUMBER, OWN_LAST, PROVISOS, RULES, Circumstances, failing
from enrollment.matching.decide import NEAR_FROM
from enrollment.matching.guards import LEAST_GAP
from enrollment.matching.values import Asked, Candidate

NEAR, CONFLICTING = "near", "conflicting"
KINDS = {EQUAL: EQUAL, MISSING: MISSING, DIFFERS: CONFLICTING, GENERATION: CONFLICTING, SAME_YEAR: CONFLICTING}

# How a field compares: {field: {word of agreement.py: text}}, with "" for every other field.
HOW: dict[str, dict[str, str]] = {
    "": {
        EQUAL: "same",
        MISSING: "missing on one side",
        DIFFERS: "differs",
        NICKNAME: "nickname",
        FORM_IN_USE: "nickname that is also a separate name",
        FORMER: "former name",
        PART: "part of the name matches",
        SIMILAR: "one letter differs",
        INITIAL: "initial only",
        ALIKE: "sounds or looks alike",
        NEAR_NAME: "different name, similar spelling",
        ONE_PART: "one part matches, one differs",
        ONLY_ASKED: "submitted, not on file",
        SWAPPED: "first and last name swapped",
        NEARLY_SWAPPED: "first and last name swapped, with a typo",
        CROSSED: "one name in the wrong field, the other differs",
    },
    "number": {ONE_SLIP: "one digit differs or two are swapped", DIFFERS: "different number"},
    "member_number": {ONE_SLIP: "one digit differs or two are swapped", DIFFERS: "different number"},
    "birth_date": {
        ONE_SLIP: "one digit differs",
        TWO_SLIPS: "two digits differ",
        DAY_AND_MONTH: "day and month swapped",
        FILLER_DAY: "same January 1, which may stand for an unknown date",
        UNSURE: "different, but the January 1 submitted may stand for an unknown date",
        GENERATION: "a generation apart",
        SAME_YEAR: "only the year matches",
        DIFFERS: "different date",
    },
    "street": {EQUAL: "same address", DIFFERS: "different address"},
    "phone": {EQUAL: "same phone", DIFFERS: "different phone"},
    "email": {EQUAL: "same email", DIFFERS: "different email"},
}

# The text of a failing condition of certain.py.
CONDITIONS = {
    "number": "the Social Security number doesn't match",
    "member_number": "the member number doesn't match",
    "birth_date": "the date of birth doesn't match",
    "first_name": "the first name doesn't match",
    "last_name": "the last name doesn't match",
    "middle_name": "the middle name differs",
    "sex": "the sex doesn't match",
    "street": "the address doesn't match",  # R6
    "phone_or_email": "neither phone nor email matches",
    "one_contact": "no address, phone or email matches",
    "two_contacts": "fewer than two of address, phone and email match",
    "adult": "the person is under 18",
    "adult_or_two_contacts": "the person is under 18, and fewer than two of address, phone and email match",
    "very_name_of_a_child": "the person is under 18, and the first name isn't identical",
    "no_siblings_name": "the first name could be a sibling's, and no middle name matches",
    "own_name_of_a_child": "the person is under 18, and the first name is spelled differently",
    "rare_name": "the name is too common to match on its own",
}

# The fields each rule uses. Old cases and decisions still name R6, which is gone (certain.py).
RULE_WORDS = {
    "R1": "Social Security number, date of birth and first name",
    "R2": "Social Security number and name, with a typo in the date of birth",
    "R3": "member number, date of birth and first name",
    "R3b": "member number and name",
    "R4": "name and date of birth, with a typo in the Social Security number",
    "R5": "first name, date of birth, sex, a similar last name and one of address, phone and email",
    "R6": "name, date of birth, address, and phone or email",
    "R8": "Social Security number and a similar name, with a typo in the date of birth",
    "R9": "Social Security number, name and two of address, phone and email",
    "R12": "an adult's name and date of birth, and phone or email",
    "R13": "Social Security number, date of birth and last name",
    "R14": "a rare name, date of birth and sex",
    "R15": "Social Security number and date of birth, with first and last name swapped",
    "R16": "date of birth, sex and one of address, phone and email, with first and last name swapped",
}

TWIN, GENERATIONS, RELATIVES_NUMBER, LOOK_ALIKE = "twin", "generations", "relatives_number", "look_alike"
DECEASED, PLACEHOLDER_NAME, PLACEHOLDER_DATE = "deceased", "placeholder_name", "placeholder_date"
WARNINGS = {
    TWIN: "Could be a twin: same date of birth, last name and address, different first name.",
    GENERATIONS: "Could be parent and child with the same name (Jr, Sr).",
    RELATIVES_NUMBER: "Could be a relative's Social Security number: same number, different first name.",
    LOOK_ALIKE: "Could be a different person with the same name and date of birth: nothing else matches.",
    DECEASED: "This member has died.",
    PLACEHOLDER_NAME: "A name is a placeholder and wasn't compared.",
    PLACEHOLDER_DATE: "A date of birth is a placeholder and wasn't compared.",
}
UNLIKE_FIRST = frozenset([DIFFERS, ALIKE, NEAR_NAME, ONE_PART, CROSSED])
OTHER_FIRST = UNLIKE_FIRST | {SIMILAR, FORM_IN_USE}
BEYOND_THE_NAME = ("number", "member_number", "street", "phone", "email")


def kind(word: str) -> str:
    """Equal, near, conflicting or missing, for a word of agreement.py."""
    return KINDS.get(word, NEAR)


def how(field: str, word: str) -> str:
    """The text for how a field compares."""
    return HOW.get(field, {}).get(word) or HOW[""].get(word, word)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The rule that holds or nearly holds, its failing conditions, and warnings.

    No failing condition means that a guard objected.
    """

    rule: str
    failing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "failing": [*self.failing], "warnings": [*self.warnings]}


def _same_name(fields: Fields | Mapping[str, str]) -> bool:
    return fields["first_name"] in GIVEN and fields["last_name"] in OWN_LAST


def warnings(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Warnings for the representative, in the order of WARNINGS."""
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
    """Why this candidate is not a certain match.

    The rule with the fewest failing conditions; then the one failing by known fields, then the fullest.
    """
    fields = dict(candidate.fields)
    if candidate.rule:
        return Reasons(candidate.rule, (), warnings(fields))
    # Without a submitted member number, its rules explain nothing.
    unsent = {MEMBER_NUMBER} if fields["member_number"] == MISSING else set()
    lacking = {rule: failing(rule, fields, asked, around) for rule in RULES if unsent.isdisjoint(RULES[rule])}
    unknown = {rule: sum(fields.get(name) == MISSING for name in names) for rule, names in lacking.items()}
    rule = min(lacking, key=lambda each: (len(lacking[each]), unknown[each], len(lacking[each]) - _fullness(each)))
    return Reasons(rule, lacking[rule], warnings(fields))


VERY_CLOSE, CLOSE, DISTANT = "strong match", "close match", "weak match"
# In bits: the gap a certain match needs, and the weight from which an applicant is not new.
VERY_CLOSE_FROM, CLOSE_FROM = LEAST_GAP, NEAR_FROM


def closeness(weight: float) -> str:
    """The weight as a word. Readers need no number, and a threshold is no decision."""
    return VERY_CLOSE if weight >= VERY_CLOSE_FROM else CLOSE if weight >= CLOSE_FROM else DISTANT


# Why a change needs review: the guards of guards.py, and questions of other rules.
HELD_FOR = {
    "near": "a similar person is already on file",
    "no_birth_date": "the date of birth is missing",
    "too_old_for_a_child": "a child with this date of birth would be over the age limit (it may be a parent's)",
    "several_certain": "more than one member matches exactly",
    "member_number_differs": "the member number differs",
    "suffix_differs": "the suffix differs",
    "sex_differs": "the sex differs",
    "deceased": "the matching member has died",
    "number_on_another_record": "another record has the same Social Security number",
    "member_number_on_another_record": "another record has the same member number",
    "another_is_close": "another member is a close match",
    "another_bears_the_name": "another member has the same name",
    "name_is_not_rare": "another member has the same rare name",
    "two_applicants_one_record": "two people in the request match one member",
    "as_reported_earlier": "this employer reported these details for a member who has other details today",
    "certain_by_other_reports": "a member of this employer matches, but not by the employer's own reports",
    "several_identity_fields": ("two or more of legal name, date of birth and Social Security number change together"),
    "earlier_end": "end of coverage before the earliest date allowed",
}
