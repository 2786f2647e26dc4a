"""Receipt, file, person page and record say what changed, and lead to each other."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Coverage, Person, PersonDetail
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.people import Address, Number
from tests import factories
from tests.factories import NOW, child, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


def corrected(employer, first, **facts):
    with employer.scope():
        now = PersonDetail.objects.get(first_name=first, superseded_at=None)
        role = Coverage.objects.filter(person_id=now.person_id).latest("pk").relationship
        command = CorrectDetails(now.person_id, replace(applicant_of(now, role), **facts))
        return services.submit(command=command, submission=employer.submission(at=NOW))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


NUMBER = {"number": Number("SSN", "234567899")}
CHANGED = "Social Security number: •••-••-7891, now •••-••-7899"


@pytest.fixture
def change(employer):
    employer.enroll(spouse(), child(), hired_on=date(2026, 9, 1))
    return corrected(employer, "Ben", **NUMBER)


def test_receipt_person_and_record_show_both_values_and_link_to_each_other(desk, employer, change):
    receipt, person = change.get_absolute_url(), reverse("person", args=[change.person_id])
    for address, link in ((receipt, person), (person, receipt), (reverse("activity"), receipt)):
        page = desk.get(address)
        assert (CHANGED in words(page), f'href="{link}"' in page.content.decode()) == (True, True), address
        assert "234-56-789" not in page.content.decode()
        assert "23456789" not in page.content.decode()


def test_the_people_of_a_receipt_have_their_relationship_and_member_number(desk, employer, change):
    with employer.scope():
        first = Coverage.objects.get(relationship="18").change
        numbers = {each.first_name: each.member_number for each in Person.objects.all()}
    page = words(desk.get(first.get_absolute_url()))
    for name, role in (("Ana", "Employee"), ("Ben", "Spouse"), ("Cora", "Child")):
        assert f"{name} Morales {role} Member number {numbers[name]} Covered from October 1, 2026" in page


def test_an_address_has_nothing_to_do_with_premium(desk, employer, change):
    moved = corrected(employer, "Ana", address=Address("7 Oak St", "Fresno", "CA", "93701"))
    page = words(desk.get(moved.get_absolute_url()))
    assert "Address: 12 Alder Way, Oakland, CA 94607, now 7 Oak St, Fresno, CA 93701" in page
    assert "premium" not in page


def test_a_second_end_says_which_day_it_replaced(desk, employer, change):
    with employer.scope():
        family = Coverage.objects.get(relationship="18").change
    employer.end(family, event_on=date(2027, 1, 15))
    again = employer.end(family, event_on=date(2026, 12, 10))
    assert "Last day of coverage: December 31, 2026. Before: January 31, 2027" in words(
        desk.get(again.get_absolute_url())
    )


def test_the_record_shows_no_values_to_who_may_not_see_people(client, employer, change):
    clerk = factories.user("Sam Ito")
    factories.grant(clerk, employer.purchaser, privileges=["view_roster", "correct_details"])
    by = employer.submission(at=NOW, by=clerk)
    with employer.scope():
        now = PersonDetail.objects.get(first_name="Cora", superseded_at=None)
        command = CorrectDetails(now.person_id, replace(applicant_of(now, "19"), phone="(415) 555-0100"))
        services.submit(command=command, submission=by)
    client.force_login(clerk)
    assert "Phone: None, now (415) 555-0100" in words(client.get(reverse("activity")))
    other = factories.user("Kim Lee")
    factories.grant(other, employer.purchaser, privileges=["manage_access"])
    client.force_login(other)
    assert "555-0100" not in words(client.get(reverse("activity")))


def test_the_record_of_a_user_of_one_unit_shows_nothing_of_another(client, employer, change):
    elsewhere = factories.unit(employer.purchaser, code="002", name="Warehouse")
    clerk = factories.user("Sam Ito")
    factories.grant(clerk, employer.purchaser, units=[elsewhere.pk])
    client.force_login(clerk)
    assert "7899" not in words(client.get(reverse("activity")))


def test_who_is_added_again_shows_nothing_that_another_unit_reported(client, employer):
    """Ana was in the warehouse under another address; the clerk of the office enrolls her anew."""
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    offering = factories.offering(warehouse)
    old = Address("7 Oak St", "Fresno", "CA", "93701")
    with employer.scope():
        command = replace(
            employer.add_employee(
                employee=factories.applicant(address=old), hired_on=date(2026, 6, 1), offerings=[offering]
            ),
            unit_id=warehouse.pk,
        )
        first = services.submit(command=command, submission=employer.submission(at=NOW.replace(month=7)))
    employer.end(first, event_on=date(2026, 10, 2), attested=True)
    again = employer.enroll(hired_on=date(2026, 10, 5))
    clerk = factories.user("Sam Ito")
    factories.grant(clerk, employer.purchaser, units=[employer.unit.pk])
    client.force_login(clerk)
    for address in (again.get_absolute_url(), reverse("person", args=[again.person_id])):
        page = client.get(address)
        assert (page.status_code, "7 Oak St" in page.content.decode()) == (200, False)
