"""Home: what is due, and the bills among the things to do. Today is November 23, 2026."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.billing.money import made, pay, publish
from tests.pages import markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)


@pytest.fixture
def billed(employer):
    """Ana's bills: September to November 180.00, of which 150.00 were paid, and December 60.00."""
    publish(employer)
    employer.enroll(hired_on=HIRED, at=HIRE)
    made(employer, "2026-11")
    pay(employer, "150.00", at=datetime(2026, 11, 2, 18, tzinfo=UTC))
    made(employer, "2026-12")
    return employer


def seen_by(client, employer, *privileges, units=None):
    who = factories.user("Sam Ito")
    factories.grant(who, employer.purchaser, privileges=list(privileges), units=units, at=HIRE)
    client.force_login(who)
    return markup(client.get(reverse("home")))


def test_the_balance_is_the_first_figure_with_its_day(desk, billed):
    page = markup(desk.get(reverse("home")))
    figures = page[page.index('<dl class="figures">') :]
    assert figures.startswith(
        '<dl class="figures"><div class="panel"><dt>Balance due</dt><dd><span class="value"><span class="amt">$90.00'
    )
    assert '<span class="amt">$30.00</span>is late' in page
    assert "Pay by Tuesday, December 1" in page


def test_what_is_late_comes_first_among_the_things_to_do_and_a_new_bill_says_so(desk, billed):
    page = markup(desk.get(reverse("home")))
    late, new = page.index("Pay the November bill for Head office"), page.index("New bill for December, Head office")
    assert late < new
    assert "22 days late" in page[late:new]
    assert "Due Dec 1" in page[new:]


def test_a_user_who_sees_bills_only_has_them_on_the_first_page(client, billed):
    page = seen_by(client, billed, "view_bill")
    assert "New bill for December, Head office" in page
    assert "Covered members" not in page


def test_a_user_without_bills_sees_nothing_of_them(client, billed):
    page = seen_by(client, billed, "view_roster")
    assert "Balance due" not in page
    assert "New bill" not in page


def test_a_user_of_another_unit_sees_nothing_due(client, billed):
    other = factories.unit(billed.purchaser, code="002", name="Dockside")
    page = seen_by(client, billed, "view_bill", units=[other.pk])
    assert "Nothing is due" in page
    assert "90.00" not in page
