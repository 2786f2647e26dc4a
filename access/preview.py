"""Viewing the portal as another user."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from access.admission import Admission
from access.models import Grant
from access.privileges import Privilege

SESSION_PREVIEW = "preview"
SAFE = ("GET", "HEAD")


class OnlyLooking(PermissionDenied):
    """An attempt to change something while viewing the portal as another user."""


def look_through(request):
    """Replace request.grant, read-only, by what the chosen user may see.

    The administrator sees no more than their own access: privileges, units and activity are those of both users.
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
