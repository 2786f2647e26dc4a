"""What a version of rates would change is computed as bills are, shown before anything is written, and published so."""

from datetime import date
from decimal import Decimal

import pytest

from access import tenancy
from billing.models import Rate, RateReach
from billing.rules.effect import Month, Range, UnitEffect, effect_of
from billing.services import NotAsChecked, Prices, publish_checked
from enrollment.models import Plan
from tests import factories
from tests.billing.rates import DECEMBER, JANUARY, NOVEMBER, checked, cut, numbers, publish, tiers, version
from tests.factories import NOW, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
HIRED = date(2026, 9, 10)
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def plan(employer):
    employer.enroll(hired_on=HIRED)
    with employer.scope():
        return Plan.objects.get()


def rows(found):
    return [
        (each.unit.pk, each.month, each.before.owed, each.after.owed, len(each.corrected), each.correction)
        for each in found.effect.units
    ]


def test_billed_months_and_the_next_one_are_compared_in_every_unit(employer, plan):
    other = factories.Employer("Other canary employer")
    other.enroll(employee=applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED)
    publish(plan, tiers("600.00"))
    cut(employer, NOVEMBER)
    cut(employer, DECEMBER)
    found = checked(plan, tiers("612.50"), NOVEMBER)
    assert rows(found) == [
        (employer.unit.pk, NEXT_YEAR, Decimal("600.00"), Decimal("612.50"), 2, Decimal("25.00")),
        (other.unit.pk, DECEMBER, Decimal("600.00"), Decimal("612.50"), 0, Decimal("0.00")),
    ]
    effect = found.effect
    assert (effect.before, effect.after, effect.corrected, effect.correction, effect.changed) == (
        Decimal("1200.00"),
        Decimal("1225.00"),
        2,
        Decimal("25.00"),
        2,
    )


def test_what_the_check_says_is_what_the_next_bill_corrects(employer, plan):
    publish(plan, tiers("600.00"))
    cut(employer, NOVEMBER)
    (only,) = checked(plan, tiers("650.00"), NOVEMBER).effect.units
    publish(plan, tiers("650.00"), NOVEMBER)
    assert cut(employer, DECEMBER) == [(NOVEMBER, only.correction), (only.month, only.after.owed)]
    assert only.correction == Decimal("50.00")


def test_a_check_leaves_no_row_and_takes_no_number(employer, plan):
    publish(plan, tiers("600.00"))
    before = numbers()
    checked(plan, tiers("650.00"), NOVEMBER)
    with tenancy.as_user(None), tenancy.staff():
        assert (numbers(), Rate.objects.count(), RateReach.objects.count()) == (before, 1, 1)


def test_other_plans_of_the_unit_are_left_out(employer, plan):
    dental = factories.offering(employer.unit, plan_=factories.plan("Dental PPO", line="dental"))
    publish(plan, tiers("600.00"))
    employer.enroll(employee=applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED, offerings=[dental])
    (only,) = checked(dental.plan, tiers("40.00")).effect.units
    assert (only.before, only.after) == (Month(Decimal(0), 1), Month(Decimal("40.00")))


def test_a_purchasers_own_rates_are_not_touched_by_everybodys(employer, plan):
    publish(plan, tiers("500.00"), purchaser=employer.purchaser)
    (only,) = checked(plan, tiers("600.00")).effect.units
    assert (only.before.owed, only.after.owed, only.is_none) == (Decimal("500.00"), Decimal("500.00"), True)


def test_only_the_units_of_the_purchaser_and_the_area_are_looked_at(employer, plan):
    other = factories.Employer("Other")
    own = checked(plan, tiers("600.00"), purchaser=other.purchaser)
    assert [row[0] for row in rows(own)] == [other.unit.pk]
    assert rows(checked(plan, tiers("600.00"), area="7")) == []


def test_families_without_a_rate_of_their_tier_are_counted(employer, plan):
    employer.enroll(factories.spouse(), employee=applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED)
    by_age = Prices("age", base=Decimal("100.00"), factor=Decimal(1))
    assert checked(plan, by_age).effect.unpriced == 0
    assert checked(plan, tiers("600.00"), NEXT_YEAR, through=NEXT_YEAR).effect.units[0].month == NEXT_YEAR
    two_only = checked(plan, tiers("600.00"), DECEMBER, through=DECEMBER).effect
    assert (two_only.units[0].before.unpriced, two_only.units[0].after.unpriced) == (2, 0)


def publish_as_seen(plan, prices, seen, effective_on=NOVEMBER, *, key="one form"):
    with tenancy.as_user(None), tenancy.staff():
        return publish_checked(version=version(plan, prices, effective_on), seen=seen, key=key, by=None, at=NOW)


def test_what_was_checked_is_published_and_once(employer, plan):
    publish(plan, tiers("600.00"))
    seen = checked(plan, tiers("650.00"), NOVEMBER).mark
    made = publish_as_seen(plan, tiers("650.00"), seen)
    assert publish_as_seen(plan, tiers("650.00"), seen) == made
    with tenancy.as_user(None), tenancy.staff():
        assert Rate.objects.count() == 2


@pytest.mark.parametrize("what", ["rates", "coverage", "a bill", "values"])
def test_what_changed_since_the_check_is_shown_before_it_is_published(employer, plan, what):
    publish(plan, tiers("600.00"))
    seen, prices = checked(plan, tiers("650.00"), NOVEMBER).mark, tiers("650.00")
    if what == "rates":
        publish(plan, tiers("610.00"), NOVEMBER)
    elif what == "coverage":
        employer.enroll(employee=applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED)
    elif what == "a bill":
        cut(employer, NOVEMBER)
        cut(employer, DECEMBER)
    else:
        prices = tiers("651.00")
    before = numbers()
    with pytest.raises(NotAsChecked, match="Nothing was published") as changed:
        publish_as_seen(plan, prices, seen)
    assert numbers() == before
    made = publish_as_seen(plan, prices, changed.value.checked.mark)
    with tenancy.as_user(None), tenancy.staff():
        assert made.tiers.get(tier="EE").amount == prices.tiers["EE"]


def test_a_change_that_leaves_every_amount_as_it_was_is_no_reason_to_check_again(employer, plan):
    publish(plan, tiers("600.00"))
    seen = checked(plan, tiers("650.00"), NOVEMBER).mark
    factories.offering(employer.unit, plan_=factories.plan("Dental PPO", line="dental"))
    assert publish_as_seen(plan, tiers("650.00"), seen).published_no == 2


@pytest.mark.parametrize(
    ("days", "next_month", "shown"),
    [
        (Range(JANUARY, None), DECEMBER, DECEMBER),
        (Range(NEXT_YEAR, None), DECEMBER, NEXT_YEAR),
        (Range(date(2026, 12, 2), None), DECEMBER, NEXT_YEAR),
        (Range(date(2026, 12, 2), date(2026, 12, 31)), DECEMBER, DECEMBER),
        (Range(JANUARY, date(2026, 6, 30)), DECEMBER, DECEMBER),
    ],
)
def test_the_month_to_compare_is_the_next_bills_or_the_versions_first(days, next_month, shown):
    assert days.shown(next_month) == shown


def test_the_largest_effect_comes_first_a_credit_like_a_charge():
    def unit(name, before, after):
        return UnitEffect.of(
            name, DECEMBER, None, {DECEMBER: Month(Decimal(before))}, {DECEMBER: Month(Decimal(after))}
        )

    found = effect_of([unit("none", 5, 5), unit("charge", 10, 12), unit("credit", 10, 3)])
    assert [each.unit for each in found.units] == ["credit", "charge", "none"]
    assert (found.difference, found.changed) == (Decimal(-5), 2)
