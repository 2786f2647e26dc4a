"""Open a group for enrollment, once nothing is missing from its set-up. Under the staff role."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Purchaser, User
from accounts.services import CannotSetUp, open_purchaser
from enrollment.queries.setup.checklist import parts_of
from enrollment.services.refusals import CannotEnroll


class NotComplete(CannotSetUp):
    """Something is missing; `missing` is the list, in words for the representative."""

    def __init__(self, missing: list[str]):
        self.missing = missing
        super().__init__(_("This group can't be opened yet. Missing: %(list)s") % {"list": " ".join(missing)})


def open_group(*, purchaser: Purchaser, by: User | None, at: datetime, reason: str) -> Purchaser:
    """Open a group for enrollment. Raises NotComplete with what is missing."""
    # Locked before the list is read: what it counts can only be added to.
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    missing = [each.words for part in parts_of(own, on=own.today(at)) for each in part.missing]
    if missing and not own.is_open:
        raise NotComplete(missing)
    opened: Purchaser = open_purchaser(purchaser=purchaser, by=by, at=at, reason=reason)
    return opened


def refuse_unless_open(purchaser: Purchaser) -> None:
    """Raise CannotEnroll for a group that is still being set up, with whom to call."""
    if not purchaser.is_open:
        representative = purchaser.representative
        words = _(
            "%(group)s isn't open for enrollment yet. Your representative, %(name)s, is setting it up."
            " Questions: %(phone)s."
        )
        raise CannotEnroll(words % {"group": purchaser.name, "name": representative, "phone": representative.phone})
