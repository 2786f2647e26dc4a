"""Postings balance; credits pay debits, the oldest first; what is taken back is taken back whole."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.db.utils import IntegrityError

from access import tenancy
from billing.models import Allocation, LedgerEntry, Posting
from billing.services import Entry, post, reverse
from portal.database import as_owner
from tests import factories
from tests.billing.money import made, open_amounts, pay, publish
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
RECEIVABLE, BANK = LedgerEntry.Account.RECEIVABLE, LedgerEntry.Account.BANK


@pytest.fixture
def owing(employer):
    """Bills of 60.00 for October and November."""
    publish(employer)
    employer.enroll(hired_on=date(2026, 8, 3))
    made(employer, "2026-10")
    made(employer, "2026-11")
    return employer


def receivable(employer):
    with employer.scope():
        return sum(entry.amount for entry in LedgerEntry.objects.filter(account=RECEIVABLE))


def test_a_payment_pays_the_oldest_bill_first(owing):
    assert open_amounts(owing) == [("2026-10", "60.00"), ("2026-11", "60.00")]
    pay(owing, "80.00")
    assert open_amounts(owing) == [("2026-11", "40.00")]
    assert receivable(owing) == Decimal("40.00")


def test_a_chosen_bill_is_paid_first(owing):
    with owing.scope():
        november = LedgerEntry.objects.get(posting__bill__month="2026-11-01", account=RECEIVABLE)
    pay(owing, "70.00", pays=[november])
    assert open_amounts(owing) == [("2026-10", "50.00")]


def test_what_is_paid_too_much_pays_the_next_bill(owing):
    pay(owing, "150.00")
    assert open_amounts(owing) == [("payment", "30.00")]
    bill = made(owing, "2026-12")
    assert (bill.previous_total, bill.new_charges, bill.total) == (Decimal(120), Decimal(60), Decimal(30))
    assert open_amounts(owing) == [("2026-12", "30.00")]


def test_a_returned_payment_opens_what_it_paid(owing):
    pay(owing, "60.00")
    second = pay(owing, "60.00", note="Check 1043")
    with owing.scope():
        back = reverse(second, kind="return", by=None, at=NOW, note="No such account")
        assert back.reverses == second
    assert open_amounts(owing) == [("2026-11", "60.00")]
    assert receivable(owing) == Decimal("60.00")


def test_a_returned_payment_leaves_its_bills_to_other_credits(owing):
    """The first check came back; the second one pays the older bill now."""
    first = pay(owing, "60.00")
    pay(owing, "60.00", note="Check 1043")
    with owing.scope():
        reverse(first, kind="return", by=None, at=NOW)
    assert open_amounts(owing) == [("2026-10", "60.00")]
    pay(owing, "60.00", note="Check 1044")
    assert open_amounts(owing) == []


def test_a_charge_that_is_taken_back_frees_what_paid_it(owing):
    with owing.scope():
        entries = [Entry(RECEIVABLE, Decimal(20), owing.unit.pk), Entry(LedgerEntry.Account.FEE_INCOME, Decimal(-20))]
        fee = post("fee", entries, purchaser=owing.purchaser, by=None, at=NOW)
    pay(owing, "140.00")
    assert open_amounts(owing) == []
    with owing.scope():
        reverse(fee, kind="credit", by=None, at=NOW, note="Fee removed")
    assert open_amounts(owing) == [("payment", "20.00")]


def test_nothing_is_taken_back_twice(owing):
    payment = pay(owing, "60.00")
    with owing.scope():
        reverse(payment, kind="return", by=None, at=NOW)
    with pytest.raises(IntegrityError, match="billing_posting_reverses_id_key"), owing.scope():
        reverse(payment, kind="return", by=None, at=NOW)
    assert receivable(owing) == Decimal("120.00")


def test_a_posting_that_does_not_balance_is_refused_at_commit(owing):
    with pytest.raises(IntegrityError, match="is not balanced"), owing.scope():
        post("payment", [Entry(BANK, Decimal(60))], purchaser=owing.purchaser, by=None, at=NOW)
    assert receivable(owing) == Decimal("120.00")


def allocate_one(employer, payment, month):
    """Allocate a dollar of a payment to a month's bill, past the service."""
    with employer.scope(), tenancy.money():
        Allocation.objects.create(
            purchaser=employer.purchaser,
            unit=employer.unit,
            credit=payment.entries.get(account=RECEIVABLE),
            debit=LedgerEntry.objects.get(posting__bill__month=month, account=RECEIVABLE),
            amount=1,
            at=NOW,
            made_on=NOW.date(),
        )


def test_no_more_is_allocated_than_there_is(owing):
    payment = pay(owing, "50.00")
    with pytest.raises(IntegrityError, match="is more than its entries"):
        allocate_one(owing, payment, "2026-11-01")


def test_a_credit_pays_debits_of_its_own_unit_only(owing):
    other = factories.unit(owing.purchaser, code="002", name="Dockside")
    payment = pay(owing, "50.00", unit=other)
    assert open_amounts(owing) == [("2026-10", "60.00"), ("payment", "50.00"), ("2026-11", "60.00")]
    with pytest.raises(DatabaseError, match="credit_of_unit"):
        allocate_one(owing, payment, "2026-10-01")


def test_an_issued_posting_takes_no_further_entries(owing):
    payment = pay(owing, "50.00")
    with pytest.raises(DatabaseError, match="is added together with"), owing.scope(), tenancy.money():
        LedgerEntry.objects.create(posting=payment, purchaser=owing.purchaser, account=BANK, amount=1)


def test_a_bill_that_does_not_foot_is_refused_at_commit(owing, monkeypatch):
    """Were its posting forgotten, or its lines changed on the way, the bill would not be made."""
    monkeypatch.setattr("billing.services.bills._book", lambda *arguments: None)
    with pytest.raises(IntegrityError, match="does not foot"):
        made(owing, "2026-12")


def test_a_sealed_bill_is_never_sealed_again(owing):
    with as_owner(), connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("UPDATE billing_bill SET sha256 = 'x'")


def test_nobody_else_sees_the_ledger(owing):
    pay(owing, "60.00")
    stranger = factories.Employer("Other")
    with stranger.scope():
        assert [Posting.objects.count(), LedgerEntry.objects.count(), Allocation.objects.count()] == [0, 0, 0]
        with tenancy.money():
            assert [Posting.objects.count(), LedgerEntry.objects.count(), Allocation.objects.count()] == [0, 0, 0]
