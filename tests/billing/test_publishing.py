"""Publishing rates: every unit that a version can price learns it at a number of its own, and bills follow."""

from datetime import date
from decimal import Decimal

import pytest

from access import tenancy
from accounts.models import Activity
from accounts.services import CannotSetUp
from billing.models import Rate, RateReach
from billing.services import Prices
from enrollment.models import Coverage, Plan
from tests import factories
from tests.billing.rates import DECEMBER, JANUARY, NOVEMBER, cut, numbers, publish, tiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(employer):
    employer.enroll(hired_on=date(2026, 9, 10))
    with employer.scope():
        assert Coverage.objects.get().starts_on == NOVEMBER
        return Plan.objects.get()


def test_a_published_rate_is_billed_and_a_later_one_adjusts_the_months_before(employer, plan):
    publish(plan, tiers("600.00"))
    assert cut(employer, NOVEMBER) == [(NOVEMBER, Decimal("600.00"))]
    publish(plan, tiers("650.00"), NOVEMBER)
    assert cut(employer, DECEMBER) == [(NOVEMBER, Decimal("50.00")), (DECEMBER, Decimal("650.00"))]


def test_the_purchasers_own_rate_comes_before_everybodys(employer, plan):
    publish(plan, tiers("500.00"), purchaser=employer.purchaser)
    publish(plan, tiers("600.00"))
    assert cut(employer, NOVEMBER) == [(NOVEMBER, Decimal("500.00"))]


def test_each_affected_unit_takes_its_next_number_and_no_other_unit_does(employer, plan):
    other = factories.Employer("Other")
    before = numbers()
    own = publish(plan, tiers("600.00"), purchaser=employer.purchaser)
    after = numbers()
    assert after == before | {employer.unit.pk: before[employer.unit.pk] + 1}
    with tenancy.as_user(None), tenancy.staff():
        assert RateReach.objects.get(rate=own).known_seq == after[employer.unit.pk]
    assert other.unit.pk in before


def test_publishing_leaves_one_line_of_activity_that_employers_do_not_read(employer, plan):
    rate = publish(plan, tiers("600.00"))
    with tenancy.as_user(None), tenancy.staff():
        line = Activity.objects.get(verb="published_rates")
        assert (line.object_id, line.staff_only, rate.published_no) == (str(rate.pk), True, 1)


def test_without_a_last_day_nothing_is_put_over_a_version_that_starts_later(employer, plan):
    publish(plan, tiers("600.00"), DECEMBER)
    with pytest.raises(CannotSetUp, match=r"Rates from December 1, 2026 are published already\. Enter a last day\."):
        publish(plan, tiers("500.00"), NOVEMBER)
    publish(plan, tiers("500.00"), NOVEMBER, through=date(2026, 11, 30))
    publish(plan, tiers("400.00"), NOVEMBER, area="7")
    with tenancy.as_user(None), tenancy.staff():
        numbers = Rate.objects.order_by("pk").values_list("published_no", "area")
        assert list(numbers) == [(1, ""), (2, ""), (3, "7")]


def test_a_form_publishes_once_and_is_refused_with_other_rates(employer, plan):
    made = publish(plan, tiers("600.00"), key="form 1")
    assert publish(plan, tiers("600"), key="form 1") == made
    with pytest.raises(CannotSetUp, match=r"This form has published other rates already\."):
        publish(plan, tiers("601.00"), key="form 1")
    assert publish(plan, tiers("600.00")) != publish(plan, tiers("600.00"))
    with tenancy.as_user(None), tenancy.staff():
        assert Rate.objects.count() == 3


@pytest.mark.parametrize(
    ("prices", "field"),
    [
        (Prices("flat"), "method"),
        (Prices("tiers4", {"EE": Decimal(1)}), "tiers"),
        (Prices("tiers3", {name: Decimal(1) for name in ("EE", "TWO", "FAM", "SP")}), "tiers"),
        (Prices("age", base=Decimal(1)), "base"),
        (Prices("age", {"EE": Decimal(1)}, Decimal(1), Decimal(1)), "tiers"),
    ],
)
def test_prices_that_are_not_those_of_the_method_are_refused(plan, prices, field):
    with pytest.raises(CannotSetUp) as wrong:
        publish(plan, prices)
    assert wrong.value.field == field


@pytest.mark.parametrize("days", [(JANUARY, date(2025, 12, 31)), (date(1899, 1, 1), None), (JANUARY, date(2300, 1, 1))])
def test_days_out_of_order_or_range_are_refused(plan, days):
    with pytest.raises(CannotSetUp):
        publish(plan, tiers("1.00"), days[0], through=days[1])
