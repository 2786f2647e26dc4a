"""The carrier's own closures. Entered by supervisors, under the staff role; read by whoever asks the business clock."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Activity, Closure, User
from accounts.platform.business_time import is_business_day
from accounts.queries import closed_days
from accounts.services.activity import record


class CannotClose(Exception):
    """A closure that means nothing, in words for the supervisor."""


def add_closure(*, day: date, reason: str, by: User, at: datetime) -> Closure:
    """Close on a day. Goals that were promised before stay as they were promised."""
    reason = " ".join(reason.split())[:120]
    if not reason:
        raise CannotClose(_("Enter the reason."))
    if day < at.date():
        raise CannotClose(_("That day is over."))
    if not is_business_day(day, closed_days()):
        raise CannotClose(_("That day is closed already."))
    closure = Closure.objects.create(day=day, reason=reason, added_by=by, added_at=at)
    _record("added_closure", closure, by, at)
    return closure


def remove_closure(*, closure: Closure, by: User, at: datetime) -> None:
    """Open on a day after all. What goals were counted by stays."""
    if closure.day < at.date():
        raise CannotClose(_("That day is over."))
    _record("removed_closure", closure, by, at)
    closure.delete()


def _record(verb: str, closure: Closure, by: User, at: datetime) -> None:
    channel = Activity.Channel.REPRESENTATIVE
    record(verb, by=by, at=at, channel=channel, obj=closure, summary=str(closure), staff_only=True)
