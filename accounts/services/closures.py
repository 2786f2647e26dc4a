"""The carrier's own closures, entered by supervisors under the staff role."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Activity, Closure, User
from accounts.platform.business_time import is_business_day
from accounts.queries import closed_days
from accounts.services.activity import record

YEARS_AHEAD = 10


class CannotClose(Exception):
    """Why a closure can't be added or removed, in words for the supervisor."""


def add_closure(*, day: date, reason: str, by: User, at: datetime) -> Closure:
    """Add a closed day. Due times set before it stay. Raises CannotClose."""
    reason = " ".join(reason.split())[:120]
    if not reason:
        raise CannotClose(_("Enter the reason."))
    if day < at.date():
        raise CannotClose(_("That day has passed."))
    if day > at.date() + timedelta(days=YEARS_AHEAD * 366):
        raise CannotClose(_("Enter a day in the next %(years)d years.") % {"years": YEARS_AHEAD})
    if not is_business_day(day, closed_days()):
        raise CannotClose(_("We are already closed that day."))
    closure = Closure.objects.create(day=day, reason=reason, added_by=by, added_at=at)
    _record("added_closure", closure, by, at)
    return closure


def remove_closure(*, closure: Closure, by: User, at: datetime) -> None:
    """Remove a closed day. Due times set with it stay. Raises CannotClose."""
    if closure.day < at.date():
        raise CannotClose(_("That day has passed."))
    _record("removed_closure", closure, by, at)
    closure.delete()


def _record(verb: str, closure: Closure, by: User, at: datetime) -> None:
    channel = Activity.Channel.REPRESENTATIVE
    record(verb, by=by, at=at, channel=channel, obj=closure, summary=str(closure), staff_only=True)
