"""What the next bill will be if nothing else changes, and why it differs from the last. In the purchaser's scope."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Sum
from redis.exceptions import RedisError

from access.admission import Admission
from accounts.models import EnrollmentUnit
from billing.models import Bill
from billing.queries.bills import NOTHING, UNREAD, units_of
from billing.queries.causes import Cause, causes
from billing.queries.due import next_bill_month, seqs_of
from billing.queries.known import known_at, rows_of_unit
from billing.rules.months import bill_day
from enrollment.models import Enrollment, RosterLine

KEPT_SECONDS = 86_400
# Counts the shapes of what is kept: another release finds none of an earlier one.
SHAPE = 2
MOST_ROWS = 8
Subscriber = str


@dataclass(frozen=True)
class Reason:
    """An employee whose charges will differ, by how much, and the changes that caused it. `ends`: is charged no more."""

    name: str
    amount: Decimal
    causes: list[Cause]
    ends: bool = False


@dataclass(frozen=True)
class Several:
    """Employees who are shown as one row."""

    count: int
    amount: Decimal


@dataclass(frozen=True)
class Forecast:
    """The next bill of a unit so far. `reasons`, `smaller`, `by_terms` and `once` add up to the difference from the last.

    `by_terms` are employees whose premium differs without a change of theirs: by a new plan year, rates or terms.
    """

    unit: EnrollmentUnit
    month: date
    made_on: date | None
    last: Bill
    charges: Decimal
    reasons: list[Reason]
    smaller: Several
    by_terms: Several
    # Corrections on the last bill, which are not repeated.
    once: Decimal
    unpriced: bool

    @property
    def difference(self) -> Decimal:
        return self.charges - (self.last.new_charges or NOTHING)


def forecasts(grant: Admission, today: date) -> list[Forecast]:
    """The next bill of each of the grant's units that was billed before."""
    found = (_forecast(unit, grant, today) for unit in units_of(grant))
    return [each for each in found if each is not None]


def _forecast(unit: EnrollmentUnit, grant: Admission, today: date) -> Forecast | None:
    last = Bill.objects.filter(unit=unit).defer(*UNREAD).order_by("-month", "-pk").first()
    month = next_bill_month(unit, today=today)
    if last is None or month is None:
        return None
    known = _known(unit, last, month)
    found = _reasons(known["differs"], grant)
    own = [each for each in found if each.causes or each.ends]
    shown, smaller = own[:MOST_ROWS], own[MOST_ROWS:]
    rules = unit.rules.on(today)
    return Forecast(
        unit=unit,
        month=month,
        made_on=bill_day(month, rules.cut_day) if rules else None,
        last=last,
        charges=Decimal(known["charges"]),
        reasons=shown,
        smaller=_several(smaller),
        by_terms=_several([each for each in found if each not in own]),
        once=-Decimal(known["once"]),
        unpriced=known["unpriced"],
    )


def _several(reasons: list[Reason]) -> Several:
    return Several(len(reasons), sum((each.amount for each in reasons), NOTHING))


def _known(unit: EnrollmentUnit, last: Bill, month: date) -> dict[str, Any]:
    """The figures without names. They are the same as long as nothing more is known of the purchaser's units."""
    seqs = seqs_of(unit)
    key = f"next bill {SHAPE}:{unit.pk}:{last.pk}:" + "-".join(f"{each}.{seq}" for each, seq in sorted(seqs.items()))
    try:
        kept: dict[str, Any] | None = cache.get(key)
        if kept is None:
            cache.set(key, kept := _compute(unit, last, month, seqs), KEPT_SECONDS)
    except RedisError:
        return _compute(unit, last, month, seqs)
    return kept


def _compute(unit: EnrollmentUnit, last: Bill, month: date, seqs: Mapping[int, int]) -> dict[str, Any]:
    arguments = known_at(seqs, _whole(last)) | {"unit": unit.pk, "through": month}
    rows = rows_of_unit("next_lines", arguments)
    then = dict(
        last.lines.filter(month=last.month).order_by().values_list("enrollment__subscriber").annotate(sum=Sum("amount"))
    )
    families = dict(
        Enrollment.objects.filter(pk__in={row[0] for row in rows}).order_by("pk").values_list("pk", "subscriber_id")
    )
    now: dict[UUID, Decimal] = defaultdict(Decimal)
    changes: dict[UUID, set[UUID]] = defaultdict(set)
    for enrollment, _person, _month, owed, before, _tier, _age, caused_by, _terms in rows:
        now[families[enrollment]] += (owed or NOTHING) - before
        changes[families[enrollment]].update(caused_by)
    differs = [
        {
            "who": str(who),
            "amount": str(now[who] - then.get(who, NOTHING)),
            "changes": sorted(map(str, changes[who])),
            "ends": not now[who],
        }
        for who in now.keys() | then.keys()
        if now[who] != then.get(who, NOTHING)
    ]
    corrections = last.lines.filter(month__lt=last.month).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return {
        "charges": str(sum(now.values(), NOTHING)),
        "once": str(corrections),
        "differs": differs,
        "unpriced": any(row[3] is None for row in rows),
    }


def _whole(last: Bill) -> Bill:
    return Bill.objects.only("month", "seqs_of_purchaser").get(pk=last.pk)


def _reasons(differs: Iterable[dict[str, Any]], grant: Admission) -> list[Reason]:
    """Everybody who differs, the largest first."""
    rows = list(differs)
    known = causes({UUID(pk) for row in rows for pk in row["changes"]}, grant)
    whose = {UUID(row["who"]) for row in rows}
    lines = RosterLine.objects.filter(purchaser_id=grant.purchaser_id, person__in=whose)
    names = dict(lines.order_by("pk").values_list("person_id", "name"))
    found = [
        Reason(
            names.get(UUID(row["who"]), ""),
            Decimal(row["amount"]),
            [known[pk] for pk in map(UUID, row["changes"]) if pk in known],
            row["ends"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-abs(each.amount), each.name))
