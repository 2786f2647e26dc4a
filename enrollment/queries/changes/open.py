"""Open changes of a family or of a new employee."""

from uuid import UUID

from accounts.models import Purchaser
from enrollment.models import Change


def open_on_family(purchaser: Purchaser, subscriber_id: UUID) -> Change | None:
    """The change of a subscriber's family, in whatever line, that is in review or needs an answer, or None."""
    own = Change.objects.open().filter(purchaser=purchaser, enrollment__subscriber_id=subscriber_id)
    return own.order_by("submitted_at", "pk").first()


def open_for_subject(purchaser: Purchaser, subject_index: bytes) -> Change | None:
    """The open request to add this employee, or None."""
    return Change.objects.open().filter(purchaser=purchaser, subject_index=subject_index).first()
