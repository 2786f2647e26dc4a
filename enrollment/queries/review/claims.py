"""Who claims a review, and until when."""

from datetime import datetime, timedelta

from django.db.models import Count, Max

from accounts.models import Activity, User
from enrollment.models import Candidate, Review
from enrollment.queries.changes.talk import ANSWERED, ASKED

CLAIM_LAPSES = timedelta(minutes=30)


def holder_of(review: Review, at: datetime) -> User | None:
    """Who claims the review now. A claim lapses after 30 idle minutes."""
    if review.claimed_at is None or at - review.claimed_at >= CLAIM_LAPSES:
        return None
    return review.claimed_by


def held_until(review: Review, at: datetime) -> datetime | None:
    """When the current claim lapses if its holder stays idle."""
    return review.claimed_at + CLAIM_LAPSES if review.claimed_at and holder_of(review, at) else None


def shown_of(review: Review) -> str:
    """The version of what the page shows; it changes with each question, answer and new match."""
    said = Activity.objects.filter(
        purchaser_id=review.purchaser_id,
        object_type="change",
        object_id=str(review.change_id),
        verb__in=[ASKED, ANSWERED],
    )
    candidates = Candidate.objects.filter(review=review).aggregate(ever=Count("pk"), past=Count("superseded_at"))
    return f"{said.aggregate(last=Max('pk'))['last'] or 0}-{candidates['ever']}-{candidates['past']}"
