"""The carrier's own calendar: its time zone, and the days on which it is closed."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Closure

OUR_ZONE = ZoneInfo(settings.CARRIER_ZONE)


def closed_days() -> frozenset[date]:
    """The days when the carrier is closed besides holidays, for the business clock."""
    return frozenset(Closure.objects.values_list("day", flat=True))
