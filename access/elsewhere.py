"""A page that is missing at the chosen purchaser, and is there at another one of the user's."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404
from django.utils import timezone

from access import tenancy
from access.preview import SAFE
from accounts.services import TooMuch


class BelongsElsewhere(PermissionDenied):
    """The page exists for the user at another of their purchasers."""

    def __init__(self, purchaser):
        super().__init__("belongs to another purchaser")
        self.purchaser = purchaser


def purchaser_with_page(view, request, args, kwargs, admissions):
    """The first of the user's other purchasers at which the page opens, or None.

    The page itself is asked, so that whatever it hides stays hidden. For a stranger's id and for one that does not
    exist, the same is asked and the same is found.
    """
    if request.method not in SAFE or not kwargs:
        return None
    own = request.grant
    try:
        return next((each.purchaser for each in admissions if _opens(view, request, args, kwargs, each)), None)
    finally:
        request.grant = own


def _opens(view, request, args, kwargs, admission):
    """Whether the page opens with an admission; what it writes, such as a line of activity, is rolled back."""
    request.grant = admission
    try:
        with transaction.atomic():
            with tenancy.scope(admission.purchaser, user=request.user), timezone.override(admission.purchaser.zone):
                view(request, *args, **kwargs)
            transaction.set_rollback(True)
    except (Http404, PermissionDenied, TooMuch, BadRequest, OperationalError):
        return False
    return True
