"""Handing a change to a representative, without telling the employer anything about whom it may concern."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.platform.business_time import due_at
from accounts.queries import closed_days
from accounts.services import record, schedule
from enrollment.matching import Decision
from enrollment.models import Change
from enrollment.services.changes import state
from enrollment.services.identity import open_review
from enrollment.services.roster import hide_held, refresh
from enrollment.services.submission import Channel, Submission, tell

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
    answer_at_the_step(submission)
    return change


def let_go(change: Change, submission: Submission, verb: str) -> Change:
    """Take a change that ended without effect off the roster, and tell of it."""
    hide_held(change)
    if change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])
    tell(change, submission, verb)
    return change


def seconds_to_step(elapsed: float, step: float) -> float:
    """How long to wait so that `elapsed` seconds become a whole number of steps."""
    return -elapsed % step if step else 0.0


def answer_at_the_step(submission: Submission) -> None:
    """Let the time of the answer say nothing of how many people on file were compared."""
    if submission.channel == Channel.WEB:
        transaction.on_commit(lambda: _wait(submission.at))


def _wait(arrived: datetime) -> None:
    """Runs after the commit, when nothing is locked."""
    time.sleep(seconds_to_step((timezone.now() - arrived).total_seconds(), settings.HELD_ANSWER_STEP_SECONDS))


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
