"""`manage.py verify_ledger` finds each kind of contradiction, planted as the owner of the tables past every trigger."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.database import as_owner
from tests import factories
from tests.billing.money import made, pay, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(employer):
    """Three bills, a payment, a retroactive end; and another employer with a bill."""
    publish(employer)
    change = employer.enroll(factories.spouse(), hired_on=date(2026, 7, 6), at=factories.NOW.replace(month=7, day=6))
    made(employer, "2026-09")
    made(employer, "2026-10")
    employer.end(change, event_on=date(2026, 10, 20), at=factories.NOW.replace(month=10, day=21), attested=True)
    made(employer, "2026-11")
    pay(employer, "200.00")
    made(employer, "2026-12")
    other = factories.Employer("Other")
    other.enroll(employee=factories.applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"))
    made(other, "2026-12")
    return employer


def verify(**options):
    """(lines, whether it failed)."""
    out = StringIO()
    try:
        call_command("verify_ledger", stdout=out, **options)
    except CommandError:
        return out.getvalue().splitlines(), True
    return out.getvalue().splitlines(), False


def test_what_the_services_booked_is_right(books):
    assert verify(recompute=True) == (["2 purchasers, 4 postings, 5 bills, 0 rows are wrong"], False)


TABLES = ("bill", "billline", "posting", "ledgerentry", "allocation")


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE billing_ledgerentry SET amount = amount + 1 WHERE account = 'bank'", "unbalanced_postings: id"),
        ("UPDATE billing_bill SET total = total + 1 WHERE month = '2026-10-01'", "bills_that_do_not_foot: number"),
        ("UPDATE billing_bill SET previous_total = 7 WHERE month = '2026-11-01'", "bills_that_do_not_foot: number"),
        (
            "UPDATE billing_ledgerentry SET coverage_month = '2026-08-01' WHERE coverage_month = '2026-09-01'",
            "bills_unlike_their_posting: number",
        ),
        ("UPDATE billing_bill SET new_charges = 7 WHERE month = '2026-09-01'", "bills_unlike_their_posting: number"),
        (
            "UPDATE billing_billline SET owed = owed + 5, billed_before = billed_before + 5 WHERE month = '2026-10-01'",
            "lines_that_do_not_follow: number",
        ),
        ("UPDATE billing_bill SET unit_name = 'Elsewhere' WHERE month = '2026-09-01'", "changed_bills: number"),
        ("UPDATE billing_billline SET tier = 'EC' WHERE month = '2026-09-01'", "changed_bills: number"),
        ("DELETE FROM billing_allocation", "wrong_allocations: what unit"),
        ("UPDATE billing_allocation SET amount = amount + 500", "wrong_allocations: what entry"),
    ],
)
def test_a_contradiction_is_printed(books, statement, finding):
    with as_owner(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE billing_{table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE billing_{table} ENABLE TRIGGER USER")
    rows, failed = verify()
    assert failed
    assert any(row.startswith(finding) for row in rows), rows


def test_coverage_that_was_rewritten_is_priced_differently(books):
    """History that was changed behind the services: no bill knows of it."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE enrollment_coverage DISABLE TRIGGER USER")
        cursor.execute("UPDATE enrollment_coverage SET starts_on = '2026-08-01' WHERE relationship IN ('18', '01')")
        cursor.execute("ALTER TABLE enrollment_coverage ENABLE TRIGGER USER")
    assert verify() == (["2 purchasers, 4 postings, 5 bills, 0 rows are wrong"], False)
    rows, failed = verify(recompute=True)
    assert failed
    assert rows[0].startswith("differently_priced: unit")
    assert "month 2026-08-01, owed 120.00, billed 0" in rows[0]
