"""The team report: decisions of a period, their speed, and the backlog. Under the staff role.

A goal counts as promised: from submission, paused while the employer was asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Activity
from accounts.platform.business_time import due_after_pauses, minutes_between, worked_minutes
from accounts.queries import OUR_ZONE, closed_days
from enrollment.models import Change, Review
from enrollment.queries.changes.talk import ANSWERED, ASKED
from enrollment.queries.review.waiting import real
from enrollment.queries.review.words import reason_in_words
from enrollment.rules.goals import MINUTES_A_DAY
from enrollment.rules.shares import percentile

PERCENT = 90
AGES = (1, 2, 3, 5)  # business days


@dataclass(frozen=True, slots=True)
class Settled:
    """One decided review: business minutes, decider, reasons for review, and whether it met its goal."""

    decided_on: date
    by: str
    reasons: tuple[str, ...]
    minutes: int
    on_time: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """A line of the report. Hours are business hours; None without decisions."""

    name: str
    settled: int
    on_time: int
    median_hours: float | None
    most_hours: float | None

    @property
    def share(self) -> int | None:
        """Percent decided within the goal, rounded down: 99.9 is not all."""
        return self.on_time * 100 // self.settled if self.settled else None

    @property
    def late(self) -> int:
        return self.settled - self.on_time


@dataclass(frozen=True, slots=True)
class Report:
    total: Figures
    weeks: Sequence[Figures]
    by_representative: Sequence[Figures]
    by_reason: Sequence[Figures]
    backlog: Sequence[tuple[int | None, int]]  # (upper bound in business days or None, count)

    @property
    def waiting(self) -> int:
        return sum(count for _days, count in self.backlog)


def _figures(name: str, rows: Sequence[Settled]) -> Figures:
    minutes = sorted(row.minutes for row in rows)
    return Figures(
        name=name,
        settled=len(rows),
        on_time=sum(row.on_time for row in rows),
        median_hours=round(median(minutes) / 60, 1) if rows else None,
        most_hours=round(percentile(minutes, PERCENT) / 60, 1) if rows else None,
    )


def _grouped(rows: Iterable[Settled], names: Callable[[Settled], Iterable[str]]) -> list[Figures]:
    groups: dict[str, list[Settled]] = defaultdict(list)
    for row in rows:
        for name in names(row):
            groups[name].append(row)
    return sorted((_figures(name, own) for name, own in groups.items()), key=lambda each: (-each.settled, each.name))


def _pauses(changes: QuerySet[Change]) -> dict[str, list[tuple[datetime, datetime]]]:
    """From each question to its answer, for each change."""
    lines = Activity.objects.filter(object_type="change", verb__in=[ASKED, ANSWERED])
    own = lines.filter(purchaser__in=changes.values("purchaser"), object_id__in=_as_text(changes))
    asked: dict[str, datetime] = {}
    found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for change, verb, at in own.order_by("at", "id").values_list("object_id", "verb", "at"):
        if verb == ASKED:
            asked[change] = at
        elif change in asked:
            found[change].append((asked.pop(change), at))
    for change, since in asked.items():
        # Decided while waiting for the employer: the pause never ended.
        found[change].append((since, datetime.max.replace(tzinfo=since.tzinfo)))
    return found


def _as_text(changes: QuerySet[Change]) -> list[str]:
    return [str(pk) for pk in changes.values_list("pk", flat=True)]


def _settled(first: date, last: date) -> list[Settled]:
    since = datetime.combine(first, time.min, OUR_ZONE)
    until = datetime.combine(last + timedelta(days=1), time.min, OUR_ZONE)
    decided = real(Review.objects.filter(decided_at__gte=since, decided_at__lt=until))
    closures, pauses = closed_days(), _pauses(Change.objects.filter(review__in=decided))
    columns = ("change_id", "purchaser__time_zone", "opened_at", "decided_at", "decided_by__name", "reasons")
    rows = []
    for change, zone_name, opened, ended, by, reasons in decided.order_by("decided_at", "pk").values_list(*columns):
        zone = ZoneInfo(zone_name)
        stopped = [(since, min(until, ended)) for since, until in pauses.get(str(change), [])]
        due = due_after_pauses(opened, stopped, zone, closures)
        minutes = worked_minutes(opened, ended, stopped, zone, closures)
        decided_on = ended.astimezone(OUR_ZONE).date()
        rows.append(Settled(decided_on, by, tuple(reasons), minutes, ended <= due))
    return rows


def _backlog(now: datetime) -> list[tuple[int | None, int]]:
    """Open requests by business days since submission."""
    closures, counts = closed_days(), dict.fromkeys([*AGES, None], 0)
    rows = real(Review.objects.filter(decision="", change__state=Change.State.IN_REVIEW))
    for opened, zone in rows.values_list("opened_at", "purchaser__time_zone"):
        days = minutes_between(opened, now, ZoneInfo(zone), closures) / MINUTES_A_DAY
        counts[next((age for age in AGES if days <= age), None)] += 1
    return list(counts.items())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(rows: Sequence[Settled], first: date, last: date) -> list[Figures]:
    """Every week of the period, also those without decisions; empty if there were none at all."""
    mondays = [_monday(first) + timedelta(weeks=week) for week in range((_monday(last) - _monday(first)).days // 7 + 1)]
    own: dict[date, list[Settled]] = defaultdict(list)
    for row in rows:
        own[_monday(row.decided_on)].append(row)
    return [_figures(monday.isoformat(), own[monday]) for monday in mondays] if rows else []


def report(first: date, last: date, now: datetime) -> Report:
    """The decisions from `first` to `last` (the carrier's calendar), and the requests open now."""
    rows = _settled(first, last)
    return Report(
        total=_figures("", rows),
        weeks=_weeks(rows, first, last),
        by_representative=_grouped(rows, lambda row: [row.by]),
        by_reason=_grouped(rows, lambda row: map(reason_in_words, row.reasons)),
        backlog=_backlog(now),
    )
