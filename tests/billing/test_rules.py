"""What explains a line says what the SQL computed: tier, who is charged, and the age."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.rules import curve, premium
from enrollment.rules.codes import Proration
from tests.billing.stories import child, cut, end, enroll, publish, story
from tests.counts import count

MARCH = date(2026, 3, 1)
FOUR = ("EE", "ES", "EC", "FAM", "SP", "CH", "SC")
NAMES = {
    "full_month": Proration.FULL_MONTH,
    "half_month": Proration.HALF_MONTH,
    "daily": Proration.DAILY,
}
people = st.lists(st.sampled_from(["01", "53", "19", "17"]), max_size=6).flatmap(
    lambda codes: st.sampled_from([("18", *codes), tuple(codes) or ("18",)])
)


def days_of(starts_on, ends_on):
    return [starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days + 1)]


def sampled(strategy, check, examples=25):
    settings(
        max_examples=count("priced histories") * examples // 100,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )(given(strategy)(check))()


@pytest.mark.parametrize("tiers", [4, 3])
def test_the_tier_is_that_of_the_sql(bills, tiers):
    names = FOUR if tiers == 4 else ("EE", "TWO", "FAM")
    prices = {name: f"{place}.00" for place, name in enumerate(names, 1)}

    def check(codes):
        family = [{"id": f"p{n}", "relationship": code, "born": "1990-01-01"} for n, code in enumerate(codes)]
        (bill,) = bills(story(publish(tiers=prices), enroll(*family), cut("2026-03"), tiers=tiers))
        assert bill["total"] == prices[premium.tier(codes, tiers=tiers)]

    sampled(people, check)


def test_who_is_charged_is_as_in_the_sql(bills):
    def check(drawn):
        proration, first, length = drawn
        starts_on = date(2026, 2, 20) + timedelta(days=first)
        ends_on = starts_on + timedelta(days=length)
        who = {"id": "a", "relationship": "18", "born": "1990-01-01"}
        events = (
            publish(tiers={"EE": "31.00"}),
            enroll(who, starts_on=f"{starts_on}"),
            end(f"{ends_on}"),
            cut("2026-05"),
        )
        (bill,) = bills(story(*events, proration=proration))
        billed = sum(Decimal(line["amount"]) for line in bill["lines"] if line["month"] == "2026-03")
        assert billed == len(premium.charged_days(NAMES[proration], days_of(starts_on, ends_on), MARCH))

    sampled(st.tuples(st.sampled_from(list(NAMES)), st.integers(0, 45), st.integers(0, 40)), check)


def test_the_age_and_who_pays_are_those_of_the_sql(bills):
    def check(drawn):
        births, month, starts_on, cap = drawn
        family = [child(f"p{n}", f"{born}") for n, born in enumerate(births)]
        rates = publish(base="1000.00", factor="1")
        priced = story(
            rates, enroll(*family, starts_on=f"{starts_on}"), cut("2026-03"), year=month, rating="age", child_cap=cap
        )
        (bill,) = bills(priced)
        year = premium.plan_year_start(date.fromisoformat(f"1900-{month}"), MARCH)
        members = [
            premium.Member(f"p{n}", "19", born, premium.rated_age(born, plan_year=year, unbroken_since=starts_on))
            for n, born in enumerate(births)
        ]
        billed = {line["subject"]: Decimal(line["amount"]) for line in bill["lines"] if line["month"] == "2026-03"}
        assert billed == {each.id: 1000 * curve.multiple(each.age) for each in premium.who_pays(members, child_cap=cap)}

    births = st.lists(st.dates(date(1990, 1, 1), date(2026, 1, 1)), min_size=1, max_size=6)
    young = st.lists(st.dates(date(2004, 6, 1), date(2006, 6, 1)), min_size=2, max_size=6)
    starts = st.dates(date(2026, 1, 1), date(2026, 3, 31))
    sampled(st.tuples(births | young, st.sampled_from(["01-01", "03-01", "07-01"]), starts, st.booleans()), check)


def test_the_curve_has_one_value_for_every_age_in_both_places(bills):
    family = [{"id": f"{age:03}", "relationship": "18", "born": f"{2026 - age}-01-01"} for age in range(100)]
    rates = publish(base="1000.00", factor="1")
    (bill,) = bills(story(rates, enroll(*family, starts_on="2026-01-02"), cut("2026-01"), rating="age"))
    assert {int(line["subject"]): Decimal(line["owed"]) for line in bill["lines"]} == {
        age: 1000 * curve.multiple(age) for age in range(100)
    }
    assert (curve.multiple(18), curve.multiple(64), curve.multiple(99)) == (Decimal("0.913"), 3, 3)


@pytest.mark.parametrize(
    ("born", "starts_on", "month", "free"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), MARCH, True),
        (date(2026, 3, 10), date(2026, 3, 10), date(2026, 4, 1), False),
        (date(2026, 3, 10), date(2026, 3, 11), MARCH, False),
    ],
)
def test_a_newborn_is_free_if_covered_from_birth_and_in_that_month_only(born, starts_on, month, free):
    assert premium.is_free(born=born, starts_on=starts_on, month=month, newborns_free=True) is free
    assert premium.is_free(born=born, starts_on=starts_on, month=month, newborns_free=False) is False
