"""Open a group for enrollment, once nothing is missing from its set-up and its rates. Under the staff role."""

from datetime import datetime

from accounts.models import Purchaser, User
from accounts.services import open_purchaser
from billing.queries.opening import rates_part
from enrollment.queries.setup.checklist import parts_of
from enrollment.services import NotComplete


def open_group(*, purchaser: Purchaser, by: User | None, at: datetime, reason: str) -> Purchaser:
    """Open a group for enrollment. Raises NotComplete with what is missing."""
    # Locked before the list is read: what it counts can only be added to.
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    today = own.today(at)
    missing = [each.words for part in parts_of(own, on=today) for each in part.missing]
    rates = [each.words for each in rates_part(own, on=today).missing]
    if (missing or rates) and not own.is_open:
        raise NotComplete([*missing, *rates], can_wait=not missing)
    opened: Purchaser = open_purchaser(purchaser=purchaser, by=by, at=at, reason=reason)
    return opened
