"""Hold a change for review without telling the employer whom it may match."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from accounts.platform.business_time import due_at
from accounts.queries import closed_days
from accounts.services import record, schedule
from enrollment.matching import Decision
from enrollment.models import Change
from enrollment.services.changes import state
from enrollment.services.identity import open_review
from enrollment.services.roster import hide_held, refresh
from enrollment.services.submission import Submission, tell

REVIEW_BUDGET_PASSED = "review_budget_passed"
ALERT = "enrollment.mail_review_budget"


def hold(
    change: Change,
    submission: Submission,
    *,
    decisions: Sequence[Decision] = (),
    reasons: Sequence[str] = (),
    budget: int,
) -> Change:
    """Save the change in review, with its due time, review and candidates."""
    state.wait_for_review(change, due_at=due_at(submission.at, submission.purchaser.zone, closed_days()))
    tell(change, submission, "sent_to_representative")
    open_review(change, submission, decisions, reasons)
    _watch_budget(submission, budget)
    return change


def let_go(change: Change, submission: Submission, verb: str) -> Change:
    """Take a change without effect off the roster, and notify."""
    hide_held(change)
    if change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])
    tell(change, submission, verb)
    return change


def _watch_budget(submission: Submission, budget: int) -> None:
    """Tell the representative once a day about a user with unusually many requests in review.

    "Completed or in review" reveals one bit about who is on file, so users must not ask without limit.
    """
    since = submission.at - timedelta(days=1)
    held = Change.objects.submitted().filter(
        ~Q(due_at=None) | Q(question__isnull=False),
        purchaser=submission.purchaser,
        submitted_by=submission.by,
        submitted_at__gt=since,
    )
    if held.count() != budget + 1:
        return
    record(
        REVIEW_BUDGET_PASSED,
        by=submission.by,
        at=submission.at,
        purchaser=submission.purchaser,
        channel=submission.channel,
        staff_only=True,
    )
    schedule(ALERT, arguments={}, at=submission.at, purchaser=submission.purchaser, by=submission.by)
