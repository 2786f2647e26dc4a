"""What the database refuses to hold or to show of rates and bills, whoever asks."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from access import tenancy
from accounts.services.units import next_known_seq
from billing.models import Bill, BillLine, Rate, RateReach, RateTier
from enrollment.models import Coverage, Plan
from portal.database import as_owner
from tests import factories
from tests.billing.money import made
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
TIERS = {"EE": "600.00", "ES": "1200.00", "EC": "1050.00", "FAM": "1700.00"}
DAY = date(2026, 1, 1)


def add_rate(plan, *, purchaser=None, tiers=TIERS, number=1, **facts):
    with tenancy.as_user(None), tenancy.staff():
        own = {"method": "tiers4", "effective_on": DAY, "published_at": NOW, "published_no": number} | facts
        rate = Rate.objects.create(plan=plan, purchaser=purchaser, **own)
        RateTier.objects.bulk_create(RateTier(rate=rate, tier=tier, amount=amount) for tier, amount in tiers.items())
        return rate


@pytest.fixture
def plan(employer):
    employer.enroll()
    with employer.scope():
        return Plan.objects.get(pk=Coverage.objects.get().enrollment.offering.plan_id)


@pytest.fixture
def billed(employer, plan):
    add_rate(plan)
    return made(employer, "2026-12")


def refused(statement, *arguments):
    """The constraint or trigger that refuses a statement, at once or at commit."""
    with pytest.raises(DatabaseError) as failure, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
    return failure.value.__cause__.diag.constraint_name or failure.value.__cause__.diag.sqlstate


def test_the_real_tables_are_billed_as_scenarios_are(employer, billed):
    with employer.scope():
        line = BillLine.objects.get()
        assert (line.bill, line.person, line.owed, line.billed_before, line.amount, line.tier, line.factor) == (
            billed, None, Decimal("600.00"), Decimal("0.00"), Decimal("600.00"), "EE", Decimal(1),
        )  # fmt: skip
        assert line.rate == Rate.objects.get()
        assert billed.as_of_seq == billed.seqs_of_purchaser[str(employer.unit.pk)]


@pytest.mark.parametrize("table", ["bill", "billline", "posting", "ledgerentry", "rate", "ratetier"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_owner_changes_nothing_either(billed, table, statement):
    with as_owner():
        assert refused(statement.format(f"billing_{table}")) == f"billing_{table}_rows_stay"
        assert refused(f"TRUNCATE billing_{table} CASCADE").endswith("_table_stays")


COPY = "INSERT INTO billing_{0} SELECT (jsonb_populate_record(row, %s::jsonb)).* FROM billing_{0} row LIMIT 1"


@pytest.mark.parametrize(
    ("table", "facts", "constraint"),
    [
        ("bill", '{"id": 99, "month": "2026-12-01", "number": "1"}', "bill_once_a_month"),
        ("bill", '{"id": 99, "month": "2026-05-01"}', "billing_bill_number_key"),
        ("bill", '{"id": 99, "month": "2026-05-01", "number": "1"}', "billing_bill_foots"),
        ("bill", '{"id": 99, "month": "2026-05-01", "number": "1", "total": null}', "bill_sealed_whole"),
        ("bill", '{"id": 99, "number": "1", "month": "2026-05-02"}', "bill_month_is_a_first"),
        ("bill", '{"id": 99, "number": "1", "month": "2026-05-01", "unit_id": 99}', "billing_bill_unit_of_purchaser"),
        (
            "bill",
            '{"id": 99, "number": "1", "month": "2026-05-01", "as_of_seq": -1}',
            "billing_bill_as_of_seq_in_range",
        ),
        ("billline", '{"id": 99, "amount": 1}', "bill_line_is_the_difference"),
        ("billline", '{"id": 99, "owed": 0, "amount": 0}', "bill_line_not_zero"),
        ("billline", '{"id": 99, "month": "2026-05-02"}', "bill_line_month_is_a_first"),
        ("billline", '{"id": 99, "kind": "fee"}', "bill_line_kind_known"),
        ("billline", '{"id": 99, "tier": "XX"}', "bill_line_tier_known"),
        ("billline", '{"id": 99, "rate_id": null}', "bill_line_owed_has_rate"),
        ("billline", '{"id": 99}', "bill_line_key_once"),
        ("billline", '{"id": 99, "unit_id": 99, "month": "2026-01-01"}', "billing_billline_unit_of_bill"),
        ("billline", '{"id": 99, "owed": "NaN", "amount": "NaN"}', "billing_billline_amount_in_range"),
        ("posting", '{"id": 99}', "billing_posting_bill_id_key"),
        ("posting", '{"id": 99, "bill_id": null}', "posting_bill_has_bill"),
        ("posting", '{"id": 99, "bill_id": null, "kind": "payment"}', "billing_posting_balanced"),
        ("ledgerentry", '{"id": 99, "ledger_seq": 7}', "billing_ledgerentry_takes_order"),
        ("ledgerentry", '{"id": 99}', "ledger_entry_order_in_unit"),
        ("ledgerentry", '{"id": 99, "account": "bank"}', "ledger_entry_receivable_has_order"),
        ("ledgerentry", '{"id": 99, "account": "premium", "ledger_seq": null}', "ledger_entry_premium_has_month"),
        ("ledgerentry", '{"id": 99, "account": "bank", "ledger_seq": null, "amount": 0}', "ledger_entry_not_zero"),
        ("rate", '{"id": 99, "published_no": 1}', "rate_order_of_publishing"),
        ("rate", '{"id": 99, "published_no": 2, "through": "2025-12-31"}', "rate_in_order"),
        ("rate", '{"id": 99, "published_no": 2, "method": "flat"}', "rate_method_known"),
        ("rate", '{"id": 99, "published_no": 2, "base": 1}', "rate_base_and_factor_by_age"),
        ("rate", '{"id": 99, "published_no": 2}', "billing_rate_whole"),
        ("ratetier", '{"id": 99}', "rate_tier_once"),
        ("ratetier", '{"id": 99, "tier": "ABC"}', "rate_tier_known"),
        ("ratetier", '{"id": 99, "tier": "SP", "amount": -1}', "billing_ratetier_amount_in_range"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(billed, table, facts, constraint):
    """As the owner, with the triggers off that would refuse a row of an earlier bill or rate."""
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE billing_billline DISABLE TRIGGER billing_billline_with_its_bill")
            cursor.execute("ALTER TABLE billing_ledgerentry DISABLE TRIGGER billing_ledgerentry_with_its_posting")
            cursor.execute("ALTER TABLE billing_ratetier DISABLE TRIGGER billing_ratetier_with_its_rate")
        try:
            assert refused(COPY.format(table), facts) == constraint
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE billing_billline ENABLE TRIGGER billing_billline_with_its_bill")
                cursor.execute("ALTER TABLE billing_ledgerentry ENABLE TRIGGER billing_ledgerentry_with_its_posting")
                cursor.execute("ALTER TABLE billing_ratetier ENABLE TRIGGER billing_ratetier_with_its_rate")


def test_an_issued_bill_and_a_published_rate_take_no_further_rows(billed):
    with as_owner():
        assert refused(COPY.format("billline"), '{"id": 99, "month": "2026-01-01"}') == "billing_billline_with_its_bill"
        assert refused(COPY.format("ratetier"), '{"id": 99, "tier": "SP"}') == "billing_ratetier_with_its_rate"


def test_a_rate_reaches_a_unit_under_the_number_that_the_unit_took(employer, plan):
    with tenancy.as_user(None), tenancy.staff():
        number = next_known_seq([employer.unit.pk])[employer.unit.pk]
        rate = Rate.objects.create(
            plan=plan, method="age", base=1, factor=1, effective_on=DAY, published_at=NOW, published_no=1
        )
        RateReach.objects.create(purchaser=employer.purchaser, rate=rate, unit=employer.unit, known_seq=number)
        other = {"purchaser": employer.purchaser, "rate": rate, "unit": employer.unit, "known_seq": number - 1}
        with pytest.raises(DatabaseError, match="needs the number that its unit took"), transaction.atomic():
            RateReach.objects.create(**other)


@pytest.mark.parametrize("tiers", [{"EE": "1.00"}, {**TIERS, "TWO": "1.00"}, {}])
def test_a_rate_without_the_tiers_of_its_method_is_not_published(plan, tiers):
    with pytest.raises(IntegrityError, match="does not have the tiers of its method"):
        add_rate(plan, tiers=tiers)
    with tenancy.as_user(None), tenancy.staff():
        assert Rate.objects.count() == 0


@pytest.fixture
def two(employer, billed, plan):
    """Another employer with a bill and a rate of its own."""
    other = factories.Employer("Other")
    other.enroll(employee=factories.applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"))
    add_rate(plan, purchaser=other.purchaser, number=2, tiers=dict.fromkeys(TIERS, "700.00"))
    made(other, "2026-12")
    return employer, other


def test_each_employer_sees_its_bills_and_rates_and_those_for_all(two):
    for employer, amounts, paid in ((two[0], [1], "600.00"), (two[1], [1, 2], "700.00")):
        with employer.scope():
            assert list(Rate.objects.order_by("pk").values_list("published_no", flat=True)) == amounts
            assert RateTier.objects.count() == 4 * len(amounts)
            assert Bill.objects.get().purchaser == employer.purchaser
            assert BillLine.objects.get().amount == Decimal(paid)
            with tenancy.money():
                assert Coverage.objects.get().purchaser_id == employer.purchaser.pk
                assert BillLine.objects.get().purchaser_id == employer.purchaser.pk


def test_nobody_sees_a_bill_outside_a_scope(two):
    for role in (None, tenancy.money):
        with tenancy.as_user(None), role() if role else transaction.atomic():
            assert [Bill.objects.count(), BillLine.objects.count(), RateReach.objects.count()] == [0, 0, 0]
            assert list(Rate.objects.values_list("published_no", flat=True)) == [1]
    with tenancy.as_user(None), tenancy.staff():
        assert [Bill.objects.count(), BillLine.objects.count()] == [2, 2]


@pytest.mark.parametrize(
    "table",
    ["bill", "billline", "posting", "ledgerentry", "allocation", "billhold", "rate", "ratetier", "ratereach"],
)
@pytest.mark.parametrize("role", ["portal_app", "portal_match", "portal_staff", "portal_service", "portal_money"])
def test_bills_are_written_by_the_money_role_and_rates_at_the_desk(table, role):
    writes = role == ("portal_staff" if table.startswith("rate") else "portal_money")
    with connection.cursor() as cursor:
        for verb in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, f"billing_{table}", verb])
            assert cursor.fetchone() == (writes and verb == "INSERT",), verb


def test_the_money_role_writes_into_the_scope_of_its_purchaser_only(two):
    employer, other = two
    with pytest.raises(DatabaseError, match="row-level security"), employer.scope(), tenancy.money():
        Bill.objects.create(
            purchaser=other.purchaser,
            unit_id=other.unit.pk,
            month=date(2026, 5, 1),
            as_of_seq=1,
            cut_at=NOW,
            made_on=DAY,
            due_on=DAY,
            previous_total=0,
        )
