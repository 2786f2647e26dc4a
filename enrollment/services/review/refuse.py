"""Decline a change with a reason for the employer."""

from datetime import datetime
from uuid import UUID

from access import tenancy
from accounts.models import User
from enrollment.models import Change, Review
from enrollment.services.changes import let_go, state
from enrollment.services.review.claim import decided, locked_change, opened
from enrollment.services.review.discretion import refuse_betrayal
from enrollment.services.submission import submission_for


def refuse(*, review_id: UUID, by: User, at: datetime, note: str, shown: str | None = None) -> Change:
    """Decline a change with a reason for the employer. Nothing of it is written."""
    review = opened(review_id, by, at, note=note, shown=shown)
    refuse_betrayal(note, review)
    with tenancy.acting_for(review.change.purchaser, user=by):
        change = locked_change(review.change)
        let_go(state.refuse(change, reason=note, at=at), submission_for(change, by, at), "refused")
    decided(review, Review.Decision.REFUSED, by=by, at=at, note=note)
    return change
