"""Handing a change to a representative, without telling the employer anything about whom it may concern."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from access import tenancy
from accounts.business_time import due_at
from accounts.models import Purchaser
from accounts.services import closed_days, record, schedule
from enrollment import matching
from enrollment.matching import RULES_VERSION, Decision
from enrollment.matching.agreement import EQUAL
from enrollment.models import Candidate, Change, Review
from enrollment.services.receive import Channel, Submission, tell

REVIEW_BUDGET_PASSED = "review_budget_passed"
ALERT = "enrollment.mail_review_budget"
# The best of them: a case with more tells a representative nothing, and would take longer than one with few.
CANDIDATES_KEPT = 5
# Whoever is further away (bits) shares a household or a name with the applicant, and nothing that counts.
FURTHEST_KEPT = -10.0


def open_on_family(purchaser: Purchaser, enrollment_id: int) -> Change | None:
    """The change of this family that waits for a representative or for the employer, if there is one."""
    return Change.objects.open().filter(purchaser=purchaser, enrollment_id=enrollment_id).first()


def open_for_subject(purchaser: Purchaser, subject_index: bytes) -> Change | None:
    """The open request to add this very employee, if there is one."""
    return Change.objects.open().filter(purchaser=purchaser, subject_index=subject_index).first()


def hold(
    change: Change,
    submission: Submission,
    *,
    decisions: Sequence[Decision] = (),
    reasons: Sequence[str] = (),
    budget: int,
) -> Change:
    """Save the change as waiting for a representative, with its due time, review and candidates."""
    change.state = Change.State.IN_REVIEW
    change.due_at = due_at(submission.at, submission.purchaser.zone, closed_days())
    change.save()
    tell(change, submission, "sent_to_representative")
    _open_review(
        change, submission.at, decisions, sorted({each.reason for each in decisions if each.reason} | set(reasons))
    )
    _watch_budget(submission, budget)
    if submission.channel == Channel.WEB:
        transaction.on_commit(lambda: _answer_at_the_step(submission.at))
    return change


def seconds_to_step(elapsed: float, step: float) -> float:
    """How long to wait so that `elapsed` seconds become a whole number of steps."""
    return -elapsed % step if step else 0.0


def _answer_at_the_step(arrived: datetime) -> None:
    """Let the time of the answer say nothing of how many people on file were compared.

    Runs after the commit, when nothing is locked.
    """
    time.sleep(seconds_to_step((timezone.now() - arrived).total_seconds(), settings.HELD_ANSWER_STEP_SECONDS))


def _worth_showing(decision: Decision) -> list[matching.Candidate]:
    near = [each for each in decision.candidates if each.weight > FURTHEST_KEPT or each.fields["number"] == EQUAL]
    return near[:CANDIDATES_KEPT]


def _candidates(review: Review, decisions: Sequence[Decision]) -> list[Candidate]:
    return [
        Candidate(
            purchaser_id=review.purchaser_id,
            review=review,
            applicant=place,
            person_id=candidate.person_id,
            rank=rank,
            comparison=dict(candidate.fields),
            weight=round(candidate.weight, 2),
        )
        for place, decision in enumerate(decisions)
        for rank, candidate in enumerate(_worth_showing(decision))
    ]


def _open_review(change: Change, at: datetime, decisions: Sequence[Decision], reasons: list[str]) -> None:
    review = Review(
        purchaser=change.purchaser,
        change=change,
        opened_at=at,
        rules_version=RULES_VERSION,
        reasons=reasons,
    )
    with tenancy.matching():
        review.save(force_insert=True)
        Candidate.objects.bulk_create(_candidates(review, decisions))


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
