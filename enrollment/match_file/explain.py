"""One decision in words: the candidates, their differences, the nearest rule and the objections."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from enrollment.matching import Asked, Decision, Outcome
from enrollment.matching.agreement import MISSING
from enrollment.matching.certain import Circumstances
from enrollment.matching.reasons import CONDITIONS, HELD_FOR, RULE_WORDS, WARNINGS, closeness, how, reasons
from enrollment.matching.values import Candidate

SHOWN = 10
FIELD_NAMES = {
    "number": "Social Security number",
    "birth_date": "date of birth",
    "first_name": "first name",
    "last_name": "last name",
    "middle_name": "middle name",
    "suffix": "suffix",
    "sex": "sex",
    "member_number": "member number",
    "street": "address",
    "phone": "phone",
    "email": "email",
}


def _verdict(decision: Decision, name: Callable[[UUID], str]) -> str:
    if decision.outcome == Outcome.NEW:
        return "New: no similar person is on file, even after the second search."
    if decision.outcome == Outcome.REVIEW:
        return f"For review: {HELD_FOR.get(decision.reason, decision.reason)}."
    assert decision.person_id is not None
    rule = RULE_WORDS.get(decision.reason, "a representative's decision about the same applicant")
    return f"The same person as {name(decision.person_id)}, by {decision.reason}: {rule}."


def _candidate(candidate: Candidate, asked: Asked, around: Circumstances) -> Iterator[str]:
    fields = candidate.fields
    for field, words in FIELD_NAMES.items():
        if fields[field] != MISSING:
            yield f"   {words}: {how(field, fields[field])}"
    if missing := [words for field, words in FIELD_NAMES.items() if fields[field] == MISSING]:
        yield f"   {how('', MISSING)}: {', '.join(missing)}"
    why = reasons(candidate, asked, around)
    if candidate.rule:
        yield f"   {candidate.rule} holds: {RULE_WORDS[candidate.rule]}"
    else:
        yield f"   nearest rule {why.rule} ({RULE_WORDS[why.rule]}): {'; '.join(CONDITIONS[each] for each in why.failing)}"
    for warning in why.warnings:
        yield f"   beware: {WARNINGS[warning]}"


def explanation(
    decision: Decision, asked: Asked, name: Callable[[UUID], str], *, today: date, persons: int
) -> Iterator[str]:
    """The explanation in lines of text without personal values. `name` labels a person on file."""
    around = Circumstances(today, persons)
    yield _verdict(decision, name)
    for place, candidate in enumerate(decision.candidates[:SHOWN], 1):
        yield f"{place}. {name(candidate.person_id)}: {closeness(candidate.weight)} ({candidate.weight:.1f} bits)"
        yield from _candidate(candidate, asked, around)
    if (more := len(decision.candidates) - SHOWN) > 0:
        yield f"{more} more, further down in the same order."
