"""Settling a review: who each applicant is, checked once more against what is on file at this moment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import User
from enrollment.commands import AddDependents, AddEmployee, Command, CorrectDetails, EndCoverage, command_from
from enrollment.matching import RULES_VERSION, Decision, Outcome
from enrollment.models import Candidate, Change, Person, PersonDetail, PersonMerge, Review
from enrollment.services.changes import write_correction, write_dependents, write_employee, write_end
from enrollment.services.identity import amend_identity, remember, renew_review
from enrollment.services.refusals import CannotChange, CannotDecide
from enrollment.services.review.answer import ask_again
from enrollment.services.review.claim import decided, locked_change, opened
from enrollment.services.review.shared_numbers import others_told_of
from enrollment.services.roster import hide_held
from enrollment.services.submission import Submission, submission_for

Identities = Mapping[int, UUID | None]
Amendments = Mapping[int, Mapping[str, str]]


class StaleFacts(CannotDecide):
    """What is on file is no longer what the decision rests on. `said` is what the engine says now.

    `may_insist`: somebody else is certain, and the representative may decide otherwise knowing that.
    """

    def __init__(self, text: str, said: Sequence[Decision], *, may_insist: bool):
        super().__init__(text)
        self.said, self.may_insist = said, may_insist


def settle(
    *,
    review_id: UUID,
    identities: Identities,
    by: User,
    at: datetime,
    note: str,
    amendments: Amendments | None = None,
    insist: bool = False,
    number_of: Collection[str] = (),
    shown: str | None = None,
) -> Change:
    """Settle a review: for each place among the applicants a person on file, or None for somebody new.

    `amendments` say for each place what to do with identity fields of the carrier's record that differ (keep where
    nothing is said). Of a correction they say it of every identity field that differs, by the choices of
    rules/corrections.py; without any, all is taken as it was submitted. Windows are judged by the day it was asked for,
    everything else by now. Raises CannotDecide, also when the rules that the employer's form obeys do not allow the
    change any more, StaleFacts, and NumberOfAnother unless `number_of` holds the id of every other person whose number
    is taken.
    """
    review = opened(review_id, by, at, note=note, shown=shown)
    command = command_from(review.change.type, review.change.payload)
    _check_identities(review, len(command.people), identities)
    with transaction.atomic():
        said, change, became, facts = _write(review, command, identities, amendments or {}, by, at, insist, number_of)
        remember(review, command.people, identities, became, by=by, at=at)
        decided(
            review,
            Review.Decision.SETTLED,
            by=by,
            at=at,
            note=note,
            said=_on_record(said, identities, became) | facts,
        )
    return change


def _write(
    review: Review,
    command: Command,
    identities: Identities,
    amendments: Amendments,
    by: User,
    at: datetime,
    insist: bool,
    number_of: Collection[str],
) -> tuple[Sequence[Decision], Change, list[UUID], dict[str, Any]]:
    chosen = [person for person in identities.values() if person]
    gone = _gone(chosen)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = locked_change(review.change)
        submission = submission_for(change, by, at)
        said = ask_again(change, command, submission)
        _refuse_stale(review, said, identities, gone, insist)
        others = others_told_of(command, identities, amendments, submission, number_of)
        try:
            change = _carry_out(change, command, submission, identities, amendments.get(0))
        except CannotChange as refusal:
            raise CannotDecide(*refusal.problems) from refusal
        became = list(PersonDetail.objects.filter(change=change).order_by("pk").values_list("person_id", flat=True))
        amended = {
            str(place): done
            for place, person in sorted(identities.items())
            if person and (done := amend_identity(person, command.people[place], amendments.get(place, {}), at=at))
        }
        if isinstance(command, CorrectDetails) and amendments.get(0):
            amended = {"0": dict(amendments[0])}
    return said, change, became, {"amended": amended, "number_of": others}


def _gone(chosen: Sequence[UUID]) -> set[UUID]:
    """Those of the chosen who have died, or whose record was merged into another; all are locked."""
    people = list(Person.objects.select_for_update(no_key=True).filter(pk__in=chosen).order_by("pk"))
    merged = PersonMerge.objects.filter(duplicate_id__in=chosen, undone_at=None)
    return {person.pk for person in people if person.deceased_on} | set(merged.values_list("duplicate_id", flat=True))


def _refuse_stale(
    review: Review, said: Sequence[Decision], identities: Identities, gone: Collection[UUID], insist: bool
) -> None:
    if gone:
        raise StaleFacts(
            _("A person you chose has died, or that record was merged into another. Decide again."),
            said,
            may_insist=False,
        )
    certain = {place: each.person_id for place, each in enumerate(said) if each.outcome == Outcome.SAME}
    if not identities:  # a correction: nobody is chosen, but nobody may be certain whom the representative did not see
        with tenancy.matching():
            shown = set(Candidate.objects.current().filter(review=review).values_list("person_id", flat=True))
        certain = {place: person for place, person in certain.items() if person not in shown}
    if not insist and any(identities.get(place) != person for place, person in certain.items()):
        raise StaleFacts(
            _("By what is on file now, another answer than yours is certain. Look again, or decide anyway."),
            said,
            may_insist=True,
        )


def show_again(*, review_id: UUID, stale: StaleFacts, by: User, at: datetime) -> None:
    """Show the candidates of this moment, after a decision that rested on earlier ones was refused."""
    review = Review.objects.select_related("change__purchaser").get(pk=review_id)
    with tenancy.acting_for(review.change.purchaser, user=by):
        renew_review(review.change, submission_for(review.change, by, at), stale.said, review.reasons)


def _on_record(said: Sequence[Decision], identities: Identities, became: Sequence[UUID]) -> dict[str, Any]:
    people = [
        {
            "chosen": str(identities[place] or "new"),
            "became": str(became[place]),
            "engine": each.outcome.value,
            "engine_reason": each.reason,
            "engine_person": str(each.person_id or ""),
            "candidates": [str(one.person_id) for one in each.candidates],
        }
        for place, each in enumerate(said)
        if place in identities
    ]
    return {"engine_version": RULES_VERSION, "people": people}


def _check_identities(review: Review, people: int, identities: Identities) -> None:
    expected = (
        set(range(people)) if review.change.type in (Change.Type.ADD_EMPLOYEE, Change.Type.ADD_DEPENDENTS) else set()
    )
    if set(identities) != expected:
        raise CannotDecide(_("Decide about every person."))
    chosen = [person for person in identities.values() if person]
    if len(set(chosen)) != len(chosen):
        raise CannotDecide(_("Two people of one request cannot be the same person on file."))
    offered = set(Candidate.objects.filter(review=review, person_id__in=chosen).values_list("person_id", flat=True))
    offered |= set(Person.objects.filter(pk__in=chosen, deceased_on=None).values_list("pk", flat=True))
    if set(chosen) - offered:
        raise CannotDecide(_("That person is not on file."))


def _carry_out(
    change: Change,
    command: Command,
    submission: Submission,
    identities: Identities,
    chosen: Mapping[str, str] | None,
) -> Change:
    people = [identities.get(place) for place in range(len(identities))]
    match command:
        case AddEmployee():
            hide_held(change)
            return write_employee(change, command, submission, people)
        case AddDependents():
            return write_dependents(change, command, submission, people)
        case CorrectDetails():
            return write_correction(change, command, submission, chosen)
        case EndCoverage():
            return write_end(change, command, submission, command.earlier or command.last_day)
    raise CannotDecide(_("This kind of request needs no decision."))
