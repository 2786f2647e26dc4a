"""The change of a family, or about a new employee, that is still open."""

from accounts.models import Purchaser
from enrollment.models import Change


def open_on_family(purchaser: Purchaser, enrollment_id: int) -> Change | None:
    """The change of this family that waits for a representative or for the employer, if there is one."""
    return Change.objects.open().filter(purchaser=purchaser, enrollment_id=enrollment_id).first()


def open_for_subject(purchaser: Purchaser, subject_index: bytes) -> Change | None:
    """The open request to add this very employee, if there is one."""
    return Change.objects.open().filter(purchaser=purchaser, subject_index=subject_index).first()
