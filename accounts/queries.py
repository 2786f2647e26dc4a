"""The carrier's own calendar: its time zone, and the days on which it is closed."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Closure

OUR_ZONE = ZoneInfo(settings.CARRIER_ZONE)


def closed_days() -> frozenset[date]:
    """Every day on which the carrier is closed of its own accord: what the business clock wants to know."""
    return frozenset(Closure.objects.values_list("day", flat=True))
