"""Asking the engine once more about a change that waits: at a decision, and when an employer has answered."""

from collections.abc import Sequence

from enrollment.commands import AddDependents, AddEmployee, Command, CorrectDetails
from enrollment.matching import Decision
from enrollment.models import Change
from enrollment.rules.people import Family
from enrollment.services.identify import identify
from enrollment.services.receive import Submission


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
