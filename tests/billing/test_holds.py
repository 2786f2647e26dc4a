"""Bills that wait for a representative: without a rate, or far from the last one; and their release."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.models import Bill, BillHold, BillLine, Posting
from billing.queries.due import months_due
from billing.services import CannotBill, release_hold
from tests import factories
from tests.billing.money import LARGE, made, publish
from tests.factories import spouse

pytestmark = pytest.mark.django_db
# Covered from September 1.
HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)


def at(month, day):
    return datetime(2026, month, day, 18, tzinfo=UTC)


def test_a_covered_person_without_a_rate_holds_the_bill(employer):
    employer.enroll(hired_on=HIRED, at=HIRE)
    hold = made(employer, "2026-10")
    assert (hold.reason, [each["month"] for each in hold.unpriced]) == ("no_rate", ["2026-09-01", "2026-10-01"])
    with employer.scope():
        assert (Bill.objects.count(), BillLine.objects.count(), Posting.objects.count()) == (0, 0, 0)
    assert made(employer, "2026-10") == hold
    publish(employer)
    bill = made(employer, "2026-10")
    assert bill.total == Decimal("120.00")
    with employer.scope():
        assert BillHold.objects.get().over_at is not None


@pytest.mark.parametrize(("others", "held"), [(1, False), (2, True)])
def test_new_charges_far_from_the_last_ones_hold_the_bill(employer, others, held):
    """More than 25 % and more than $500, both; the first bill never."""
    publish(employer, tiers={"EE": "250.00", "ES": "800.00", "EC": "700.00", "FAM": "1000.00"})
    employer.enroll(hired_on=HIRED, at=HIRE)
    made(employer, "2026-10")
    made(employer, "2026-11")
    made(employer, "2026-12")
    eve = factories.applicant("Eve", "Quist", born=date(1970, 1, 2), number="456-78-9123")
    tom = factories.applicant("Tom", "Abara", born=date(1981, 7, 19), number="512-34-8761")
    for person in (eve, tom)[:others]:
        employer.enroll(employee=person, hired_on=date(2026, 10, 5), at=at(11, 20))
    found = made(employer, "2027-01")
    assert isinstance(found, BillHold) == held
    if held:
        assert (found.reason, found.charges_before, found.charges_now) == ("jump", Decimal(250), Decimal(1250))


@pytest.fixture
def jump(employer):
    """November is held: two people joined from September."""
    publish(employer, tiers=LARGE)
    employer.enroll(hired_on=HIRED, at=HIRE)
    made(employer, "2026-10")
    person = factories.applicant("Eve", "Quist", born=date(1970, 1, 2), number="456-78-9123")
    employer.enroll(spouse("Al", "Quist"), employee=person, hired_on=HIRED, at=at(9, 20))
    return made(employer, "2026-11")


def release(employer, hold, note="Two people joined"):
    with employer.scope():
        return release_hold(hold=hold, note=note, by=employer.purchaser.representative.user, at=at(10, 17))


def test_a_released_hold_lets_the_bill_through(employer, jump):
    bill = release(employer, jump)
    assert bill.new_charges == Decimal("4200.00")
    with employer.scope():
        over = BillHold.objects.get()
        assert (over.released_by, over.note) == (employer.purchaser.representative.user, "Two people joined")
    with pytest.raises(CannotBill, match="no longer held"):
        release(employer, jump)


def test_a_release_needs_a_reason(employer, jump):
    with pytest.raises(CannotBill, match="Enter the reason"):
        release(employer, jump, note=" ")


def test_a_release_checks_again_if_more_is_known(employer, jump):
    publish(
        employer,
        effective_on=date(2026, 11, 1),
        tiers={"EE": "700.00", "ES": "1300.00", "EC": "1.00", "FAM": "1.00"},
    )
    found = release(employer, jump)
    assert (found.reason, found.charges_now) == ("jump", Decimal("4400.00"))
    with employer.scope():
        assert [each.released_by for each in BillHold.objects.order_by("pk")] == [None, None]
        assert Bill.objects.count() == 1


def test_later_months_wait_for_a_held_one(employer, jump):
    """The hold of November stays; December is not made before it."""
    with employer.scope():
        assert months_due(employer.unit, today=date(2026, 11, 20)) == [date(2026, 11, 1), date(2026, 12, 1)]
