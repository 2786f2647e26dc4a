"""Looking at the portal through another's eyes."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from access.admission import Admission
from access.models import Grant
from access.privileges import Privilege

SESSION_PREVIEW = "preview"
SAFE = ("GET", "HEAD")


class OnlyLooking(PermissionDenied):
    """Something was to be changed while looking through another's eyes."""


def look_through(request):
    """Look at the portal with another's grant instead of one's own: to see what they see, and change nothing.

    What the administrator may not see is not shown: privileges, units and lines of activity are those of both.
    """
    wanted, own = request.session.get(SESSION_PREVIEW), request.grant
    if not wanted or not own.allows(Privilege.MANAGE_ACCESS):
        return
    grants = Grant.objects.in_force(timezone.now()).filter(purchaser=own.purchaser)
    grant = grants.filter(pk=wanted).select_related("user").first()
    if grant is None:
        del request.session[SESSION_PREVIEW]
        return
    if request.method not in SAFE:
        raise OnlyLooking
    grant.purchaser = own.purchaser
    theirs = Admission.of(grant)
    request.seen_as = theirs.user
    request.grant = Admission(
        user=theirs.user,
        purchaser=own.purchaser,
        privileges=theirs.privileges & own.privileges - {Privilege.EXPORT},
        unit_ids=_units_of_both(theirs, own),
        delegation_id=theirs.delegation_id,
        looked_through_by=own,
    )


def _units_of_both(theirs, own):
    if theirs.unit_ids is None or own.unit_ids is None:
        return own.unit_ids if theirs.unit_ids is None else theirs.unit_ids
    return theirs.unit_ids & own.unit_ids
