"""Open changes of a family or of a new employee."""

from accounts.models import Purchaser
from enrollment.models import Change


def open_on_family(purchaser: Purchaser, enrollment_id: int) -> Change | None:
    """The family's change that is in review or needs an answer, or None."""
    return Change.objects.open().filter(purchaser=purchaser, enrollment_id=enrollment_id).first()


def open_for_subject(purchaser: Purchaser, subject_index: bytes) -> Change | None:
    """The open request to add this employee, or None."""
    return Change.objects.open().filter(purchaser=purchaser, subject_index=subject_index).first()
