"""Open reviews in goal order, and the pace of decisions. Under the staff or service role.

Employers are told when to expect an answer, so the order must not depend on possible matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from accounts.platform.business_time import is_business_day
from accounts.queries import OUR_ZONE
from enrollment.models import Change, Review

DAYS_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request to decide by `due_at`."""

    review_id: UUID
    change_id: UUID
    time_zone: str
    opened_at: datetime
    due_at: datetime
    expected_at: datetime | None
    goal_mark: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def real(rows: QuerySet) -> QuerySet:
    """Excludes the sample company of the tour, which no one works on."""
    return rows.exclude(purchaser__number=settings.SANDBOX_NUMBER)


def waiting() -> list[Waiting]:
    """Requests in review, first due first."""
    rows = real(Review.objects.filter(decision="", change__state=Change.State.IN_REVIEW))
    columns = ["pk", "change_id", "purchaser__time_zone", "opened_at", "change__due_at", "change__expected_at"]
    ordered = rows.order_by("change__due_at", "opened_at", "pk")
    return [Waiting(*row) for row in ordered.values_list(*columns, "goal_mark")]


def last_business_days(today: date, closures: frozenset[date], count: int = DAYS_LOOKED_AT) -> list[date]:
    """The `count` business days before `today`, earliest first."""
    days: list[date] = []
    day = today
    while len(days) < count:
        day -= timedelta(days=1)
        if is_business_day(day, closures):
            days.append(day)
    return days[::-1]


def settled_each_day(at: datetime, closures: frozenset[date]) -> Sequence[int]:
    """The number of decisions on each of the last business days, by the carrier's calendar."""
    days = last_business_days(at.astimezone(OUR_ZONE).date(), closures)
    since = datetime.combine(days[0], time.min, OUR_ZONE)
    decided = real(Review.objects.filter(decided_at__gte=since)).annotate(day=TruncDate("decided_at", tzinfo=OUR_ZONE))
    counts = dict(decided.order_by().values_list("day").annotate(Count("pk")))
    return [counts.get(day, 0) for day in days]
