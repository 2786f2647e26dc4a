"""Submit: the one way in for every kind of change."""

from enrollment.commands import Command
from enrollment.models import Change
from enrollment.services.changes.budget import spend
from enrollment.services.changes.hold import hold
from enrollment.services.changes.kinds import kind_of
from enrollment.services.changes.kinds.kind import Decided
from enrollment.services.changes.receive import received, received_before
from enrollment.services.submission import Submission


def submit(*, command: Command, submission: Submission) -> Change:
    """The change a command makes: completed, or entirely in review.

    A repeated submission returns the same change. Raises CannotChange, and KeyReused for other content under one key.
    """
    submission.refuse_without(kind_of(command).privilege)
    if first := received_before(submission, command):
        return first
    kind = kind_of(command)
    family = kind.family(command, submission)
    checked = kind.check(command, family, submission)
    submission.refuse_without(kind.privilege, unit_id=checked.unit_id)
    spend(checked, submission, kind.refusal)
    # identify takes the locks, so that the second of two requests for one new employee sees the first.
    decisions = kind.identify(command, family, submission).told
    kind.refuse_beside_open(command, family, submission)
    change = received(command, submission, unit_id=checked.unit_id, title=checked.title, **checked.facts)
    if refusal := kind.known_refusal(change, command, submission, decisions):
        raise refusal
    if checked.reasons or not all(kind.is_certain(decision) for decision in decisions):
        hold(change, submission, decisions=decisions, reasons=checked.reasons)
        kind.show_waiting(change, command, checked)
        return change
    decided = Decided(people=[decision.person_id for decision in decisions])
    return kind.write(change, command, submission, decided, checked)
