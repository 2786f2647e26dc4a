"""Hold a change for review without telling the employer whom it may match."""

from collections.abc import Sequence

from accounts.platform.business_time import due_at
from accounts.queries import closed_days
from enrollment.matching import Decision
from enrollment.models import Change
from enrollment.services.changes import state
from enrollment.services.changes.budget import watch_reviews
from enrollment.services.identity import open_review
from enrollment.services.roster import hide_held, refresh
from enrollment.services.submission import Submission, tell


def hold(
    change: Change,
    submission: Submission,
    *,
    decisions: Sequence[Decision] = (),
    reasons: Sequence[str] = (),
) -> Change:
    """Save the change in review, with its due time, review and candidates."""
    state.wait_for_review(change, due_at=due_at(submission.at, submission.purchaser.zone, closed_days()))
    tell(change, submission, "sent_to_representative")
    open_review(change, submission, decisions, reasons)
    watch_reviews(submission)
    return change


def let_go(change: Change, submission: Submission, verb: str) -> Change:
    """Take a change without effect off the roster, and notify."""
    hide_held(change)
    if change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])
    tell(change, submission, verb)
    return change
