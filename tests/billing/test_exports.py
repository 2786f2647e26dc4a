"""The lines of a bill as files: every line, nothing about ages, on the record."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Activity
from tests import factories
from tests.billing.money import made, publish
from tests.factories import spouse

pytestmark = pytest.mark.django_db
HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)
HEADINGS = [
    "Employee", "Employee number", "Member", "Plan", "Coverage month", "Charge", "Should be", "Billed before", "This bill",
]  # fmt: skip


@pytest.fixture
def bill(employer):
    """Ana and Ben, September and October."""
    publish(employer)
    employer.enroll(spouse(), hired_on=HIRED, at=HIRE)
    return made(employer, "2026-10")


def test_the_csv_has_every_line(desk, bill):
    response = desk.get(reverse("bill_csv", args=[bill.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="bill-{bill.number}.csv"'
    assert list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")))) == [
        HEADINGS,
        ["Morales, Ana", "", "", "Gold HMO", "2026-09-01", "Retroactive", "120.00", "0.00", "120.00"],
        ["Morales, Ana", "", "", "Gold HMO", "2026-10-01", "Current", "120.00", "0.00", "120.00"],
    ]


def test_the_workbook_has_numbers_that_add_up(desk, bill):
    response = desk.get(reverse("bill_xlsx", args=[bill.pk]))
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert list(rows[0]) == HEADINGS
    assert sum(row[-1] for row in rows[1:]) == float(bill.new_charges) == 240.0


def test_an_export_is_on_the_record(desk, employer, bill):
    desk.get(reverse("bill_csv", args=[bill.pk]))
    with employer.scope():
        line = Activity.objects.get(verb="exported_bill")
    assert (line.summary, line.unit_id, line.after) == (bill.number, employer.unit.pk, {"format": "csv"})


def test_a_name_that_looks_like_a_formula_is_text(desk, employer):
    publish(employer)
    employer.enroll(employee=factories.applicant("Ana", "=Morales"), hired_on=HIRED, at=HIRE)
    bill = made(employer, "2026-10")
    rows = list(csv.reader(io.StringIO(desk.get(reverse("bill_csv", args=[bill.pk])).content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=Morales, Ana"


def test_without_the_privilege_to_export_there_is_no_file_and_no_link(client, employer, bill):
    who = factories.user("Sam Ito")
    factories.grant(who, employer.purchaser, privileges=["view_bill"], at=HIRE)
    client.force_login(who)
    assert client.get(reverse("bill_csv", args=[bill.pk])).status_code == 403
    assert "lines.csv" not in client.get(reverse("bill", args=[bill.pk])).content.decode()
