"""Asking the employer, and the answer: the clock stands still meanwhile, and corrected data are matched anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from accounts.business_time import after_minutes, minutes_between
from accounts.models import User
from accounts.services import closed_days
from enrollment.commands import (
    AddDependents,
    AddEmployee,
    Command,
    CorrectDetails,
    as_payload,
    command_from,
    with_people,
)
from enrollment.matching import Decision, Outcome
from enrollment.models import Change
from enrollment.queries.requests import question_mark
from enrollment.rules.people import Applicant
from enrollment.services.again import ask_again
from enrollment.services.candidates import renew_review
from enrollment.services.correct import further_reasons, write_correction
from enrollment.services.dependents import check_dependents, write_dependents
from enrollment.services.discretion import refuse_betrayal
from enrollment.services.enroll import check_employee, locked_family, subject_index, title_of, write_employee
from enrollment.services.hold import answer_at_the_step, open_for_subject
from enrollment.services.receive import Submission, tell
from enrollment.services.refusals import CannotChange, CannotDecide
from enrollment.services.reviews import ANSWERED, ASKED, locked_change, opened, put_on_record, submission_for
from enrollment.services.roster import hide_held, refresh, show_held


def ask_employer(*, review_id: UUID, by: User, at: datetime, question: str, shown: str | None = None) -> Change:
    """Ask the employer; the clock stops and keeps the business minutes that are left."""
    if not question.strip():
        raise CannotDecide(_("Write the question to the employer."))
    review = opened(review_id, by, at, note=question, shown=shown)
    refuse_betrayal(question, review)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = locked_change(review.change)
        if change.due_at is None:
            raise CannotDecide(_("The employer has been asked already."))
        change.minutes_left = minutes_between(at, change.due_at, change.purchaser.zone, closed_days())
        change.state, change.question = Change.State.ACTION_NEEDED, question
        change.due_at = change.expected_at = None
        change.save()
        tell(change, submission_for(change, by, at), ASKED, after={"question": question})
    put_on_record("asked_about_review", review, by=by, at=at, after={"rules_version": review.rules_version})
    return change


def answer(
    *,
    change_id: UUID,
    text: str,
    submission: Submission,
    people: Sequence[Applicant] | None = None,
    to: str | None = None,
) -> Change:
    """The employer's answer to a representative's question, perhaps with other data about the people of the request.

    Corrected data are matched anew: when everybody is certain now the change completes, else it goes back to the
    queue with fresh candidates. An answer without a correction is for the representative to read. The clock goes on.
    `to`: the mark of the question that was read; a later one has to be read first. Raises CannotChange.
    """
    own = Change.objects.select_for_update(of=("self",)).select_related("enrollment", "purchaser")
    change = own.get(purchaser=submission.purchaser, pk=change_id)
    if change.state != Change.State.ACTION_NEEDED:
        raise CannotChange(_("This question has been answered already."))
    if to is not None and to != question_mark(change):
        raise CannotChange(
            _("Your representative has asked another question since you opened this page. Read it first.")
        )
    submission = replace(submission, received_at=change.submitted_at)
    command = command_from(change.type, change.payload)
    said = {"answer": text}
    if people is None or tuple(people) == command.people:
        _back_to_the_queue(change, submission)
        tell(change, submission, ANSWERED, after=said)
        return change
    command = with_people(command, people)
    decisions, further = _matched_anew(change, command, submission)
    if further or any(each.outcome == Outcome.REVIEW for each in decisions):
        _back_to_the_queue(change, submission)
        renew_review(change, submission, decisions, further)
        _show_as_held(change, command, submission)
        tell(change, submission, ANSWERED, after=said | {"corrected": True})
        answer_at_the_step(submission)
        return change
    tell(change, replace(submission, mails=False), ANSWERED, after=said | {"corrected": True})
    return _complete(change, command, submission, decisions)


def _back_to_the_queue(change: Change, submission: Submission) -> None:
    change.due_at = after_minutes(submission.at, change.minutes_left or 0, submission.purchaser.zone, closed_days())
    change.state, change.minutes_left, change.question = Change.State.IN_REVIEW, None, None
    change.save()


def _matched_anew(change: Change, command: Command, submission: Submission) -> tuple[Sequence[Decision], list[str]]:
    """The corrected data on the change, checked by the rules of the form, and what the engine says of them.

    The digest stays that of the first form: sent once more, it is the same request.
    """
    further: list[str] = []
    match command:
        case AddEmployee():
            check_employee(command, submission)
            subject = subject_index(command.people[0])
            waiting = open_for_subject(submission.purchaser, subject)
            if waiting and waiting != change:
                raise CannotChange(_("This employee is already with a representative."), see=waiting)
            change.subject_index = subject
        case AddDependents():
            check_dependents(command, locked_family(command.enrollment_id, submission), submission)
        case CorrectDetails():
            further = further_reasons(command, submission)
    change.title = title_of(command) or change.title
    change.payload = as_payload(command)
    return ask_again(change, command, submission), further


def _show_as_held(change: Change, command: Command, submission: Submission) -> None:
    if isinstance(command, AddEmployee):
        hide_held(change)
        _offering, start, _terms = check_employee(command, submission)
        show_held(change, command.family, starts_on=start.on)
    elif change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])


def _complete(change: Change, command: Command, submission: Submission, decisions: Sequence[Decision]) -> Change:
    person_ids = [decision.person_id for decision in decisions]
    match command:
        case AddEmployee():
            hide_held(change)
            return write_employee(change, command, submission, person_ids)
        case AddDependents():
            return write_dependents(change, command, submission, person_ids)
        case CorrectDetails():
            return write_correction(change, command, submission)
    raise CannotChange(_("This request holds nobody's details to correct."))
