"""Decide a review: who each applicant is, checked against the current records."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import User
from enrollment.commands import Command, command_from
from enrollment.matching import RULES_VERSION, Decision, Outcome
from enrollment.models import Candidate, Change, Person, PersonDetail, PersonMerge, Review
from enrollment.services.changes import Decided, kind_of
from enrollment.services.identity import amend_identity, remember, renew_review
from enrollment.services.refusals import CannotChange, CannotDecide
from enrollment.services.review.claim import decided, locked_change, opened
from enrollment.services.review.shared_numbers import others_told_of
from enrollment.services.roster import hide_held
from enrollment.services.submission import submission_for

Identities = Mapping[int, UUID | None]
Amendments = Mapping[int, Mapping[str, str]]


class StaleFacts(CannotDecide):
    """The records changed after the decision was made. `said` is the engine's current finding.

    `may_insist`: another person is certain, and the representative may still decide otherwise.
    """

    def __init__(self, text: str, said: Sequence[Decision], *, may_insist: bool):
        super().__init__(text)
        self.said, self.may_insist = said, may_insist


@dataclass(frozen=True)
class Ruling:
    """A representative's decision; see `settle`."""

    identities: Identities
    amendments: Amendments
    insist: bool
    number_of: Collection[str]

    @property
    def chosen(self) -> list[UUID]:
        return [person for person in self.identities.values() if person]

    @property
    def decided(self) -> Decided:
        people = [self.identities.get(place) for place in range(len(self.identities))]
        return Decided(people=people, amendments=self.amendments)


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
    """Decide a review: for each position among the applicants a person on file, or None for a new person.

    `amendments` say what to do with differing fields of the carrier's record, by position; the default is to keep. For
    a correction they cover every identity field that differs (rules/corrections.py); without any, all fields are saved
    as submitted. Windows are judged by the day of the request, everything else by now. Raises CannotDecide, also if the
    employer's own rules no longer allow the change; StaleFacts; and NumberOfAnother unless `number_of` holds the id of
    every other person with the number.
    """
    review = opened(review_id, by, at, note=note, shown=shown)
    command = command_from(review.change.type, review.change.payload)
    ruling = Ruling(identities, amendments or {}, insist, number_of)
    _check_identities(review, command, identities)
    with transaction.atomic():
        said, change, became, facts = _write(review, command, ruling, by, at)
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
    review: Review, command: Command, ruling: Ruling, by: User, at: datetime
) -> tuple[Sequence[Decision], Change, list[UUID], dict[str, Any]]:
    gone, kind = _gone(ruling.chosen), kind_of(command)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = locked_change(review.change)
        submission = submission_for(change, by, at)
        said = kind.identify(command, change.enrollment, submission).decisions
        _refuse_stale(review, said, ruling, gone)
        taken = kind.numbers_taken(command, submission, ruling.decided)
        others = others_told_of(taken, told=ruling.number_of)
        hide_held(change)
        try:
            change = kind.write(change, command, submission, ruling.decided)
        except CannotChange as refusal:
            raise CannotDecide(*refusal.problems) from refusal
        became = list(PersonDetail.objects.filter(change=change).order_by("pk").values_list("person_id", flat=True))
        amended = {
            str(place): done
            for place, person in sorted(ruling.identities.items())
            if person
            and (done := amend_identity(person, command.people[place], ruling.amendments.get(place, {}), at=at))
        }
        if not command.adds_people and ruling.amendments.get(0):
            amended = {"0": dict(ruling.amendments[0])}
    return said, change, became, {"amended": amended, "number_of": others}


def _gone(chosen: Sequence[UUID]) -> set[UUID]:
    """The chosen people who died or were merged; all are locked."""
    people = list(Person.objects.select_for_update(no_key=True).filter(pk__in=chosen).order_by("pk"))
    merged = PersonMerge.objects.filter(duplicate_id__in=chosen, undone_at=None)
    return {person.pk for person in people if person.deceased_on} | set(merged.values_list("duplicate_id", flat=True))


def _refuse_stale(review: Review, said: Sequence[Decision], ruling: Ruling, gone: Collection[UUID]) -> None:
    if gone:
        raise StaleFacts(
            _("A member you chose has died or was merged into another record. Choose again."),
            said,
            may_insist=False,
        )
    certain = {place: each.person_id for place, each in enumerate(said) if each.outcome == Outcome.SAME}
    # A correction chooses no one, but no unseen person may be certain.
    if not ruling.identities:
        with tenancy.matching():
            shown = set(Candidate.objects.current().filter(review=review).values_list("person_id", flat=True))
        certain = {place: person for place, person in certain.items() if person not in shown}
    if not ruling.insist and any(ruling.identities.get(place) != person for place, person in certain.items()):
        raise StaleFacts(
            _("Our records now point to a different answer. Check again, or select “Continue”."),
            said,
            may_insist=True,
        )


def show_again(*, review_id: UUID, stale: StaleFacts, by: User, at: datetime) -> None:
    """Show current candidates after a decision on outdated ones was refused."""
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


def _check_identities(review: Review, command: Command, identities: Identities) -> None:
    if set(identities) != (set(range(len(command.people))) if command.adds_people else set()):
        raise CannotDecide(_("Choose what to do first: decide on each person."))
    chosen = [person for person in identities.values() if person]
    if len(set(chosen)) != len(chosen):
        raise CannotDecide(_("Choose a different member for each person in the request."))
    offered = set(Candidate.objects.filter(review=review, person_id__in=chosen).values_list("person_id", flat=True))
    offered |= set(Person.objects.filter(pk__in=chosen, deceased_on=None).values_list("pk", flat=True))
    if set(chosen) - offered:
        raise CannotDecide(_("That member isn't on file."))
