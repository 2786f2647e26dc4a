"""The rule: certain on both sides, or a representative decides.

A wrong automatic match shows one human being's coverage to another; a needless review costs two minutes.
"""

from enrollment.matching.compare import CONTRADICTS, DIFFERS, EQUAL, compare
from enrollment.matching.values import Asked, Comparison, Decision, Found, Known, Outcome, SecondLookMissing
from enrollment.rules.people import Family

RULES_VERSION = "simple-1"

SEVERAL = "several_certain"
SHARED_NUMBER = "number_on_another_record"
CONTRADICTION = "contradiction"
NEAR = "near"
SAME_RECORD = "two_applicants_one_record"


def _counts(comparison: Comparison) -> bool:
    """A relative in the same enrollment is near by nature; only a shared number or a whole name makes them a question."""
    if not comparison.in_family:
        return comparison.near
    fields = comparison.fields
    same_name = fields["first_name"] == EQUAL and fields["last_name"] == EQUAL and fields["birth_date"] != DIFFERS
    return fields["number"] == EQUAL or same_name


def _ranked(comparisons: list[Comparison]) -> tuple[Comparison, ...]:
    return tuple(sorted(comparisons, key=lambda each: (not each.certain, -each.agreements, str(each.person_id))))


def _decide(asked: Asked, known: tuple[Known, ...], *, second_look: bool) -> Decision:
    near = _ranked([each for each in (compare(asked, person) for person in known) if each.certain or _counts(each)])
    certain = [each for each in near if each.certain]
    if len({each.person_id for each in certain}) > 1:
        return Decision(Outcome.REVIEW, candidates=near, reason=SEVERAL)
    if certain:
        if any(each.fields["number"] == EQUAL for each in near if not each.certain):
            return Decision(Outcome.REVIEW, candidates=near, reason=SHARED_NUMBER)
        return Decision(Outcome.SAME, person_id=certain[0].person_id)
    if near:
        contradicted = any(CONTRADICTS in each.fields.values() for each in near)
        return Decision(Outcome.REVIEW, candidates=near, reason=CONTRADICTION if contradicted else NEAR)
    if not second_look:
        raise SecondLookMissing
    return Decision(Outcome.NEW)


def decide(family: Family, found: Found) -> list[Decision]:
    """One decision for each of `family.people`, in their order.

    `found.asked` and `found.known` go with them place by place. Raises SecondLookMissing when "new" would be
    said without the second look.
    """
    if not len(family.people) == len(found.asked) == len(found.known):
        raise ValueError("one question and one answer for each person of the family")
    decisions = [
        _decide(asked, known, second_look=found.second_look)
        for asked, known in zip(found.asked, found.known, strict=True)
    ]
    same = [decision.person_id for decision in decisions]
    return [
        Decision(Outcome.REVIEW, reason=SAME_RECORD)
        if same.count(decision.person_id) > 1 and decision.person_id
        else decision
        for decision in decisions
    ]
