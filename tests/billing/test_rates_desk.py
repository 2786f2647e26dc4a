"""The desk's pages of rates: what counts, a form, what it changes, and publishing it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from billing.admin import rates as admin_rates
from billing.models import Rate
from enrollment.models import Plan
from tests import factories
from tests.billing.rates import DECEMBER, JANUARY, NOVEMBER, cut, numbers, publish, tiers
from tests.factories import applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
HIRED = date(2026, 9, 10)
FOUR = {"method": "tiers4", "EE": "$650.00", "ES": "1,300.00", "EC": "1100", "FAM": "1800.5"}
FILLED = FOUR | {"effective_on": "11/01/2026", "key": "one form"}


@pytest.fixture
def plan(employer):
    employer.enroll(hired_on=HIRED)
    with employer.scope():
        return Plan.objects.get()


def address(plan, name="publish"):
    return reverse(f"admin:billing_rate_{name}", args=[plan.pk])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def published():
    with tenancy.as_user(None), tenancy.staff():
        return list(Rate.objects.order_by("published_no", "pk"))


def shown(response):
    return re.search(r'name="shown" value="([0-9a-f.]+)"', response.content.decode()).group(1)


def test_a_plan_without_rates_is_said_to_have_none(rep_desk, plan):
    assert "Gold HMO GOLD-HMO Medical No rates 0" in text(rep_desk.get(reverse("admin:billing_rate_changelist")))
    assert "No rates are published for this plan." in text(rep_desk.get(address(plan, "plan")))


def test_the_versions_say_for_whom_since_when_and_which_counts_today(rep_desk, employer, plan):
    other = factories.Employer("Other company")
    publish(plan, tiers("590.00"), through=date(2026, 6, 30))
    publish(plan, tiers("600.00"))
    publish(plan, tiers("610.00"), NOVEMBER)
    publish(plan, tiers("700.00"), date(2027, 1, 1), purchaser=other.purchaser, area="7", through=date(2027, 12, 31))
    page = rep_desk.get(address(plan, "plan"))
    assert [(str(each.rate.effective_on), each.state, each.units) for each in page.context["versions"]] == [
        ("2027-01-01", "later", 0),
        ("2026-11-01", "today", 2),
        ("2026-01-01", "replaced", 2),
        ("2026-01-01", "over", 2),
    ]
    words = text(page)
    assert "January 1, 2027 to December 31, 2027 Counts later Other company" in words
    assert "From November 1, 2026 Counts today All employers All areas Four tiers Employee $610.00" in words
    assert "Four tiers, all employers" in text(rep_desk.get(reverse("admin:billing_rate_changelist")))


def test_rates_are_checked_and_then_published(rep_desk, employer, plan, rep):
    publish(plan, tiers("600.00"))
    cut(employer, NOVEMBER)
    before = numbers()
    check = rep_desk.post(address(plan), FILLED)
    assert check.status_code == 200
    assert (numbers(), len(published())) == (before, 1)
    words = text(check)
    assert f"Head office Harbor Freight Cooperative, {employer.purchaser.number}-001 December 2026" in words
    assert "$600.00 $650.00 +$50.00 +$50.00 1 month" in words
    assert "1 bill already made is corrected, by +$50.00." in words
    answer = rep_desk.post(address(plan), FILLED | {"shown": shown(check)})
    assert answer["Location"] == address(plan, "plan")
    made = published()[-1]
    assert (made.effective_on, made.through, made.method, made.published_by_id) == (NOVEMBER, None, "tiers4", rep.pk)
    with tenancy.as_user(None), tenancy.staff():
        amounts = {tier.tier: tier.amount for tier in made.tiers.order_by("pk")}
        line = Activity.objects.filter(verb="published_rates").latest("pk")
    assert amounts == {"EE": Decimal(650), "ES": Decimal(1300), "EC": Decimal(1100), "FAM": Decimal("1800.50")}
    assert (line.actor_id, line.staff_only) == (rep.pk, True)
    assert cut(employer, DECEMBER) == [(NOVEMBER, Decimal("50.00")), (DECEMBER, Decimal("650.00"))]


def test_a_double_click_publishes_once(rep_desk, plan):
    check = rep_desk.post(address(plan), FILLED)
    sent = FILLED | {"shown": shown(check)}
    answers = [rep_desk.post(address(plan), sent) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [address(plan, "plan")] * 2
    assert len(published()) == 1


def test_a_form_that_was_used_is_not_used_for_other_rates(rep_desk, plan):
    rep_desk.post(address(plan), FILLED | {"shown": shown(rep_desk.post(address(plan), FILLED))})
    other = FILLED | {"EE": "651.00"}
    answer = rep_desk.post(address(plan), other | {"shown": shown(rep_desk.post(address(plan), other))})
    assert (answer.status_code, len(published())) == (422, 1)
    assert "This form has published other rates already." in text(answer)


def test_coverage_that_changed_after_the_check_is_shown_again(rep_desk, employer, plan):
    check = rep_desk.post(address(plan), FILLED)
    employer.enroll(employee=applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED)
    again = rep_desk.post(address(plan), FILLED | {"shown": shown(check)})
    assert (again.status_code, published()) == (422, [])
    assert "Rates or coverage changed after you checked this. Nothing was published." in text(again)
    assert again.context["effect"].after == Decimal("1300.00")
    assert rep_desk.post(address(plan), FILLED | {"shown": shown(again)}).status_code == 302


def test_what_was_not_checked_is_not_published(rep_desk, plan):
    check = rep_desk.post(address(plan), FILLED)
    for sent in ({"shown": ""}, {"shown": "nonsense"}, {"shown": shown(check), "EE": "651.00"}):
        assert rep_desk.post(address(plan), FILLED | sent).status_code == 422
    assert published() == []


def test_the_check_leads_back_to_what_was_typed(rep_desk, plan):
    back = rep_desk.post(address(plan), FILLED | {"change": "1"})
    assert (back.status_code, back.context["form"]["EE"].value()) == (200, "$650.00")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"ES": ""}, "ES", "Employee + spouse: enter an amount."),
        ({"EE": "lots"}, "EE", "Employee must be a number."),
        ({"EE": "-1"}, "EE", "Employee must be 0 or more."),
        ({"EE": "1.005"}, "EE", "Employee must have at most 2 digits after the point."),
        ({"method": ""}, "method", "How the plan is rated: choose one from the list."),
        ({"method": "tiers3"}, "TWO", "Two people: enter an amount."),
        ({"method": "age", "base": "400"}, "factor", "Factor: enter an amount."),
        ({"method": "age", "factor": "1"}, "base", "Rate at age 21: enter an amount."),
        ({"effective_on": ""}, "effective_on", "Effective from: enter an answer."),
        ({"through": "10/31/2026"}, "through", "The last day can't be before the first day."),
        (
            {"effective_on": "12/01/2025"},
            "through",
            "Rates from January 1, 2026 are published already. Enter a last day.",
        ),
        ({"purchaser": "104-99999"}, "purchaser", "No group has this purchaser ID."),
    ],
)
def test_an_error_stands_at_its_field(rep_desk, plan, typed, field, words):
    publish(plan, tiers("600.00"))
    answer = rep_desk.post(address(plan), FILLED | typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [words]}
    assert f'href="#id_{field}' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "prices"),
    [
        ({"method": "tiers3", "TWO": "95"}, {"EE": 650, "TWO": 95, "FAM": Decimal("1800.50")}),
        ({"method": "age", "base": "438.20", "factor": "1.05", "child_cap": "on"}, {}),
        ({"SP": "600", "CH": "450", "SC": "1050"}, {"SP": 600, "CH": 450, "SC": 1050}),
    ],
)
def test_each_method_takes_its_own_fields_alone(rep_desk, plan, typed, prices):
    sent = FILLED | typed
    assert rep_desk.post(address(plan), sent | {"shown": shown(rep_desk.post(address(plan), sent))}).status_code == 302
    (made,) = published()
    with tenancy.as_user(None), tenancy.staff():
        amounts = {tier.tier: tier.amount for tier in made.tiers.order_by("pk")}
    assert amounts.items() >= prices.items()
    assert (made.method, made.base is None, made.child_cap) == (typed.get("method", "tiers4"), bool(prices), True) or (
        made.method != "age" and made.base is None
    )


def test_a_purchasers_own_rates_for_an_area_reach_its_units_only(rep_desk, employer, plan):
    factories.Employer("Other canary employer").enroll(employee=applicant("Mia", "Stone", number="512-33-4417"))
    sent = FILLED | {"purchaser": employer.purchaser.number}
    check = rep_desk.post(address(plan), sent)
    assert "canary" not in check.content.decode()
    rep_desk.post(address(plan), sent | {"shown": shown(check)})
    (made,) = published()
    assert made.purchaser_id == employer.purchaser.pk
    nowhere = rep_desk.post(address(plan), FILLED | {"area": "7", "key": "another form"})
    assert "No unit offers this plan there yet." in text(nowhere)


def test_the_largest_effects_are_listed_and_the_totals_are_of_all(rep_desk, plan, monkeypatch):
    monkeypatch.setattr(admin_rates, "UNITS_SHOWN", 1)
    factories.Employer("Unit without anybody")
    check = rep_desk.post(address(plan), FILLED)
    words = text(check)
    assert "Unit without anybody" not in words
    assert "And 1 more unit" in words
    assert "2 units offer this plan; 1 change." in words


def test_families_that_stay_without_a_rate_are_a_warning(rep_desk, employer, plan):
    answer = rep_desk.post(address(plan), FILLED | {"effective_on": "11/01/2026", "through": "11/30/2026"})
    assert "1 family has no rate in the month shown, even with these rates." in text(answer)


def test_the_number_of_queries_is_that_of_the_employers_not_of_their_people(
    rep_desk, employer, plan, django_assert_num_queries
):
    publish(plan, tiers("600.00"))
    rep_desk.post(address(plan), FILLED)
    with django_assert_num_queries(QUERIES):
        rep_desk.post(address(plan), FILLED)
    employer.enroll(employee=applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED)
    with django_assert_num_queries(QUERIES):
        rep_desk.post(address(plan), FILLED)


QUERIES = 56


def test_a_plan_that_is_not_there_is_missing(rep_desk):
    for name in ("plan", "publish"):
        assert rep_desk.get(reverse(f"admin:billing_rate_{name}", args=[10**9])).status_code == 404


def test_employers_find_no_such_page(desk, plan):
    for name in ("plan", "publish"):
        assert desk.get(address(plan, name)).status_code in (302, 403)
    assert JANUARY < NOVEMBER
