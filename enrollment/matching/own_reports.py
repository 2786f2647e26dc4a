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
    judge,
    one_record_each,
    worth_comparing,
)
from enrollment.matching.values import (
    Asked,
    Candidate,
    Contacts,
    Decision,
    Found,
    Id,
    Known,
    Outcome,
    Reported,
    Settled,
)

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
    ever = [candidate_of(asked, each, around) for each in _as_ever_reported([each for each, _candidate in compared])]
    decision = decision_about(best_of_each([*today, *ever]), settled)
    if decision is None or decision.outcome != Outcome.SAME:
        return decision
    if any(each.person_id == decision.person_id and _is_near(each) for each in today):
        return decision
    return Decision(Outcome.REVIEW, None, decision.candidates, EARLIER)


def _as_ever_reported(known: Sequence[Known]) -> list[Known]:
    """Each person with all their names, once for each birth date and number that were reported.

    A record that follows corrections has its former names beside today's birth date and number: whatever it could be
    taken for, the reports are taken for, too.
    """
    reports: dict[Id, list[Known]] = {}
    for each in known:
        reports.setdefault(each.person_id, []).append(each)
    return [
        replace(
            versions[-1],
            name=names[0],
            other_names=tuple(names[1:]),
            birth_date=born,
            number=number,
            contacts=_together([each.contacts for each in versions]),
            is_current=False,
        )
        for versions in reports.values()
        for names in [list(dict.fromkeys(each.name for each in versions))]
        for born in dict.fromkeys(each.birth_date for each in versions)
        for number in dict.fromkeys(each.number for each in versions)
    ]


def _together(contacts: Sequence[Contacts]) -> Contacts:
    return Contacts(
        frozenset().union(*(each.streets for each in contacts)),
        frozenset().union(*(each.phones for each in contacts)),
        frozenset().union(*(each.emails for each in contacts)),
    )


def _is_near(candidate: Candidate) -> bool:
    return candidate.weight >= NEAR_FROM or candidate.fields["number"] == EQUAL


def _by_others_records(place: int, found: Found, reported: Reported, around: Circumstances) -> Decision:
    """The decision without the people the employer reports: what is known of them elsewhere changes nothing.

    Only a number that one of them has by others' reports is looked at, as that of any stranger: nobody is new with it.
    """
    asked, settled = found.asked[place], (found.settled or (Settled(),) * len(found.asked))[place]

    def others(known: Sequence[Known]) -> list[Known]:
        return [
            each
            for each in known
            if each.person_id not in reported.people or (asked.number and each.number == asked.number)
        ]

    further = found.further[place] if found.further else ()
    decision = judge(asked, others(found.known[place]), others(further), settled, around)
    if decision.outcome == Outcome.SAME and decision.person_id in reported.people:
        return Decision(Outcome.REVIEW, None, decision.candidates, ELSEWHERE)
    return decision


def told(decisions: Sequence[Decision], found: Found) -> list[Decision]:
    """The decisions that the employer's answer rests on, in order.

    Where its own reports say who an applicant is, or that a representative must, they alone decide. Only an applicant
    they do not resemble is decided by everybody's records, and nobody it reports is found that way.
    """
    reported = found.reported
    if reported is None:
        return list(decisions)
    around = Circumstances(found.today, found.persons)
    said = []
    for place, (asked, known, settled) in enumerate(zip(found.asked, reported.known, reported.settled, strict=True)):
        own = _by_own_reports(asked, known, settled, around)
        if own is None:
            said.append(_by_others_records(place, found, reported, around))
        else:
            everybody = best_of_each([*own.candidates, *decisions[place].candidates])
            said.append(replace(own, candidates=tuple(everybody), is_own=True))
    return one_record_each(said)
