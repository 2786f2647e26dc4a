"""What a representative does with a change: claim it, settle it person by person, refuse it, ask the employer.

Entered under the staff role. What a decision writes for the purchaser is written with the application's own
rights, inside that purchaser's scope, by the same functions that the web form calls.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from accounts.business_time import after_minutes, minutes_between
from accounts.models import Activity, User
from accounts.services import closed_days
from enrollment.commands import AddDependents, AddEmployee, CorrectDetails, EndCoverage, command_from
from enrollment.models import Candidate, Change, Person, PersonDetail, Review
from enrollment.services.correct import write_correction
from enrollment.services.ends import write_end
from enrollment.services.enroll import write_dependents, write_employee
from enrollment.services.memory import remember
from enrollment.services.receive import Submission, tell
from enrollment.services.refusals import CannotChange, CannotDecide
from enrollment.services.roster import hide_held, refresh

CLAIM_LAPSES = timedelta(minutes=30)
REPRESENTATIVE = Activity.Channel.REPRESENTATIVE


def _locked(review_id: UUID) -> Review:
    reviews = Review.objects.select_for_update(of=("self",)).select_related("change__purchaser", "claimed_by")
    return reviews.get(pk=review_id)


def holder_of(review: Review, at: datetime) -> User | None:
    """Who has the review claimed at this instant: a claim lapses after 30 idle minutes."""
    if review.claimed_at is None or at - review.claimed_at >= CLAIM_LAPSES:
        return None
    return review.claimed_by


def claim(*, review_id: UUID, by: User, at: datetime) -> Review:
    """Take a review, or keep it; refused politely while another representative works on it."""
    review = _locked(review_id)
    holder = holder_of(review, at)
    if holder and holder != by:
        raise CannotDecide(_("%(name)s is working on this request.") % {"name": holder})
    review.claimed_by, review.claimed_at = by, at
    review.save(update_fields=["claimed_by", "claimed_at"])
    return review


def release(*, review_id: UUID, by: User) -> Review:
    """Give a review that is claimed by or assigned to oneself back to the queue."""
    review = _locked(review_id)
    if review.claimed_by == by:
        review.claimed_by = review.claimed_at = None
    if review.assigned_to_id == by.pk:
        review.assigned_to = None
    review.save(update_fields=["claimed_by", "claimed_at", "assigned_to"])
    return review


def _open(review_id: UUID, by: User, at: datetime, *, note: str) -> Review:
    """The review, claimed, for a decision on it. Every decision has a reason."""
    if not note.strip():
        raise CannotDecide(_("Enter the reason for the decision."))
    review = claim(review_id=review_id, by=by, at=at)
    if review.decision or not review.change.is_open:
        raise CannotDecide(_("This request has been settled already."))
    return review


def _submission(change: Change, by: User, at: datetime) -> Submission:
    return Submission(
        purchaser=change.purchaser,
        by=by,
        at=at,
        key=change.idempotency_key or "",
        channel=REPRESENTATIVE,
        received_at=change.submitted_at,
    )


def _locked_change(change: Change) -> Change:
    """The change inside its purchaser's scope: the employer may have withdrawn it meanwhile."""
    fresh = Change.objects.select_for_update(of=("self",)).select_related("purchaser", "enrollment").get(pk=change.pk)
    if not fresh.is_open:
        raise CannotDecide(_("The employer has withdrawn this request."))
    return fresh


def _decided(review: Review, decision: str, *, by: User, at: datetime, note: str) -> None:
    review.decision, review.decided_by, review.decided_at, review.note = decision, by, at, note
    review.save(update_fields=["decision", "decided_by", "decided_at", "note"])


def settle(*, review_id: UUID, identities: Mapping[int, UUID | None], by: User, at: datetime, note: str) -> Change:
    """Settle a review: for each place among the applicants a person on file, or None for somebody new.

    Windows are judged by the day it was asked for, everything else by now. Raises CannotDecide, also when
    the same rules that the employer's form obeys do not allow the change any more.
    """
    review = _open(review_id, by, at, note=note)
    command = command_from(review.change.type, review.change.payload)
    _check_identities(review, len(command.people), identities)
    _decided(review, Review.Decision.SETTLED, by=by, at=at, note=note)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = _locked_change(review.change)
        try:
            change = _carry_out(change, command, _submission(change, by, at), identities)
        except CannotChange as refusal:
            raise CannotDecide(*refusal.problems) from refusal
        became = list(PersonDetail.objects.filter(change=change).order_by("pk").values_list("person_id", flat=True))
    remember(review, command.people, identities, became, by=by, at=at)
    return change


def _check_identities(review: Review, people: int, identities: Mapping[int, UUID | None]) -> None:
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
    command: AddEmployee | AddDependents | CorrectDetails | EndCoverage | object,
    submission: Submission,
    identities: Mapping[int, UUID | None],
) -> Change:
    people = [identities.get(place) for place in range(len(identities))]
    match command:
        case AddEmployee():
            hide_held(change)
            return write_employee(change, command, submission, people)
        case AddDependents():
            return write_dependents(change, command, submission, people)
        case CorrectDetails():
            return write_correction(change, command, submission)
        case EndCoverage():
            return write_end(change, command, submission, command.earlier or command.last_day)
    raise CannotDecide(_("This kind of request needs no decision."))


def refuse(*, review_id: UUID, by: User, at: datetime, note: str) -> Change:
    """Refuse a change with a reason that the employer reads. Nothing of it is written."""
    review = _open(review_id, by, at, note=note)
    _decided(review, Review.Decision.REFUSED, by=by, at=at, note=note)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = _locked_change(review.change)
        change.state, change.refusal, change.settled_at = Change.State.REFUSED, note, at
        return _closed(change, _submission(change, by, at), "refused")


def _closed(change: Change, submission: Submission, verb: str) -> Change:
    """Save a change that ended without effect, and take it off the roster."""
    change.due_at = change.expected_at = change.minutes_left = change.question = None
    change.save()
    hide_held(change)
    if change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])
    tell(change, submission, verb)
    return change


def ask_employer(*, review_id: UUID, by: User, at: datetime, question: str) -> Change:
    """Ask the employer; the clock stops and keeps the business minutes that are left."""
    review = _open(review_id, by, at, note=question)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = _locked_change(review.change)
        if change.due_at is None:
            raise CannotDecide(_("The employer has been asked already."))
        change.minutes_left = minutes_between(at, change.due_at, change.purchaser.zone, closed_days())
        change.state, change.question = Change.State.ACTION_NEEDED, question
        change.due_at = change.expected_at = None
        change.save()
        tell(change, _submission(change, by, at), "asked_employer", after={"question": question})
        return change


def answer(*, change_id: UUID, text: str, submission: Submission) -> Change:
    """The employer's answer to a representative's question; the clock goes on."""
    own = Change.objects.select_for_update(of=("self",)).select_related("enrollment")
    change = own.get(purchaser=submission.purchaser, pk=change_id)
    if change.state != Change.State.ACTION_NEEDED:
        raise CannotChange(_("This question has been answered already."))
    change.due_at = after_minutes(submission.at, change.minutes_left or 0, submission.purchaser.zone, closed_days())
    change.state, change.minutes_left, change.question = Change.State.IN_REVIEW, None, None
    change.save()
    tell(change, submission, "answered", after={"answer": text})
    return change


def withdraw(*, change_id: UUID, submission: Submission) -> Change:
    """The employer takes a change back that a representative has not settled."""
    own = Change.objects.select_for_update(of=("self",)).select_related("enrollment")
    change = own.get(purchaser=submission.purchaser, pk=change_id)
    if not change.is_open:
        raise CannotChange(_("This request has been settled already."), see=change)
    change.state, change.settled_at = Change.State.WITHDRAWN, submission.at
    return _closed(change, submission, "withdrew")
