"""A new administrator by an officer's form: everybody on file hears of it, and where somebody manages already it waits."""

from datetime import datetime, timedelta

from django.conf import settings

from access.models import AccessRequest, Grant
from access.privileges import Privilege
from accounts.models import User
from accounts.services import schedule

TELL_CONTACTS = "access.tell_contacts"


def announce(request: AccessRequest, by: User, at: datetime) -> datetime:
    """When the access of the request may begin. Contacts and administrators are told of a new administrator now.

    Where somebody manages, or has managed, access there are some days to object. Under the staff role.
    """
    if Privilege.MANAGE_ACCESS not in request.privileges:
        return at
    managed = Grant.objects.filter(purchaser=request.purchaser, privileges__contains=[Privilege.MANAGE_ACCESS])
    begins = at + timedelta(days=settings.SUCCESSION_DAYS) if managed.exists() else at
    arguments = {"reference": request.reference, "begins": begins.isoformat()}
    schedule(TELL_CONTACTS, arguments=arguments, at=at, purchaser=request.purchaser, by=by)
    return begins
