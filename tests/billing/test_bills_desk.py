"""Bills at the desk: trying a run, making the bills that are due, and releasing one that is held."""

import re
from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Activity, Job
from billing.models import Bill, BillHold
from billing.services.run import MAKE_BILLS
from billing.tasks import make_bills
from tests import factories
from tests.billing.money import LARGE, made, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
# Covered from November 1.
HIRED = date(2026, 9, 7)
BILLS = "admin:billing_billhold_changelist"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def hold(employer):
    """December is held: a second one joined from November on."""
    publish(employer, tiers=LARGE)
    employer.enroll(hired_on=HIRED, at=factories.NOW.replace(month=9, day=7))
    made(employer, "2026-11")
    person = factories.applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123")
    employer.enroll(employee=person, hired_on=HIRED, at=factories.NOW.replace(day=10))
    return made(employer, "2026-12")


def page(hold):
    return reverse("admin:billing_held", args=[hold.pk])


def test_a_held_bill_is_listed_with_why(rep_desk, hold, employer):
    shown = text(rep_desk.get(reverse(BILLS)))
    assert "1 bill is held" in shown
    assert (
        f"{employer.purchaser.name}, Head office December 2026 New charges differ from the last bill 11/16/2026"
        " $600.00 $1,800.00"
    ) in shown


def test_its_lines_are_shown_and_on_record(rep_desk, hold):
    shown = text(rep_desk.get(page(hold)))
    assert "Lines of this bill: +$1,800.00" in shown
    assert "Quist, Zed Gold HMO November 2026 $600.00 $0.00 +$600.00" in shown
    assert "Morales, Ana Gold HMO December 2026 $600.00 $0.00 +$600.00" in shown
    with tenancy.as_user(None), tenancy.staff():
        assert Activity.objects.get(verb="viewed_at_desk").after == {"shown": {"billhold": [str(hold.pk)]}}


def test_a_release_needs_a_reason(rep_desk, hold):
    response = rep_desk.post(page(hold), {"note": " "})
    assert response.status_code == 422
    assert "Reason for the release: enter an answer." in text(response)
    with tenancy.as_user(None), tenancy.staff():
        assert Bill.objects.count() == 1


def test_a_release_makes_the_bill(rep_desk, hold, employer):
    response = rep_desk.post(page(hold), {"note": "Zed joined late"}, follow=True)
    assert "is made" in text(response)
    with tenancy.as_user(None), tenancy.staff():
        bill = Bill.objects.get(month="2026-12-01")
        over = BillHold.objects.get()
        released = Activity.objects.get(verb="released_bill")
        assert (str(bill.new_charges), over.note) == ("1800.00", "Zed joined late")
        assert (released.summary, released.staff_only) == (f"{bill.number}: Zed joined late", True)
    assert rep_desk.get(page(hold)).status_code == 404


def test_a_release_after_another_change_is_checked_again(rep_desk, hold, employer):
    third = factories.applicant("Ola", "Reyes", born=date(1992, 5, 5), number="512-34-8761")
    employer.enroll(employee=third, hired_on=HIRED, at=factories.NOW.replace(day=12))
    response = rep_desk.post(page(hold), {"note": "Zed joined late"}, follow=True)
    assert "It was checked again" in text(response)
    assert "Reyes, Ola" in text(response)
    with tenancy.as_user(None), tenancy.staff():
        assert Bill.objects.count() == 1


def work():
    with tenancy.as_user(None), tenancy.service():
        waiting = list(Job.objects.filter(kind=MAKE_BILLS, state="queued").order_by("created_at", "pk"))
    for job in waiting:
        make_bills(str(job.pk))


@pytest.fixture
def due():
    """Opened in July; its first bill is due."""
    employer = factories.Employer("Acorn", opened_at=factories.NOW.replace(month=7))
    publish(employer)
    employer.enroll(hired_on=date(2026, 7, 6), at=factories.NOW.replace(month=7, day=6))
    return employer


def test_a_trial_says_what_the_bills_would_come_to(rep_desk, due):
    assert "Trying the bills of 1 unit." in text(
        rep_desk.post(reverse("admin:billing_run"), {"act": "try"}, follow=True)
    )
    assert "0 of 1 units done." in text(rep_desk.get(reverse(BILLS)))
    work()
    shown = text(rep_desk.get(reverse(BILLS)))
    assert "Last trial, November 23, 2026" in shown
    assert "1 of 1 units done. 1 bill with new charges of $240.00." in shown
    with tenancy.as_user(None), tenancy.staff():
        assert Bill.objects.count() == 0


def test_a_run_makes_the_bills_that_are_due(rep_desk, due):
    assert "Making the bills of 1 unit." in text(
        rep_desk.post(reverse("admin:billing_run"), {"act": "make"}, follow=True)
    )
    work()
    assert "Last run, November 23, 2026" in text(rep_desk.get(reverse(BILLS)))
    with tenancy.as_user(None), tenancy.staff():
        assert [str(bill.total) for bill in Bill.objects.order_by("pk")] == ["240.00"]
    assert "No unit has a bill due" in text(rep_desk.post(reverse("admin:billing_run"), {"act": "make"}, follow=True))


def test_what_a_run_held_is_named(rep_desk, due):
    due.enroll(
        employee=factories.applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"),
        hired_on=date(2026, 7, 6),
        at=factories.NOW.replace(month=7, day=7),
        offerings=[factories.offering(due.unit, plan_=factories.plan("No Rate PPO"))],
    )
    rep_desk.post(reverse("admin:billing_run"), {"act": "make"})
    work()
    shown = text(rep_desk.get(reverse(BILLS)))
    assert "These were held:" in shown
    assert "Head office, December 2026: A covered person has no rate" in shown


def test_an_employer_sees_no_bill_of_the_desk(desk, hold):
    for address in (page(hold), reverse(BILLS)):
        assert desk.get(address).status_code in (302, 403, 404)
