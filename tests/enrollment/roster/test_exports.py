"""The list as CSV and as a workbook, and its line in the record."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from enrollment.queries.roster import export
from enrollment.rules.people import Name
from tests import factories
from tests.enrollment.roster.people import person
from tests.factories import applicant, child

pytestmark = pytest.mark.django_db


def test_the_csv_is_of_the_filtered_list_and_safe_in_a_spreadsheet(desk, employer):
    employer.enroll(employee=applicant(name=Name("Ana", "-Morales")))
    employer.enroll(employee=person(3))
    response = desk.get(reverse("roster_csv"), {"q": "morales"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text))
    assert heading == export.HEADINGS
    assert [row[0] for row in rows] == ["'-Morales, Ana"]
    assert [
        cell for row in rows for cell in row[:1] + row[2:] if "6788" in cell
    ] == []  # a member number is drawn by lot


def test_the_workbook_holds_texts_and_no_formula(desk, employer):
    employer.enroll(child(), employee=applicant(name=Name("Ana", "-Morales")))
    content = b"".join(desk.get(reverse("roster_xlsx")).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    row = list(sheet[2])
    assert (row[0].value, row[0].data_type, row[6].value) == ("'-Morales, Ana", "s", 1)


def test_an_export_is_on_the_record_with_its_filters(desk, employer):
    from accounts.models import Activity

    desk.get(reverse("roster_csv"), {"q": "morales", "tab": "active"})
    with employer.scope():
        line = Activity.objects.get(verb="exported_roster")
        assert line.after["filters"] == {"q": "morales", "tab": "active"}
        assert line.summary == "Employees: Active, search results"


@pytest.mark.parametrize("name", ["roster_csv", "roster_xlsx"])
def test_the_record_says_which_list_was_exported_and_names_nobody(desk, employer, name):
    silver = factories.offering(employer.unit, plan_=factories.plan("Silver PPO"))
    desk.get(reverse(name), {"unit": employer.unit.pk, "plan": silver.plan_id, "tab": "starting", "q": "morales"})
    desk.get(reverse(name))
    lists = ["Employees: Starts later, Head office, Silver PPO, search results", "Employees: All"]
    page = desk.get(reverse("activity"), {"verb": "exported_roster"})
    assert [line.summary for line in page.context["page"].object_list] == lists[::-1]
    assert "morales" not in page.content.decode()
    rows = b"".join(desk.get(reverse("activity_csv"), {"verb": "exported_roster"}).streaming_content).decode()
    assert [row[4] for row in csv.reader(io.StringIO(rows))][1:] == lists[::-1]
