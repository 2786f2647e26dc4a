"""A new administrator by an officer's form: contacts are told, and existing administrators can object."""

from datetime import datetime, timedelta

from django.conf import settings

from access.models import AccessRequest, Grant
from access.privileges import Privilege
from accounts.models import User
from accounts.services import schedule

TELL_CONTACTS = "access.tell_contacts"


def announce(request: AccessRequest, by: User, at: datetime) -> datetime:
    """When the requested access may begin. Tells contacts and administrators of a new administrator.

    Where the purchaser has, or had, an administrator, there are days to object. Under the staff role.
    """
    if Privilege.MANAGE_ACCESS not in request.privileges:
        return at
    managed = Grant.objects.filter(purchaser=request.purchaser, privileges__contains=[Privilege.MANAGE_ACCESS])
    begins = at + timedelta(days=settings.SUCCESSION_DAYS) if managed.exists() else at
    arguments = {"reference": request.reference, "begins": begins.isoformat()}
    schedule(TELL_CONTACTS, arguments=arguments, at=at, purchaser=request.purchaser, by=by)
    return begins
