"""A group that is not open yet: what is missing, and whom to call. It is opened by billing, which knows its rates, too."""

from django.utils.translation import gettext as _

from accounts.models import Purchaser
from accounts.services import CannotSetUp
from enrollment.services.refusals import CannotEnroll


class NotComplete(CannotSetUp):
    """Something is missing; `missing` is the list, in words for the representative.

    `can_wait`: the set-up itself is complete, and what is missing is added elsewhere.
    """

    def __init__(self, missing: list[str], *, can_wait: bool = False):
        self.missing, self.can_wait = missing, can_wait
        super().__init__(_("This group can't be opened yet. Missing: %(list)s") % {"list": " ".join(missing)})


def refuse_unless_open(purchaser: Purchaser) -> None:
    """Raise CannotEnroll for a group that is still being set up, with whom to call."""
    if not purchaser.is_open:
        representative = purchaser.representative
        words = _(
            "%(group)s isn't open for enrollment yet. Your representative, %(name)s, is setting it up."
            " Questions: %(phone)s."
        )
        raise CannotEnroll(words % {"group": purchaser.name, "name": representative, "phone": representative.phone})
