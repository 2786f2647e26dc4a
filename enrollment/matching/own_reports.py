"""What an employer is told: decided by its own reports first.

An answer that depended on what others report about the same people would tell of them: a correction reaches the
carrier's record only when nobody else reports the person, so the record of a person known elsewhere stays behind. The
employer's own reports, in all their versions, are the same wherever else the person is known.
"""

from collections.abc import Sequence
from dataclasses import replace

from enrollment.matching.agreement import EQUAL
from enrollment.matching.certain import Circumstances
from enrollment.matching.decide import (
    NEAR_FROM,
    best_of_each,
    candidate_of,
    decision_about,
    one_record_each,
    worth_comparing,
)
from enrollment.matching.values import Asked, Candidate, Decision, Found, Known, Outcome, Reported, Settled

# The applicant is as the employer reported somebody who has other details today.
EARLIER = "as_reported_earlier"
# Certain, but not by this employer's own reports about the person.
ELSEWHERE = "certain_by_other_reports"


def _by_own_reports(asked: Asked, known: Sequence[Known], settled: Settled, around: Circumstances) -> Decision | None:
    """The decision by the employer's own reports, or None if none of them could be the applicant.

    Today's reports count first. An earlier one says who somebody is only while today's is near, too: else the record was
    given to somebody else since.
    """
    compared = [(each, candidate_of(asked, each, around)) for each in worth_comparing(known, settled)]
    today = best_of_each([candidate for each, candidate in compared if each.is_current])
    decision = decision_about(today, settled)
    if decision is not None and decision.outcome == Outcome.SAME:
        return decision
    decision = decision_about(best_of_each([candidate for _each, candidate in compared]), settled)
    if decision is None or decision.outcome != Outcome.SAME:
        return decision
    if any(each.person_id == decision.person_id and _is_near(each) for each in today):
        return decision
    return Decision(Outcome.REVIEW, None, decision.candidates, EARLIER)


def _is_near(candidate: Candidate) -> bool:
    return candidate.weight >= NEAR_FROM or candidate.fields["number"] == EQUAL


def _told(engine: Decision, own: Decision | None, reported: Reported) -> Decision:
    if own is None:
        certain_elsewhere = engine.outcome == Outcome.SAME and engine.person_id in reported.people
        return Decision(Outcome.REVIEW, None, engine.candidates, ELSEWHERE) if certain_elsewhere else engine
    return replace(own, candidates=tuple(best_of_each([*own.candidates, *engine.candidates])))


def told(decisions: Sequence[Decision], found: Found) -> list[Decision]:
    """The decisions that the employer's answer rests on, in order.

    Where its own reports say who an applicant is, or that a representative must, they alone decide. Only an applicant
    they do not resemble is decided by everybody's records, and nobody it reports is found that way.
    """
    reported = found.reported
    if reported is None:
        return list(decisions)
    around = Circumstances(found.today, found.persons)
    own = [
        _by_own_reports(asked, known, settled, around)
        for asked, known, settled in zip(found.asked, reported.known, reported.settled, strict=True)
    ]
    return one_record_each([_told(*both, reported) for both in zip(decisions, own, strict=True)])
