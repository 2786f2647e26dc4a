"""The review queue: its views, counts and order. Under the staff role."""

from datetime import datetime

from django.db.models import Case, Count, DateField, DateTimeField, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from enrollment.models import Change, Review
from enrollment.queries.review.claims import CLAIM_LAPSES
from enrollment.queries.review.waiting import real
from enrollment.queries.review.words import DANGEROUS, HARMLESS, HIGH, LOW, MIDDLE
from enrollment.rules.goals import HALF, MOST

VIEWS = ("open", "unclaimed", "mine", "late", "today", "most", "half", "waiting", "certain")


def _day_there(moment: F | Value) -> Cast:
    there = Func(F("purchaser__time_zone"), moment, function="timezone", output_field=DateTimeField())
    return Cast(there, DateField())


def view(name: str, user: User, now: datetime) -> Q:
    """The condition of a queue view. A claim lapses after 30 idle minutes; an assignment stays."""
    held = Q(claimed_at__gt=now - CLAIM_LAPSES)
    in_review = Q(change__state=Change.State.IN_REVIEW)
    on_time = Q(change__due_at__gte=now)
    return {
        "open": Q(change__state__in=Change.OPEN),
        "unclaimed": in_review & ~held & Q(assigned_to=None),
        "mine": in_review & (held & Q(claimed_by=user) | ~held & Q(assigned_to=user)),
        "late": in_review & Q(change__due_at__lt=now),
        "today": in_review & on_time & Q(due_day=F("this_day")),
        "most": in_review & on_time & Q(goal_mark=MOST),
        "half": in_review & on_time & Q(goal_mark=HALF),
        "waiting": Q(change__state=Change.State.ACTION_NEEDED),
        "certain": Q(change__state__in=Change.OPEN, reasons__contains=["several_certain"]),
    }[name]


def _with_days(now: datetime) -> QuerySet[Review]:
    """Reviews with their due day and today, both in the purchaser's zone."""
    moment = Value(now, DateTimeField())
    return real(Review.objects.all()).annotate(due_day=_day_there(F("change__due_at")), this_day=_day_there(moment))


def counts(user: User, now: datetime) -> dict[str, int]:
    """The number of requests in each view, in one query."""
    return _with_days(now).aggregate(**{name: Count("pk", filter=view(name, user, now)) for name in VIEWS})


def in_order(now: datetime) -> QuerySet[Review]:
    """Reviews by goal, then risk, then arrival. Those waiting for the employer have no goal and come last."""
    risk = Case(
        When(reasons__overlap=list(DANGEROUS), then=Value(HIGH)),
        When(reasons__contained_by=list(HARMLESS), then=Value(LOW)),
        default=Value(MIDDLE),
    )
    waits = Case(When(change__due_at=None, then=Value(1)), default=Value(0))
    rows = _with_days(now).select_related("change", "purchaser", "claimed_by", "assigned_to")
    rows = rows.defer("change__payload", "change__outcome").annotate(risk=risk, waits=waits)
    return rows.order_by("waits", "change__due_at", "risk", "opened_at", "pk")
