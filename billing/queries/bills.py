"""The bills of an employer as its users see them: the list, what is left of each, and when the next one comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from access.admission import Admission
from accounts.models import BillingStart, EnrollmentUnit
from billing.models import Bill, BillHold, LedgerEntry
from billing.rules.months import bill_day, next_month
from billing.rules.states import State, state_of
from enrollment.models import UnitRules

PAGE = 50
NOTHING = Decimal("0.00")
# Kept for computing again; no page reads them.
UNREAD = ("seqs_of_purchaser", "left_out")


@dataclass(frozen=True)
class Listed:
    """A bill, what is left to pay of its own charges, and its state on a day."""

    bill: Bill
    left: Decimal
    state: State


def in_units[Rows: QuerySet](rows: Rows, grant: Admission, unit: str = "unit") -> Rows:
    """The rows of the grant's purchaser, in its units."""
    own = rows.filter(purchaser_id=grant.purchaser_id)
    return own if grant.unit_ids is None else own.filter(**{f"{unit}__in": grant.unit_ids})


def bills(grant: Admission) -> QuerySet[Bill]:
    """The bills that a grant sees, the newest first."""
    return in_units(Bill.objects.defer(*UNREAD), grant).order_by("-month", "unit_code", "pk")


def bill_of(grant: Admission, pk: int) -> Bill | None:
    """A bill that a grant sees, or None."""
    return in_units(Bill.objects.select_related("unit"), grant).filter(pk=pk).first()


def listed(found: Iterable[Bill], today: date) -> list[Listed]:
    """The bills with what is left of each."""
    rows = list(found)
    left = left_of([each.pk for each in rows])
    return [
        Listed(each, left.get(each.pk, NOTHING), state_of(left.get(each.pk, NOTHING), each.due_on, today))
        for each in rows
    ]


def page_of_bills(grant: Admission, today: date, number: object) -> tuple[Page, list[Listed]]:
    """A page of the list, and its bills with their states."""
    page = Paginator(bills(grant), PAGE).get_page(number)  # type: ignore[arg-type]
    return page, listed(page.object_list, today)


def left_of(pks: list[int]) -> dict[int, Decimal]:
    """What of each bill's own charges is not paid; bills of which nothing is left are not in it."""
    entries = LedgerEntry.objects.filter(posting__bill__in=pks, account=LedgerEntry.Account.RECEIVABLE, amount__gt=0)
    left = entries.annotate(left=F("amount") - Coalesce(Sum("paid_by__amount"), Value(NOTHING)))
    return dict(left.filter(left__gt=0).order_by("pk").values_list("posting__bill", "left"))


def held(grant: Admission) -> list[BillHold]:
    """The bills that wait for a representative, the earliest month first."""
    open_ones = in_units(BillHold.objects.filter(over_at=None), grant)
    return list(open_ones.select_related("unit").order_by("month", "unit__code", "pk"))


def next_bill_day(grant: Admission, today: date) -> date | None:
    """The next day on which one of the grant's units gets a bill, after today; None without units or rules."""
    cut_days: dict[int, int] = {}
    for unit, effective_on, cut_day in (
        in_units(UnitRules.objects.all(), grant)
        .order_by("effective_on", "pk")
        .values_list("unit_id", "effective_on", "cut_day")
    ):
        if unit not in cut_days or effective_on <= today:
            cut_days[unit] = cut_day
    starts = dict(in_units(BillingStart.objects.all(), grant).order_by("pk").values_list("unit_id", "effective_on"))
    return min((_next_day(day, today, starts.get(unit)) for unit, day in cut_days.items()), default=None)


def _next_day(cut_day: int, today: date, starts: date | None) -> date:
    month = next_month(today.replace(day=1))
    day = bill_day(month, cut_day)
    if day <= today:
        day = bill_day(next_month(month), cut_day)
    return max(day, bill_day(starts, cut_day)) if starts else day


def units_of(grant: Admission) -> list[EnrollmentUnit]:
    """The units that a grant sees, in the order of their codes."""
    return list(in_units(EnrollmentUnit.objects.all(), grant, "pk").order_by("code", "pk"))
