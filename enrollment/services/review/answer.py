"""The employer's answer: the goal resumes, and corrected details are matched again."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.platform.business_time import after_minutes
from accounts.queries import closed_days
from enrollment.commands import Command, command_from
from enrollment.matching import Decision
from enrollment.models import Change
from enrollment.queries.changes.talk import ANSWERED, last_answer, question_mark
from enrollment.rules.people import Applicant
from enrollment.services.changes import Checked, Decided, kind_of, state
from enrollment.services.identity import renew_review
from enrollment.services.refusals import CannotChange
from enrollment.services.roster import hide_held
from enrollment.services.submission import Submission, tell


def answer(
    *,
    change_id: UUID,
    text: str,
    submission: Submission,
    people: Sequence[Applicant] | None = None,
    to: str | None = None,
) -> Change:
    """Answer a representative's question, with or without corrected people.

    If the corrected people all match for certain, the change completes; otherwise it returns to the queue with new
    candidates. Text alone is for the representative. The goal resumes. `to` is the mark of the question that was read;
    a later question must be read first. A second press finds the first answer. Raises CannotChange.
    """
    own = Change.objects.select_for_update(of=("self",)).select_related("enrollment", "purchaser")
    change = own.get(purchaser=submission.purchaser, pk=change_id)
    submission.refuse_without(kind_of(change).privilege, unit_id=change.unit_id)
    if change.state != Change.State.ACTION_NEEDED:
        if to == question_mark(change) and _is_repeated(change, text, people, submission):
            return change
        raise CannotChange(_("This question has already been answered."))
    if to is not None and to != question_mark(change):
        raise CannotChange(
            _("Your representative asked another question after you opened this page. Read it, then answer.")
        )
    submission = replace(submission, received_at=change.submitted_at)
    command = command_from(change.type, change.payload)
    said: dict[str, object] = {"answer": text}
    if people is None or tuple(people) == command.people:
        _back_to_the_queue(change, submission)
        tell(change, submission, ANSWERED, after=said)
        return change
    if not command.people:
        raise CannotChange(_("This request has no details to correct. Answer in the text field."))
    command, kind = command.with_people(people), kind_of(command)
    checked, decisions = _corrected(change, command, submission)
    said |= {"corrected": True}
    hide_held(change)
    if checked.reasons or not all(kind.is_certain(each) for each in decisions):
        _back_to_the_queue(change, submission)
        renew_review(change, submission, decisions, checked.reasons)
        kind.show_waiting(change, command, checked)
        tell(change, submission, ANSWERED, after=said)
        return change
    tell(change, replace(submission, mails=False), ANSWERED, after=said)
    decided = Decided(people=[decision.person_id for decision in decisions])
    return kind.write(change, command, submission, decided, checked)


def _is_repeated(change: Change, text: str, people: Sequence[Applicant] | None, submission: Submission) -> bool:
    """Whether this very answer, by this user, is the last one about the change."""
    last, command = last_answer(change), command_from(change.type, change.payload)
    if last is None or last.actor_id != submission.by.pk or (last.after or {}).get("answer") != text:
        return False
    return people is None or tuple(people) == command.people


def _back_to_the_queue(change: Change, submission: Submission) -> None:
    left = change.minutes_left or 0
    state.wait_for_review(change, due_at=after_minutes(submission.at, left, submission.purchaser.zone, closed_days()))


def _corrected(change: Change, command: Command, submission: Submission) -> tuple[Checked, Sequence[Decision]]:
    """Store corrected people after the form's checks, with the engine's decisions.

    The digest of the first form stays, so that a resubmission is idempotent.
    """
    kind = kind_of(command)
    family = kind.family(command, submission)
    checked = kind.check(command, family, submission)
    decisions = kind.identify(command, family, submission).told
    kind.refuse_beside_open(command, family, submission, own=change)
    if refusal := kind.known_refusal(change, command, submission, decisions):
        raise refusal
    change.payload, change.title = command.payload(), checked.title
    for column, value in checked.facts.items():
        setattr(change, column, value)
    return checked, decisions
