"""The time left to a goal in business time, in the same words in the queue and on the case."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.platform.business_time import minutes_between


class TimeLeft(NamedTuple):
    """`words` such as "9 h left", "40 min left" or "27 h late"."""

    late: bool
    words: str


def time_left(due: datetime, now: datetime, zone: ZoneInfo, closures: Collection[date]) -> TimeLeft:
    late = due < now
    minutes = minutes_between(*((due, now) if late else (now, due)), zone, closures)
    if late and not minutes:
        return TimeLeft(late, _("past goal"))
    if minutes < 60:
        words = _("%(minutes)s min late") if late else _("%(minutes)s min left")
    else:
        words = _("%(hours)s h late") if late else _("%(hours)s h left")
    return TimeLeft(late, words % {"hours": minutes // 60, "minutes": minutes})
