"""Work on a review: claim, release, view its candidates, record the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Activity, User
from accounts.services import record
from enrollment.models import Candidate, Change, Review
from enrollment.queries.review.claims import CLAIM_LAPSES, holder_of, shown_of
from enrollment.rules.numbers import holds_number
from enrollment.services.refusals import CannotDecide

REPRESENTATIVE = Activity.Channel.REPRESENTATIVE

CHANGED = gettext_lazy("This request changed after you opened it. Review it again, then decide.")


def _locked(review_id: UUID) -> Review:
    reviews = Review.objects.select_for_update(of=("self",)).select_related(
        "change__purchaser", "purchaser", "claimed_by"
    )
    return reviews.get(pk=review_id)


def _open(review_id: UUID) -> Review:
    """The review, locked; raises CannotDecide if already decided."""
    review = _locked(review_id)
    if review.change.state == Change.State.WITHDRAWN:
        raise CannotDecide(_("The employer withdrew this request."))
    if review.decision or not review.change.is_open:
        raise CannotDecide(_("This request has already been decided."))
    return review


def claim(*, review_id: UUID, by: User, at: datetime) -> Review:
    """Claim a review or keep the claim; refused while another representative works on it."""
    review = _open(review_id)
    holder = holder_of(review, at)
    if holder and holder != by:
        raise CannotDecide(_("%(name)s is working on this request.") % {"name": holder})
    review.claimed_by, review.claimed_at = by, at
    review.save(update_fields=["claimed_by", "claimed_at"])
    return review


def release(*, review_id: UUID, by: User) -> Review:
    """Return a review claimed by or assigned to oneself to the queue."""
    review = _open(review_id)
    if by.pk not in (review.claimed_by_id, review.assigned_to_id):
        raise CannotDecide(_("You can't release this request because you haven't claimed it."))
    if review.claimed_by == by:
        review.claimed_by = review.claimed_at = None
    if review.assigned_to_id == by.pk:
        review.assigned_to = None
    review.save(update_fields=["claimed_by", "claimed_at", "assigned_to"])
    return review


def opened(review_id: UUID, by: User, at: datetime, *, note: str, shown: str | None = None) -> Review:
    """The review, claimed for a decision. Every decision has a reason.

    `shown` is the version of the page; later changes must be seen first.
    """
    if not note.strip():
        raise CannotDecide(_("Enter the reason for the decision."))
    if holds_number(note):
        raise CannotDecide(_("Remove the Social Security number, ITIN or ATIN. This text is kept on record."))
    review = claim(review_id=review_id, by=by, at=at)
    if shown is not None and shown != shown_of(review):
        raise CannotDecide(str(CHANGED))
    return review


def locked_change(change: Change) -> Change:
    """The change inside its purchaser's scope: the employer may have withdrawn or answered it."""
    fresh = Change.objects.select_for_update(of=("self",)).select_related("purchaser", "enrollment").get(pk=change.pk)
    if not fresh.is_open:
        raise CannotDecide(_("The employer withdrew this request."))
    if fresh.state != change.state:
        raise CannotDecide(str(CHANGED))
    return fresh


def put_on_record(verb: str, review: Review, *, by: User, at: datetime, after: Mapping[str, Any]) -> None:
    """Write an activity line for representatives only."""
    record(
        verb,
        by=by,
        at=at,
        purchaser=review.purchaser,
        on_behalf_of=review.purchaser,
        unit=review.change.unit_id,
        channel=REPRESENTATIVE,
        obj=review,
        summary=review.change.confirmation or "",
        after=dict(after),
        staff_only=True,
    )


def decided(
    review: Review, decision: str, *, by: User, at: datetime, note: str, said: Mapping[str, Any] | None = None
) -> None:
    """Close the review and keep the reason, the rules and what the engine `said`."""
    review.decision, review.decided_by, review.decided_at, review.note = decision, by, at, note
    review.save(update_fields=["decision", "decided_by", "decided_at", "note"])
    facts = {"decision": decision, "note": note, "rules_version": review.rules_version, "held_for": review.reasons}
    put_on_record("decided_review", review, by=by, at=at, after=facts | dict(said or {}))


def look_at_candidates(*, review_id: UUID, by: User, at: datetime) -> bool:
    """Record which people a representative was shown, once per claim for the same people; whether this was the time."""
    shown = Candidate.objects.current().filter(review_id=review_id).order_by("applicant", "rank", "pk")
    people = [str(person) for person in shown.values_list("person_id", flat=True)]
    if not people:
        return False
    review = Review.objects.select_related("change", "purchaser").get(pk=review_id)
    since = review.claimed_at if holder_of(review, at) == by else at - CLAIM_LAPSES
    seen = Activity.objects.filter(
        purchaser_id=review.purchaser_id,
        object_type="review",
        object_id=str(review_id),
        verb="viewed_candidates",
        actor=by,
        at__gte=since,
        after={"candidates": people},
    )
    if seen.exists():
        return False
    put_on_record("viewed_candidates", review, by=by, at=at, after={"candidates": people})
    return True
