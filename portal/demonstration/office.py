"""When people work: business days, morning to late afternoon, never in the future."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts.platform.business_time import is_business_day

ZONE = ZoneInfo("America/Los_Angeles")
OPENS, MINUTES = time(8, 10), 8 * 60 + 30
MONDAYS, MONDAY = 0.6, 0


def _business_day(day: date, *, step: int) -> date:
    while not is_business_day(day, ()):
        day += timedelta(days=step)
    return day


def hiring_day(opened: date, until: date, share: float, random: Random) -> date:
    """A hiring date this share of the way between two days: mostly a Monday, never a day off."""
    day = opened + timedelta(days=int((until - opened).days * share) + int(random.random() * 6))
    if random.random() < MONDAYS:
        day += timedelta(days=-day.weekday() % 7)
    day = _business_day(day, step=1)
    return day if day <= until else _business_day(until, step=-1)


class Office:
    def __init__(self, now: datetime, random: Random):
        self.now, self.random = now, random

    def on(self, day: date) -> datetime:
        """A moment in working hours of the day, or of the next business day; never later than now."""
        day = _business_day(day, step=1)
        opens = datetime.combine(day, OPENS, ZONE) + timedelta(seconds=int(self.random.random() * MINUTES * 60))
        while opens > self.now:
            day = _business_day(day - timedelta(days=1), step=-1)
            opens = datetime.combine(day, opens.timetz())
        return opens.astimezone(UTC)

    def before(self, day: date, days: int) -> datetime:
        """A moment a number of business days before a day."""
        for _ in range(days):
            day = _business_day(day - timedelta(days=1), step=-1)
        return self.on(day)

    def ago(self, days: int) -> datetime:
        return self.before(self.now.astimezone(ZONE).date(), days)
