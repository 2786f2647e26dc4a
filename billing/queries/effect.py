"""What a version of rates would change: what each unit owes with it and without it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from access import tenancy
from accounts.models import EnrollmentUnit, Purchaser
from accounts.platform.marks import mark_of
from billing.models import Bill, Rate
from billing.queries.known import known_at, rows_of_unit
from billing.queries.reach import reached
from billing.rules.effect import Effect, Month, Range, UnitEffect, effect_of
from billing.rules.months import month_before, next_month
from enrollment.models import Plan

Owed = tuple[int, date, Decimal, int]
Premiums = Mapping[tuple[int, date], Month]


@dataclass(frozen=True)
class Unit:
    """A unit that a version can price: the last month that was billed, and the one that is billed next."""

    unit: EnrollmentUnit
    billed_through: date | None
    next_month: date


@dataclass(frozen=True)
class Standing:
    """What an effect rests on: the units, the numbers of all units of their purchasers, the versions of the plan.

    Everything that changes a price takes a number, so the same mark is the same effect.
    """

    plan: Plan
    units: tuple[Unit, ...]
    numbers: Mapping[int, Mapping[int, int]]
    published: int

    @property
    def mark(self) -> str:
        units = [(each.unit.pk, each.billed_through, each.next_month) for each in self.units]
        numbers = [(owner, sorted(own.items())) for owner, own in sorted(self.numbers.items())]
        return mark_of(units, numbers, self.published)


def standing_of(plan: Plan, area: str, purchaser: Purchaser | None, *, at: datetime) -> Standing:
    """The units that a version of a plan can price, and where each stands. Under the staff role."""
    units = list(reached(plan, area, purchaser).select_related("purchaser"))
    pks, owners = [unit.pk for unit in units], {unit.purchaser_id for unit in units}
    billed = dict(Bill.objects.filter(unit__in=pks).values_list("unit").annotate(last=Max("month")))
    starts = {}
    for unit in EnrollmentUnit.objects.filter(pk__in=pks).prefetch_related("billing_starts").order_by("pk"):
        rows = sorted(unit.billing_starts.all(), key=lambda row: row.pk)
        starts[unit.pk] = rows[-1].effective_on if rows else None
    numbers: dict[int, dict[int, int]] = defaultdict(dict)
    everywhere = EnrollmentUnit.objects.filter(purchaser__in=owners).order_by("pk")
    for owner, pk, seq in everywhere.values_list("purchaser_id", "pk", "known_seq"):
        numbers[owner][pk] = seq
    return Standing(
        plan,
        tuple(
            Unit(unit, billed.get(unit.pk), _next(billed.get(unit.pk), starts[unit.pk], unit.purchaser.today(at)))
            for unit in units
        ),
        dict(numbers),
        Rate.objects.filter(plan=plan).aggregate(last=Max("published_no"))["last"] or 0,
    )


def _next(billed: date | None, starts: date | None, today: date) -> date:
    """The month after the last bill; before any bill the coming month, or the first one billed."""
    return next_month(billed) if billed else max(next_month(today), starts or today)


def premiums(standing: Standing, days: Range) -> Premiums:
    """What the families of each unit owe in the plan as known now, for each month that is compared.

    Computed by the statement that makes bills, in each purchaser's scope and under the money role.
    """
    owners: dict[int, list[int]] = defaultdict(list)
    for each in standing.units:
        owners[each.unit.purchaser_id].append(each.unit.pk)
    months = [days.first_month, *(days.shown(each.next_month) for each in standing.units)]
    found: dict[tuple[int, date], Month] = {}
    for owner, units in sorted(owners.items()):
        for unit, month, owed, unpriced in _owed(standing, owner, units, min(months), max(months)):
            found[unit, month] = Month(owed, unpriced)
    return found


def _owed(standing: Standing, owner: int, units: list[int], since: date, through: date) -> Iterator[Owed]:
    """(unit, month, owed in the plan, families without a rate) from a month on, by the statement that makes bills."""
    numbers = standing.numbers[owner]
    # As if the months before were billed and nothing became known since: these are not computed.
    known = known_at(numbers, last=None) | {"since_seqs": list(numbers.values()), "billed_through": month_before(since)}
    with tenancy.acting_for(owner), tenancy.money():
        for unit in units:
            arguments = known | {"unit": unit, "through": through, "plan": standing.plan.pk}
            for month, owed, unpriced in rows_of_unit("owed_of_plan", arguments):
                yield unit, month, owed, unpriced


def compared(standing: Standing, days: Range, before: Premiums, after: Premiums) -> Effect:
    """The effect on each unit, largest first."""
    was, then = _by_unit(before), _by_unit(after)
    return effect_of(
        UnitEffect.of(
            each.unit, days.shown(each.next_month), each.billed_through, was[each.unit.pk], then[each.unit.pk]
        )
        for each in standing.units
    )


def _by_unit(premiums: Premiums) -> dict[int, dict[date, Month]]:
    found: dict[int, dict[date, Month]] = defaultdict(dict)
    for (unit, month), owed in premiums.items():
        found[unit][month] = owed
    return found
