"""Ask the employer about a request; the goal is paused until the answer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import User
from accounts.platform.business_time import minutes_between
from accounts.queries import closed_days
from enrollment.models import Change
from enrollment.queries.changes.talk import ASKED
from enrollment.services.changes import state
from enrollment.services.refusals import CannotDecide
from enrollment.services.review.claim import locked_change, opened, put_on_record
from enrollment.services.review.discretion import refuse_betrayal
from enrollment.services.submission import submission_for, tell


def ask_employer(*, review_id: UUID, by: User, at: datetime, question: str, shown: str | None = None) -> Change:
    """Ask the employer and pause the goal with its remaining business minutes."""
    if not question.strip():
        raise CannotDecide(_("Enter the question for the employer."))
    review = opened(review_id, by, at, note=question, shown=shown)
    refuse_betrayal(question, review)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = locked_change(review.change)
        if change.due_at is None:
            raise CannotDecide(_("You already asked the employer. Wait for the answer."))
        minutes_left = minutes_between(at, change.due_at, change.purchaser.zone, closed_days())
        state.wait_for_answer(change, question=question, minutes_left=minutes_left)
        tell(change, submission_for(change, by, at), ASKED, after={"question": question})
    put_on_record("asked_about_review", review, by=by, at=at, after={"rules_version": review.rules_version})
    return change
