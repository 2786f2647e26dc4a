"""The business clock of the review goal: two business days, Monday to Friday 8:00 to 17:00, in the purchaser's zone.

A change received after 17:00, or on a closed day, counts as received on the next business day; it is due
at 17:00 of the second business day after that. Callers pass the carrier's own closures
(`accounts.queries.closed_days`); there is no default, so that they are never left out.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays.countries.united_states import US

OPENS, CLOSES = time(8), time(17)
GOAL_DAYS = 2
SATURDAY = 5


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(US(years=year))


def is_business_day(day: date, closures: Collection[date]) -> bool:
    """Whether `day` is no weekend, no federal holiday (as observed) and no closure of the carrier."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year) and day not in closures


def next_business_day(day: date, closures: Collection[date]) -> date:
    """The first business day after `day`."""
    day += timedelta(days=1)
    while not is_business_day(day, closures):
        day += timedelta(days=1)
    return day


def business_days_before(day: date, days: int, closures: Collection[date]) -> date:
    """The business day that is so many business days before `day`."""
    while days:
        day -= timedelta(days=1)
        days -= is_business_day(day, closures)
    return day


def business_days_after(day: date, last: date, closures: Collection[date]) -> int:
    """How many business days come after `day`, through `last`."""
    days = 0
    while (day := next_business_day(day, closures)) <= last:
        days += 1
    return days


def due_at(received_at: datetime, zone: ZoneInfo, closures: Collection[date], *, days: int = GOAL_DAYS) -> datetime:
    """When a request received at `received_at` is due, in `zone`."""
    local = received_at.astimezone(zone)
    day = local.date()
    if not is_business_day(day, closures) or local.time() > CLOSES:
        day = next_business_day(day, closures)
    for _ in range(days):
        day = next_business_day(day, closures)
    return datetime.combine(day, CLOSES, zone)


def due_after_pauses(
    received_at: datetime, pauses: Iterable[tuple[datetime, datetime]], zone: ZoneInfo, closures: Collection[date]
) -> datetime:
    """When a request is due if its clock was paused from the first to the second of each pair, in order.

    A goal that had passed before the pause stays passed."""
    due = due_at(received_at, zone, closures)
    for stopped, resumed in pauses:
        if stopped < due:
            due = after_minutes(resumed, minutes_between(stopped, due, zone, closures), zone, closures)
    return due


def worked_minutes(
    start: datetime,
    end: datetime,
    pauses: Iterable[tuple[datetime, datetime]],
    zone: ZoneInfo,
    closures: Collection[date],
) -> int:
    """Whole business minutes from `start` to `end` without the pauses."""
    minutes = 0
    for stopped, resumed in pauses:
        minutes += minutes_between(start, stopped, zone, closures)
        start = resumed
    return minutes + minutes_between(start, end, zone, closures)


def minutes_between(start: datetime, end: datetime, zone: ZoneInfo, closures: Collection[date]) -> int:
    """Whole business minutes from `start` to `end`; 0 when `end` is not after `start`."""
    start, end = start.astimezone(zone), end.astimezone(zone)
    seconds, day = 0.0, start.date()
    while day <= end.date():
        if is_business_day(day, closures):
            opens = max(start, datetime.combine(day, OPENS, zone))
            closes = min(end, datetime.combine(day, CLOSES, zone))
            seconds += max((closes - opens).total_seconds(), 0)
        day += timedelta(days=1)
    return int(seconds // 60)


def after_minutes(start: datetime, minutes: int, zone: ZoneInfo, closures: Collection[date]) -> datetime:
    """The instant `minutes` business minutes after `start`."""
    local = start.astimezone(zone)
    day, left = local.date(), timedelta(minutes=minutes)
    while True:
        if is_business_day(day, closures):
            opens = max(local, datetime.combine(day, OPENS, zone))
            closes = datetime.combine(day, CLOSES, zone)
            if opens < closes:
                if left <= closes - opens:
                    return opens + left
                left -= closes - opens
        day += timedelta(days=1)
