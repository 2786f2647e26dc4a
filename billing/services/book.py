"""Book money: balanced postings, and which credit pays which debit. Runs in the purchaser's scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum, Value
from django.db.models.functions import Coalesce

from access import tenancy
from accounts.models import Purchaser, User
from billing.models import Allocation, Bill, LedgerEntry, Posting

Account = LedgerEntry.Account
NOTHING = Decimal("0.00")
LOCK_UNITS = "SELECT id FROM accounts_enrollmentunit WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE"
TAKE_ORDER = "UPDATE accounts_enrollmentunit SET ledger_seq = ledger_seq + 1 WHERE id = %s RETURNING ledger_seq"


@dataclass(frozen=True, slots=True)
class Entry:
    """A debit (positive) or credit (negative), before it is booked."""

    account: str
    amount: Decimal
    unit_id: int | None = None
    month: date | None = None


@transaction.atomic
def post(
    kind: str,
    entries: Iterable[Entry],
    *,
    purchaser: Purchaser,
    by: User | None,
    at: datetime,
    note: str = "",
    bill: Bill | None = None,
    reverses: Posting | None = None,
    approved_by: User | None = None,
    pays: Sequence[LedgerEntry] = (),
) -> Posting:
    """Book one posting, and let open credits of its units pay open debits: `pays` first, then the oldest.

    Locks the units in id order. The database refuses entries that do not add up to zero.
    """
    wanted = [entry for entry in entries if entry.amount]
    units = sorted({entry.unit_id for entry in wanted if entry.account == Account.RECEIVABLE and entry.unit_id})
    with tenancy.money(), connection.cursor() as cursor:
        cursor.execute(LOCK_UNITS, [units])
        posting = Posting.objects.create(
            purchaser=purchaser,
            kind=kind,
            posted_on=purchaser.today(at),
            at=at,
            by=by,
            approved_by=approved_by,
            bill=bill,
            reverses=reverses,
            note=note,
        )
        for entry in wanted:
            _add(posting, entry, cursor)
        if reverses:
            _free(posting, reverses, at)
        for unit_id in units:
            allocate(purchaser=purchaser, unit_id=unit_id, at=at, first=pays)
    return posting


def _add(posting: Posting, entry: Entry, cursor: Any) -> None:
    order = None
    if entry.account == Account.RECEIVABLE:
        cursor.execute(TAKE_ORDER, [entry.unit_id])
        (order,) = cursor.fetchone()
    LedgerEntry.objects.create(
        posting=posting,
        purchaser_id=posting.purchaser_id,
        account=entry.account,
        unit_id=entry.unit_id,
        coverage_month=entry.month,
        amount=entry.amount,
        ledger_seq=order,
    )


def allocate(*, purchaser: Purchaser, unit_id: int, at: datetime, first: Sequence[LedgerEntry] = ()) -> None:
    """Let the unit's open credits, the oldest first, pay `first` and then the oldest open debits."""
    chosen = [entry.pk for entry in first]
    credits, debits = _left(unit_id, "pays", amount__lt=0), _left(unit_id, "paid_by", amount__gt=0)
    debits.sort(key=lambda each: each.entry_id not in chosen)
    made, today = [], purchaser.today(at)
    while credits and debits:
        credit, debit = credits[0], debits[0]
        amount = min(credit.amount, debit.amount)
        made.append(
            Allocation(
                purchaser=purchaser,
                unit_id=unit_id,
                credit_id=credit.entry_id,
                debit_id=debit.entry_id,
                amount=amount,
                at=at,
                made_on=today,
            )
        )
        credits, debits = _less(credits, amount), _less(debits, amount)
    Allocation.objects.bulk_create(made)


@dataclass(frozen=True, slots=True)
class Left:
    """What of an entry is not allocated."""

    entry_id: int
    amount: Decimal


def _left(unit_id: int, side: str, **which: int) -> list[Left]:
    """What is left of the unit's entries on one side, the oldest first."""
    entries = LedgerEntry.objects.filter(unit_id=unit_id, account=Account.RECEIVABLE, **which)
    allocated = Coalesce(Sum(f"{side}__amount"), Value(NOTHING))
    amount = F("amount") if side == "paid_by" else -F("amount")
    rows = entries.annotate(left=amount - allocated).filter(left__gt=0).order_by("ledger_seq", "pk")
    return [Left(*row) for row in rows.values_list("pk", "left")]


def _less(entries: list[Left], amount: Decimal) -> list[Left]:
    """The entries after `amount` of the first is used."""
    first, *others = entries
    return others if first.amount == amount else [Left(first.entry_id, first.amount - amount), *others]


def _free(posting: Posting, reversed_posting: Posting, at: datetime) -> None:
    """Take back what a reversed posting paid or was paid, and set its entries off against those of the reversal."""
    opposite = {(entry.unit_id, entry.amount): entry for entry in posting.entries.filter(account=Account.RECEIVABLE)}
    for entry in reversed_posting.entries.filter(account=Account.RECEIVABLE).order_by("pk"):
        back = opposite[entry.unit_id, -entry.amount]
        credit, debit = (entry, back) if entry.amount < 0 else (back, entry)
        of_entry = Allocation.objects.filter(**({"credit": entry} if entry.amount < 0 else {"debit": entry}))
        pairs = of_entry.values("credit_id", "debit_id").order_by().annotate(sum=Sum("amount")).filter(sum__gt=0)
        common = {"purchaser_id": entry.purchaser_id, "unit_id": entry.unit_id, "at": at, "made_on": posting.posted_on}
        Allocation.objects.bulk_create(
            [
                *(
                    Allocation(credit_id=each["credit_id"], debit_id=each["debit_id"], amount=-each["sum"], **common)
                    for each in sorted(pairs, key=lambda each: (each["credit_id"], each["debit_id"]))
                ),
                Allocation(credit=credit, debit=debit, amount=abs(entry.amount), **common),
            ]
        )


def reverse(posting: Posting, *, kind: str, by: User | None, at: datetime, note: str = "") -> Posting:
    """Book the opposite of a purchaser's posting. The database refuses a second reversal."""
    assert posting.purchaser
    entries = [
        Entry(entry.account, -entry.amount, entry.unit_id, entry.coverage_month)
        for entry in posting.entries.order_by("pk")
    ]
    return post(kind, entries, purchaser=posting.purchaser, by=by, at=at, note=note, reverses=posting)
