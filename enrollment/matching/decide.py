"""Decide: certain, or a representative decides.

A wrong automatic match shows one person's coverage to another; a needless review costs two minutes.
"""

from collections.abc import Mapping, Sequence

from enrollment.matching.agreement import (
    ALIKE,
    DIFFERS,
    EQUAL,
    INITIAL,
    NEAR_NAME,
    NEARLY_SWAPPED,
    PART,
    SWAPPED,
    UNKNOWN_DAY,
    agreement,
)
from enrollment.matching.certain import (
    COMPATIBLE_FIRST,
    COMPATIBLE_LAST,
    CONTACTS,
    Circumstances,
    is_too_old_for_a_child,
    rule_that_holds,
)
from enrollment.matching.guards import TAKEN, is_the_name, objection
from enrollment.matching.placeholders import is_no_birth_date, is_yet_to_come
from enrollment.matching.score import weight
from enrollment.matching.values import (
    Asked,
    Candidate,
    Decision,
    Found,
    Id,
    Known,
    Outcome,
    SecondLookMissing,
    Settled,
)
from enrollment.rules.people import Family

RULES_VERSION = "conjunctive-5"

# An applicant is not new while a record is this near (bits).
NEAR_FROM = -3.0
# Fields that say of two bearers of a name who they are not.
TELLING = ("number", "member_number", "sex", "middle_name", "suffix")
ALIKE_FIRST = COMPATIBLE_FIRST | {NEAR_NAME, PART, INITIAL, ALIKE}
SWAPPED_NAMES = (SWAPPED, NEARLY_SWAPPED)
NEAR, NO_BIRTH_DATE = "near", "no_birth_date"
SETTLED_BEFORE = "settled_before"
NOBODY_SETTLED = Settled()


def candidate_of(asked: Asked, known: Known, around: Circumstances) -> Candidate:
    fields = agreement(asked, known)
    bits, rule = weight(fields, asked), rule_that_holds(fields, asked, around)
    if known.deceased:
        fields["deceased"] = DIFFERS
    if is_too_old_for_a_child(asked, around):
        fields["age"] = DIFFERS
    return Candidate(known.person_id, fields, bits, rule, known.in_family)


def best_of_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best record of each person, since merged records share one person.

    Exact name and birth date rank before a different name with the same number, which may be a relative's. Ties have a
    fixed order.
    """
    best: dict[Id, Candidate] = {}
    for each in sorted(candidates, key=lambda each: (not each.rule, -each.weight, each.person_id)):
        best.setdefault(each.person_id, each)
    return sorted(best.values(), key=lambda each: (not is_the_name(each), -each.weight, each.person_id))


def may_be_the_name(fields: Mapping[str, str]) -> bool:
    """Whether nothing but an unknown birth date is between two bearers of a name, or of a first name and a contact.

    Unknown is not different: by its weight alone a common name would leave somebody without a birth date behind.
    """
    first, last = fields["first_name"], fields["last_name"]
    at_home = any(fields[each] == EQUAL for each in CONTACTS)
    same_name = (
        first in SWAPPED_NAMES
        or (first in ALIKE_FIRST and last in COMPATIBLE_LAST)
        or (first in COMPATIBLE_FIRST and at_home)
    )
    return same_name and fields["birth_date"] in UNKNOWN_DAY and all(fields[each] != DIFFERS for each in TELLING)


def is_near(candidate: Candidate) -> bool:
    fields = candidate.fields
    return candidate.weight >= NEAR_FROM or fields["number"] == EQUAL or may_be_the_name(fields)


def _is_question(candidate: Candidate) -> bool:
    """Whether the record could be the applicant. Relatives in the same enrollment are near by nature: only a shared
    number, or a matching first name and birth date, makes them a question.
    """
    fields = candidate.fields
    if not candidate.in_family:
        return is_near(candidate)
    same_name = fields["first_name"] in COMPATIBLE_FIRST and fields["birth_date"] != DIFFERS
    return fields["number"] == EQUAL or same_name


def _is_mere_relative(candidate: Candidate) -> bool:
    return candidate.in_family and not candidate.rule and not _is_question(candidate)


def worth_comparing(known: Sequence[Known], settled: Settled) -> list[Known]:
    """Without those whom a representative ruled out."""
    return [one for one in known if one.person_id not in settled.not_same]


def _candidates(asked: Asked, known: Sequence[Known], settled: Settled, around: Circumstances) -> list[Candidate]:
    return [candidate_of(asked, one, around) for one in worth_comparing(known, settled)]


def decision_about(ranked: Sequence[Candidate], settled: Settled) -> Decision | None:
    """The decision from these candidates, or None if none could be the applicant."""
    kept = tuple(ranked)
    if settled.same_as is not None:
        return Decision(Outcome.SAME, settled.same_as, kept, SETTLED_BEFORE)
    certain = next((each for each in ranked if each.rule), None)
    if certain is not None:
        others = [each for each in ranked if each is not certain and not _is_mere_relative(each)]
        against = objection(certain, others)
        if against:
            return Decision(Outcome.REVIEW, None, kept, against)
        return Decision(Outcome.SAME, certain.person_id, kept, certain.rule)
    return Decision(Outcome.REVIEW, None, kept, NEAR) if any(map(_is_question, ranked)) else None


def judge(
    asked: Asked, known: Sequence[Known], further: Sequence[Known] | None, settled: Settled, around: Circumstances
) -> Decision:
    """The decision about one applicant. Raises SecondLookMissing."""
    found = _candidates(asked, known, settled, around)
    decision = decision_about(best_of_each(found), settled)
    if decision is not None:
        return decision
    if further is None:
        raise SecondLookMissing
    everybody = best_of_each([*found, *_candidates(asked, further, settled, around)])
    return decision_about(everybody, settled) or _nobody(asked, everybody, around)


def _nobody(asked: Asked, everybody: Sequence[Candidate], around: Circumstances) -> Decision:
    if is_no_birth_date(asked.birth_date) or is_yet_to_come(asked.birth_date, around.today):
        return Decision(Outcome.REVIEW, None, tuple(everybody), NO_BIRTH_DATE)
    return Decision(Outcome.NEW, None, tuple(everybody))


def one_record_each(decisions: Sequence[Decision]) -> list[Decision]:
    """Send to review when two applicants of a family match one record: they are never one person."""
    taken = [decision.person_id for decision in decisions]
    return [
        Decision(Outcome.REVIEW, None, decision.candidates, TAKEN)
        if decision.person_id is not None and taken.count(decision.person_id) > 1
        else decision
        for decision in decisions
    ]


def decide(family: Family, found: Found) -> list[Decision]:
    """One decision per person of `family.people`, in order.

    `found.asked`, `found.known` and `found.settled` are in the same order. Raises SecondLookMissing when "new" needs
    the second look.
    """
    settled = found.settled or (NOBODY_SETTLED,) * len(found.asked)
    furthers = found.further or (None,) * len(found.asked)
    if not len(family.people) == len(found.asked) == len(found.known) == len(furthers) == len(settled):
        raise ValueError("one question and one answer for each person of the family")
    around = Circumstances(found.today, found.persons)
    return one_record_each(
        [
            judge(asked, known, further, answered, around)
            for asked, known, further, answered in zip(found.asked, found.known, furthers, settled, strict=True)
        ]
    )
