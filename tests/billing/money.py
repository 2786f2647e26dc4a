"""Rates, bills and postings for tests, made by the services in their real roles."""

from datetime import UTC, date, datetime
from decimal import Decimal

from access import tenancy
from billing.models import BillLine, LedgerEntry
from billing.services import Entry, Prices, make_bill, post, publish_rates
from enrollment.models import Offering
from tests.factories import NOW

# Small enough that no change of one family holds a bill.
TIERS = {"EE": "60.00", "ES": "120.00", "EC": "105.00", "FAM": "170.00"}
LARGE = {"EE": "600.00", "ES": "1200.00", "EC": "1050.00", "FAM": "1700.00"}


def publish(employer, *, tiers=TIERS, effective_on=date(2020, 1, 1), plan=None, at=NOW, **facts):
    """Rates by tier of the employer's plan, for everybody unless `purchaser` is given."""
    with tenancy.as_user(None), tenancy.staff():
        plan = plan or Offering.objects.select_related("plan").get(pk=employer.offering.pk).plan
        prices = Prices(method="tiers4", tiers={tier: Decimal(amount) for tier, amount in tiers.items()})
        return publish_rates(
            plan=plan,
            prices=prices,
            effective_on=effective_on,
            by=employer.purchaser.representative.user,
            at=at,
            **facts,
        )


def made(employer, month, *, unit=None, at=None):
    """The bill of a unit for a month (text like 2026-11), made in the middle of the month before; or the hold."""
    first = date.fromisoformat(f"{month}-01")
    at = at or datetime(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 16, 18, tzinfo=UTC)
    with employer.scope():
        return make_bill(unit=unit or employer.unit, month=first, by=None, at=at)


def lines(employer, bill):
    """(coverage month, amount, tier) of a bill's lines, in order."""
    with employer.scope():
        own = BillLine.objects.filter(bill=bill).order_by("month", "pk")
        return [(f"{line.month:%Y-%m}", str(line.amount), line.tier) for line in own]


def pay(employer, amount, *, unit=None, at=NOW, note="Check 1042", pays=()):
    """A check that arrived."""
    unit, amount = unit or employer.unit, Decimal(amount)
    entries = [
        Entry(LedgerEntry.Account.BANK, amount),
        Entry(LedgerEntry.Account.RECEIVABLE, -amount, unit.pk),
    ]
    with employer.scope():
        return post("payment", entries, purchaser=employer.purchaser, by=None, at=at, note=note, pays=pays)


def open_amounts(employer):
    """(what is left, of a bill's month or a posting's kind) of every receivable entry that is not settled."""
    with employer.scope():
        entries = LedgerEntry.objects.filter(account="receivable").order_by("ledger_seq", "pk")
        left = []
        for entry in entries.select_related("posting__bill").prefetch_related("pays", "paid_by"):
            used = entry.paid_by if entry.amount > 0 else entry.pays
            rest = abs(entry.amount) - sum(each.amount for each in used.all())
            name = f"{entry.posting.bill.month:%Y-%m}" if entry.posting.bill else entry.posting.kind
            left += [(name, str(rest))] if rest else []
        return left
