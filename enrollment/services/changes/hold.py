"""Handing a change to a representative, without telling the employer anything about whom it may concern."""

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
    """Save the change as waiting for a representative, with its due time, review and candidates."""
    state.wait_for_review(change, due_at=due_at(submission.at, submission.purchaser.zone, closed_days()))
    tell(change, submission, "sent_to_representative")
    open_review(change, submission, decisions, reasons)
    _watch_budget(submission, budget)
    return change


def let_go(change: Change, submission: Submission, verb: str) -> Change:
    """Take a change that ended without effect off the roster, and tell of it."""
    hide_held(change)
    if change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])
    tell(change, submission, verb)
    return change


def _watch_budget(submission: Submission, budget: int) -> None:
    """Tell the representative once a day about a user whose requests go to review unusually often.

    Completed or in review is one bit about who is on file: nobody may ask for it without end.
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
