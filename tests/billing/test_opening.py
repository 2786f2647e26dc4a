"""A group is opened once every plan that it offers has rates in the first month that can be billed."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from billing.queries.opening import rates_part
from enrollment import services
from tests import factories
from tests.billing.rates import publish, tiers
from tests.enrollment.setup.world import STARTS, Group, rated, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
ROOT = Path(__file__).resolve().parents[2]
FEBRUARY = date(2027, 2, 1)


@pytest.fixture
def group(db):
    return Group()


def missing(group):
    with staff(group.purchaser):
        return [each.words for each in rates_part(group.purchaser, on=factories.TODAY).missing]


def unit_with(group, plan, **facts):
    unit = group.unit(**facts)
    group.do("offer_plan", unit=unit, plan=plan, starts_on=STARTS)
    return unit


def test_a_plan_without_rates_keeps_the_group_closed_at_the_service_and_is_named(group):
    group.complete()
    dental = factories.plan("Dental PPO", line="dental")
    with staff(group.purchaser):
        unit = group.purchaser.units.get()
    group.do("offer_plan", unit=unit, plan=dental, starts_on=STARTS)
    with pytest.raises(services.NotComplete) as refusal:
        group.of_group("open_group")
    assert refusal.value.missing == ["Publish rates of Dental PPO for January 2027."]
    assert (refusal.value.can_wait, group.lines("opened_group")) == (True, [])
    rated(dental)
    assert group.of_group("open_group").is_open


def test_other_things_that_are_missing_are_said_with_the_rates(group):
    unit_with(group, factories.plan())
    with pytest.raises(services.NotComplete) as refusal:
        group.of_group("open_group")
    assert refusal.value.missing[-1] == "Publish rates of Gold HMO for January 2027."
    assert (len(refusal.value.missing), refusal.value.can_wait) == (6, False)


def test_only_rates_that_price_the_first_month_in_that_place_for_that_group_count(group):
    other, plan = factories.Employer("Other"), factories.plan()
    unit_with(group, plan)
    for wrong in (
        {"effective_on": FEBRUARY},
        {"effective_on": date(2026, 1, 1), "through": date(2026, 12, 31)},
        {"effective_on": STARTS, "area": "5"},
        {"effective_on": STARTS, "purchaser": other.purchaser},
    ):
        publish(plan, tiers("600.00"), **wrong)
        assert missing(group) == ["Publish rates of Gold HMO for January 2027."]
    publish(plan, tiers("600.00"), STARTS, area="4", purchaser=group.purchaser)
    assert missing(group) == []


def test_each_unit_counts_in_its_own_area_and_first_month(group):
    plan = factories.plan()
    publish(plan, tiers("600.00"), STARTS, area="4")
    unit_with(group, plan)
    kiln = unit_with(group, plan, code="002", name="Kiln", rating_area="7")
    group.do("set_billing_start", unit=kiln, effective_on=FEBRUARY)
    assert missing(group) == ["Publish rates of Gold HMO for February 2027."]
    publish(plan, tiers("600.00"), FEBRUARY, area="7")
    assert missing(group) == []


def test_a_plan_that_is_offered_no_longer_needs_no_rates(group):
    unit_with(group, factories.plan())
    with staff(group.purchaser):
        offering = group.purchaser.units.get().offerings.get()
    group.do("stop_offering", offering=offering, last_day=STARTS)
    assert missing(group) == ["Publish rates of Gold HMO for January 2027."]
    with staff(group.purchaser):
        assert rates_part(group.purchaser, on=date(2027, 1, 2)).missing == []


def test_the_list_names_the_plan_and_leads_to_its_rates(client, group):
    client.force_login(group.purchaser.representative.user)
    factories.has_just_signed_in(client)
    plan = factories.plan()
    unit_with(group, plan)
    page = client.get(reverse("admin:accounts_purchaser_setup", args=[group.purchaser.pk]))
    assert [part.slug for part in page.context["parts"]][6:8] == ["plans", "rates"]
    step = reverse("admin:accounts_purchaser_step", args=[group.purchaser.pk, "rates", plan.pk])
    assert f'<a href="{step}">Publish rates of Gold HMO for January 2027.</a>' in page.content.decode()
    form = client.get(client.get(step)["Location"]).context["form"]
    assert form["purchaser"].value() == group.purchaser.number
    part = reverse("admin:accounts_purchaser_part", args=[group.purchaser.pk, "rates"])
    assert "Studio: no rates for January 2027" in client.get(part).content.decode()
    publish(plan, tiers("600.00"), STARTS)
    assert "Studio, January 2027: Four tiers, effective from January 1, 2027" in client.get(part).content.decode()


def test_nothing_else_in_the_apps_opens_a_group():
    """The verb of accounts looks at nothing: it is called by the one that looks at the list alone."""
    own = [
        path for app in ("accounts", "access", "enrollment", "billing", "portal") for path in (ROOT / app).rglob("*.py")
    ]
    callers = {str(path.relative_to(ROOT)) for path in own if re.search(r"\bopen_purchaser\(purch", path.read_text())}
    assert callers == {"billing/services/opening.py"}
