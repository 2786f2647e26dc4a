"""How much one user may read: many breaches are legitimate accounts that read too much.

People and exports are counted in the activity record, searches and typed numbers in the cache, where losing a count is
harmless.
The purchaser's administrators are warned once per limit, at the last read that is still allowed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from accounts.models import Activity, Purchaser, User
from accounts.services.activity import record
from accounts.services.jobs import schedule

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SECONDS_A_DAY = 24 * 60 * 60
ALERT = "access.warn_of_reading"
EXPORTS = "exported_"


class TooMuch(Exception):
    """Over the limit; reading may continue at `until`."""

    def __init__(self, until: datetime):
        super().__init__(until.isoformat())
        self.until = until


class TooOften(Exception):
    """Too many requests from one address; the next is allowed at `until`."""

    def __init__(self, until: datetime):
        super().__init__(until.isoformat())
        self.until = until


def _alert(by: User, purchaser: Purchaser, at: datetime) -> None:
    record("read_very_much", by=by, at=at, purchaser=purchaser, channel=Activity.Channel.CLOCK, summary=str(by))
    schedule(ALERT, arguments={}, at=at, purchaser=purchaser, by=by)


def count_person(person_id: object, *, verb: str, by: User, purchaser: Purchaser, at: datetime) -> None:
    """Check the daily limit before a user views a person, recorded as `verb`. Raises TooMuch."""
    seen = Activity.objects.filter(purchaser=purchaser, actor=by, verb=verb, at__gt=at - DAY)
    others = seen.exclude(object_id=str(person_id)).values("object_id").distinct().count()
    if others >= settings.PEOPLE_PER_DAY:
        oldest = seen.order_by("at", "pk").values_list("at", flat=True)[0]
        raise TooMuch(oldest + DAY)
    again = seen.filter(object_id=str(person_id)).exists()
    if not again and others + 1 in (settings.PEOPLE_PER_DAY_WARN, settings.PEOPLE_PER_DAY):
        _alert(by, purchaser, at)


def count_export(*, by: User, purchaser: Purchaser, at: datetime) -> None:
    """Check the daily limit before an export by any app. Raises TooMuch."""
    made = Activity.objects.filter(purchaser=purchaser, actor=by, verb__startswith=EXPORTS, at__gt=at - DAY)
    times = list(made.order_by("at", "pk").values_list("at", flat=True)[: settings.EXPORTS_PER_DAY])
    if len(times) == settings.EXPORTS_PER_DAY:
        raise TooMuch(times[0] + DAY)
    if len(times) + 1 == settings.EXPORTS_PER_DAY:
        _alert(by, purchaser, at)


def count_number(number: str, about: object, *, by: User, purchaser: Purchaser, at: datetime) -> None:
    """Count a Social Security number that a user types about a person or family, each number once a day.

    A form says whether a number is one on file, so that it must not be asked about without limit. Raises TooMuch.
    """
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    key = f"numbers:{by.pk}:{about}:{day:%Y%m%d}"
    mark = salted_hmac("accounts.count_number", number, algorithm="sha256").hexdigest()
    try:
        if not cache.add(f"{key}:{mark}", 1, 2 * SECONDS_A_DAY):
            return
        cache.add(key, 0, 2 * SECONDS_A_DAY)
        count = cache.incr(key)
        if count > settings.NUMBERS_ABOUT_ONE_PER_DAY:
            cache.delete(f"{key}:{mark}")
    except (RedisError, ValueError):
        return
    if count > settings.NUMBERS_ABOUT_ONE_PER_DAY:
        raise TooMuch(day + DAY)
    if count == settings.NUMBERS_ABOUT_ONE_PER_DAY:
        _alert(by, purchaser, at)


def count_search(*, by: User, purchaser: Purchaser, at: datetime) -> None:
    """Count a search against the limit per minute. Raises TooMuch."""
    minute = at.replace(second=0, microsecond=0)
    key = f"searches:{by.pk}:{minute:%Y%m%d%H%M}"
    try:
        cache.add(key, 0, 120)
        count = cache.incr(key)
    except (RedisError, ValueError):
        return
    if count > settings.SEARCHES_PER_MINUTE:
        raise TooMuch(minute + MINUTE)
    if count == settings.SEARCHES_PER_MINUTE:
        _alert(by, purchaser, at)
