"""What an employer is told: decided by its own reports first.

An answer that depended on what others report about the same people would tell of them: a correction reaches the
carrier's record only when nobody else reports the person, so the record of a person known elsewhere stays behind. The
employer's own reports, in all their versions, are the same wherever else the person is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from enrollment.matching.certain import Circumstances
from enrollment.matching.decide import (
    best_of_each,
    candidate_of,
    decide,
    decision_about,
    is_near,
    judge,
    one_record_each,
    worth_comparing,
)
from enrollment.matching.values import (
    Asked,
    Contacts,
    Decision,
    Found,
    Id,
    Known,
    Outcome,
    Reported,
    Settled,
)
from enrollment.rules.people import Family

# The applicant is as the employer reported somebody who has other details today.
EARLIER = "as_reported_earlier"
# Certain, but not by this employer's own reports about the person.
ELSEWHERE = "certain_by_other_reports"


def _by_own_reports(asked: Asked, known: Sequence[Known], settled: Settled, around: Circumstances) -> Decision | None:
    """The decision by the employer's own reports, or None if none of them could be the applicant.

    Today's reports count first. An earlier one says who somebody is only while today's is near, too: else the record was
    given to somebody else since.
    """
    compared = worth_comparing(known, settled)
    today = best_of_each([candidate_of(asked, each, around) for each in compared if each.is_current])
    decision = decision_about(today, settled)
    if decision is not None and decision.outcome == Outcome.SAME:
        return decision
    ever = [candidate_of(asked, each, around) for each in _as_ever_reported(compared)]
    if not ever:
        return decision
    decision = decision_about(best_of_each([*today, *ever]), settled)
    if decision is None or decision.outcome != Outcome.SAME:
        return decision
    if any(each.person_id == decision.person_id and is_near(each) for each in today):
        return decision
    return Decision(Outcome.REVIEW, None, decision.candidates, EARLIER)


def _as_ever_reported(known: Sequence[Known]) -> list[Known]:
    """Whoever was reported in several versions, with all their names, once for each birth date and number.

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
        if len(versions) > 1
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


def _told(family: Family, found: Found, reported: Reported) -> list[Decision]:
    around = Circumstances(found.today, found.persons)
    own = [
        _by_own_reports(asked, known, settled, around)
        for asked, known, settled in zip(found.asked, reported.known, reported.settled, strict=True)
    ]
    # Everybody's records matter to a representative: they are compared only where one may have to decide.
    engine = decide(family, found) if any(own) else []
    said = [
        replace(each, candidates=tuple(best_of_each([*each.candidates, *engine[place].candidates])), is_own=True)
        if each
        else _by_others_records(place, found, reported, around)
        for place, each in enumerate(own)
    ]
    return one_record_each(said)


@dataclass(frozen=True)
class Identified:
    """Who the people of a change are, by position: to a representative (`decisions`), and to the employer (`told`).

    Where the employer's own reports say who an applicant is, or that a representative must, they alone decide. Only an
    applicant they do not resemble is decided by others' records, and nobody it reports is found that way.
    """

    family: Family
    found: Found

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        return decide(self.family, self.found)

    @cached_property
    def told(self) -> Sequence[Decision]:
        return _told(self.family, self.found, self.found.reported) if self.found.reported else self.decisions


# Of a change that matches nobody.
NOBODY = Identified(Family(None, ()), Found((), (), (), date.min, 0))
