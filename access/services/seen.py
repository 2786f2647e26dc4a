"""Marks of user ID requests: a step on a page made from something older is refused."""

from uuid import UUID

from django.utils.translation import gettext as _

from access.models import AccessRequest
from access.services.requests import CannotProceed
from accounts.platform.marks import mark_of

DECIDES = (
    "state",
    "purchaser_id",
    "purchaser_number",
    "requester_name",
    "requester_email",
    "requester_phone",
    "officer_name",
    "privileges",
    "call_back",
    "approved_by_id",
)


def request_mark(request: AccessRequest) -> str:
    """The mark of what a decision about a request rests on."""
    return mark_of(*(getattr(request, column) for column in DECIDES), request.documents.count())


def refuse_unless_seen(*, request_id: UUID, seen: str) -> None:
    """Raise CannotProceed if the request changed after the page was opened. Locks it."""
    if request_mark(AccessRequest.objects.select_for_update().get(pk=request_id)) != seen:
        raise CannotProceed(
            _("This request changed after you opened this page. Check its details as they are now, then try again.")
        )
