"""The employer's answer: the clock goes on, and corrected details are matched again."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.platform.business_time import after_minutes
from accounts.queries import closed_days
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
from enrollment.queries.changes.open import open_for_subject
from enrollment.queries.changes.talk import ANSWERED, question_mark
from enrollment.rules.people import Applicant, Family
from enrollment.services.changes import (
    answer_at_the_step,
    check_dependents,
    check_employee,
    further_reasons,
    locked_family,
    state,
    subject_index,
    title_of,
    write_correction,
    write_dependents,
    write_employee,
)
from enrollment.services.identity import identify, renew_review
from enrollment.services.refusals import CannotChange
from enrollment.services.roster import hide_held, refresh, show_held
from enrollment.services.submission import Submission, tell


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
    left = change.minutes_left or 0
    state.wait_for_review(change, due_at=after_minutes(submission.at, left, submission.purchaser.zone, closed_days()))


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


def ask_again(change: Change, command: Command, submission: Submission) -> Sequence[Decision]:
    """What the engine says now about each of the command's people, place by place; nothing where nobody is asked for."""
    match command:
        case AddEmployee():
            return identify(command.family, today=submission.judged_on)
        case AddDependents():
            family = Family(None, command.dependents)
            return identify(family, today=submission.judged_on, enrollment_id=command.enrollment_id)
        case CorrectDetails():
            family = Family(None, (command.after,))
            return identify(
                family,
                today=submission.judged_on,
                enrollment_id=change.enrollment_id,
                itself=command.person_id,
            )
    return ()
