"""A unit that comes while rates are published comes before the version or after it, and is known to do so."""

import threading
from datetime import date
from decimal import Decimal

import pytest

from access import tenancy
from accounts.services import CannotSetUp, move_unit
from billing.models import Rate, RateReach
from billing.services import Prices, publish_rates
from enrollment.models import Offering
from enrollment.services import offer_plan, stop_selling
from tests import factories
from tests.factories import NOW
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)
JANUARY, FIVE = date(2027, 1, 1), "5"
PRICES = Prices("tiers3", {"EE": Decimal(1), "TWO": Decimal(2), "FAM": Decimal(3)})
PLACE = {"state": "CA", "zip_code": "94607", "rating_area": FIVE}
# Long enough for whoever does not wait to be through.
A_MOMENT = 0.5


@pytest.fixture
def employer():
    return factories.Employer()


@pytest.fixture
def dental():
    return factories.plan("Dental PPO", line="dental")


def in_turn(first, second):
    """Begin `second` once `first` has written and not committed; their answers."""
    written, done = threading.Event(), threading.Event()

    def lead():
        with tenancy.as_user(None), tenancy.staff():
            made = first()
            written.set()
            done.wait(A_MOMENT)
        return made

    def follow():
        written.wait()
        with tenancy.as_user(None), tenancy.staff():
            made = second()
        done.set()
        return made

    return together(lead, follow)


def publishing(plan, **more):
    return lambda: publish_rates(plan=plan, prices=PRICES, effective_on=JANUARY, by=None, at=NOW, **more)


def offering(employer, plan):
    given = factories.given(employer.purchaser)
    return lambda: offer_plan(unit=employer.unit, plan=plan, starts_on=JANUARY, **given)


def moving(employer):
    given = factories.given(employer.purchaser)
    return lambda: move_unit(unit=employer.unit, effective_on=JANUARY, **PLACE, **given)


def reach():
    with tenancy.as_user(None), tenancy.staff():
        return list(RateReach.objects.order_by("pk").values_list("unit_id", "known_seq"))


def test_a_unit_that_is_being_offered_the_plan_learns_of_the_version_afterwards(employer, dental):
    made, _rate = in_turn(offering(employer, dental), publishing(dental))
    assert reach() == [(employer.unit.pk, made.known_seq + 1)]


def test_a_unit_that_is_offered_the_plan_during_publishing_comes_after_the_version(employer, dental):
    _rate, made = in_turn(publishing(dental), offering(employer, dental))
    assert reach() == []
    with tenancy.as_user(None), tenancy.staff():
        assert Offering.objects.get(pk=made.pk).known_seq == employer_seq(employer)


def employer_seq(employer):
    employer.unit.refresh_from_db()
    return employer.unit.known_seq


def test_a_unit_that_is_moving_into_the_area_learns_of_the_version_afterwards(employer):
    plan = employer.offering.plan
    moved, _rate = in_turn(moving(employer), publishing(plan, area=FIVE))
    assert reach() == [(employer.unit.pk, moved.known_seq + 1)]


def test_a_unit_that_moves_during_publishing_comes_after_the_version(employer):
    plan = employer.offering.plan
    before = 3
    _rate, moved = in_turn(publishing(plan, area=FIVE), moving(employer))
    assert (reach(), moved.known_seq) == ([], before + 1)


def test_a_plan_is_offered_to_nobody_after_the_end_of_its_sale_that_is_being_written(employer, dental):
    given = factories.given(employer.purchaser)
    last_day = {"last_day": date(2026, 12, 31)}
    with pytest.raises(CannotSetUp, match=r"not sold after December 31, 2026"):
        raise_last(in_turn(lambda: stop_selling(plan=dental, **last_day, **given), offering(employer, dental)))


def raise_last(answers):
    if isinstance(answers[-1], Exception):
        raise answers[-1]


def test_one_form_sent_twice_at_once_publishes_once(employer):
    publish = publishing(employer.offering.plan, key="one form")

    def act():
        with tenancy.as_user(None), tenancy.staff():
            return publish().pk

    one, other = together(act, act)
    assert one == other
    with tenancy.as_user(None), tenancy.staff():
        assert Rate.objects.count() == 1
