"""What an employer owes: by unit, what is left of each bill, and how the balance came about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from access.admission import Admission
from accounts.models import EnrollmentUnit
from billing.models import Bill, LedgerEntry
from billing.queries.bills import NOTHING, UNREAD, in_units, units_of
from billing.rules.states import CREDIT, LATE, State, state_of, worst

RECEIVABLE = LedgerEntry.Account.RECEIVABLE


@dataclass(frozen=True)
class Posted:
    """One entry of the account and the balance after it."""

    entry: LedgerEntry
    balance: Decimal


@dataclass(frozen=True)
class Open:
    """What is left of a charge: of a bill, or of a posting without one."""

    unit_id: int
    unit: str
    left: Decimal
    state: State
    bill_id: int | None
    month: date | None
    made_on: date | None


@dataclass(frozen=True)
class UnitBalance:
    """What a unit owes (negative: its credit), its open charges, and its newest bill."""

    unit: EnrollmentUnit
    amount: Decimal
    open: list[Open]
    bill: Bill | None

    @property
    def state(self) -> State:
        return State(CREDIT) if self.amount < 0 else worst([each.state for each in self.open])


@dataclass(frozen=True)
class Due:
    """What is left to pay over all units that a grant sees, and the open bills, those that are due first at first."""

    owed: Decimal
    credit: Decimal
    open: list[Open]

    @property
    def late(self) -> Decimal:
        return sum((each.left for each in self.open if each.state.word == LATE), NOTHING)

    @property
    def due_on(self) -> date | None:
        return min((each.state.due_on for each in self.open if each.state.due_on and not each.state.days), default=None)

    @property
    def bills(self) -> list[Open]:
        return [each for each in self.open if each.bill_id]


def due(grant: Admission, today: date) -> Due:
    """What is due, for the first page."""
    open_ones = _open(in_units(LedgerEntry.objects.filter(account=RECEIVABLE), grant), today)
    sums: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for each in open_ones:
        sums[each.unit_id] += each.left
    owed = sum((amount for amount in sums.values() if amount > 0), NOTHING)
    charges = [each for each in open_ones if each.left > 0]
    return Due(
        owed,
        owed - sum(sums.values(), NOTHING),
        sorted(charges, key=lambda each: (each.state.due_on or today, each.unit)),
    )


@dataclass(frozen=True)
class Balance:
    """What is owed over the units that a grant sees. The account begins with `opening`, before the bills of `since`."""

    units: list[UnitBalance]
    opening: Decimal
    opened_on: date | None
    since: date | None
    posted: list[Posted]

    @property
    def total(self) -> Decimal:
        """All units together; a credit of one counts against what others owe."""
        return sum((each.amount for each in self.units), NOTHING)

    @property
    def owed(self) -> Decimal:
        """What is left to pay: a credit stays with its unit."""
        return sum((each.amount for each in self.units if each.amount > 0), NOTHING)

    @property
    def credit(self) -> Decimal:
        return self.owed - self.total

    @property
    def open(self) -> list[Open]:
        return [each for unit in self.units for each in unit.open]

    @property
    def late(self) -> Decimal:
        return sum((each.left for each in self.open if each.state.word == LATE), NOTHING)

    @property
    def not_late(self) -> Decimal:
        return self.owed - self.late

    @property
    def due_on(self) -> date | None:
        """The next day on which something is due."""
        return min((each.state.due_on for each in self.open if each.state.due_on and not each.state.days), default=None)

    @property
    def days_late(self) -> int:
        return max((each.state.days for each in self.open), default=0)

    @property
    def bills_due(self) -> int:
        return len({each.bill_id for each in self.open if each.bill_id})

    @property
    def has_any(self) -> bool:
        return bool(self.posted) or any(each.bill for each in self.units)


def balance(grant: Admission, today: date) -> Balance:
    """The balance of the grant's units, with everything posted since their last bill but one."""
    units = units_of(grant)
    pks = [unit.pk for unit in units]
    entries = LedgerEntry.objects.filter(unit__in=pks, account=RECEIVABLE)
    sums = dict(entries.order_by().values_list("unit_id").annotate(sum=Sum("amount")))
    newest, starts = _last_two_bills(pks)
    still_open = [each for each in _open(entries, today) if each.left > 0]
    opening = sum(((each.total or NOTHING) - (each.new_charges or NOTHING) for each in starts.values()), NOTHING)
    return Balance(
        units=[
            UnitBalance(
                unit,
                sums.get(unit.pk, NOTHING),
                [each for each in still_open if each.unit_id == unit.pk],
                newest.get(unit.pk),
            )
            for unit in units
        ],
        opening=opening,
        opened_on=min((each.made_on for each in starts.values()), default=None),
        since=max((each.month for each in starts.values()), default=None),
        posted=_running(_posted_since(entries, pks, starts), opening),
    )


def _last_two_bills(pks: list[int]) -> tuple[dict[int, Bill], dict[int, Bill]]:
    """(the newest bill of each unit, the one that its account begins with: the one before, or the only one)."""
    newest: dict[int, Bill] = {}
    starts: dict[int, Bill] = {}
    place = Window(RowNumber(), partition_by=F("unit"), order_by=F("month").desc())
    found = Bill.objects.defer(*UNREAD).filter(unit__in=pks).annotate(place=place).filter(place__lte=2)
    for bill in found.order_by("-month", "pk"):
        newest.setdefault(bill.unit_id, bill)
        starts[bill.unit_id] = bill
    return newest, starts


def _posted_since(entries: QuerySet[LedgerEntry], pks: list[int], starts: dict[int, Bill]) -> QuerySet[LedgerEntry]:
    since = Q(posting__bill__in=[each.pk for each in starts.values()])
    for pk in pks:
        since |= Q(unit=pk, ledger_seq__gt=(starts[pk].ledger_seq or 0) if pk in starts else 0)
    rows = (
        entries.filter(since)
        .select_related("unit", "posting__bill")
        .defer(*(f"posting__bill__{each}" for each in UNREAD))
    )
    return rows.order_by("posting__posted_on", "posting_id", "pk")


def _running(entries: Iterable[LedgerEntry], balance: Decimal) -> list[Posted]:
    posted = []
    for entry in entries:
        balance += entry.amount
        posted.append(Posted(entry, balance))
    return posted


def _open(entries: QuerySet[LedgerEntry], today: date) -> list[Open]:
    """What is left of each charge (negative: of each credit), the oldest first."""
    names = (
        "unit_id",
        "unit__name",
        "posting__bill_id",
        "posting__bill__month",
        "posting__bill__due_on",
        "posting__bill__made_on",
        "posting__posted_on",
    )
    # An entry pays or is paid, never both, so that the two sums do not multiply.
    used = Coalesce(Sum("paid_by__amount"), Value(NOTHING)) - Coalesce(Sum("pays__amount"), Value(NOTHING))
    rows = entries.annotate(left=F("amount") - used).exclude(left=0).order_by("ledger_seq", "pk")
    return [_open_one(*row, today) for row in rows.values_list("left", *names)]


def _open_one(*facts: Any) -> Open:
    left, unit_id, unit, bill, month, due_on, made_on, posted_on, today = facts
    return Open(unit_id, unit, left, state_of(left, due_on or max(posted_on, today), today), bill, month, made_on)
