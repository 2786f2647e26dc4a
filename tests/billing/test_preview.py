"""What a page says a change does to the next bill is what the next bill then has."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from access import tenancy
from accounts.platform.planned import planned_rows
from billing.models import BillHold
from billing.queries.due import last_bill, next_bill_month, seqs_of
from billing.queries.known import known_at
from billing.queries.preview import effect_on_next_bill
from billing.services import Prices, make_bill, publish_rates
from billing.sql import statement
from enrollment.models import Offering
from tests import factories
from tests.billing.money import LARGE, made, publish
from tests.counts import count
from tests.enrollment.changes.walks import Walk
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
STEPS, BILL_EVERY = 14, 5
RULES = (
    {"proration": "full_month", "newborn_rule": "free_birth_month"},
    {"proration": "15_16", "newborn_rule": "from_birth"},
    {"proration": "daily", "newborn_rule": "free_birth_month"},
)


def price(group):
    """Medical by tier, dental by age, vision by three tiers; small enough that no bill is held."""
    four = {"EE": "6.01", "ES": "12.17", "EC": "10.53", "FAM": "17.29", "SP": "6.00", "CH": "4.50", "SC": "10.00"}
    methods = (
        Prices("tiers4", {tier: Decimal(amount) for tier, amount in four.items()}),
        Prices("age", base=Decimal("4.37"), factor=Decimal("1.03")),
        Prices("tiers3", {"EE": Decimal("1.11"), "TWO": Decimal("2.07"), "FAM": Decimal("3.03")}),
    )
    with tenancy.as_user(None), tenancy.staff():
        for each, prices in zip(group.lines, methods, strict=True):
            plan = Offering.objects.select_related("plan").get(pk=each.pk).plan
            publish_rates(plan=plan, prices=prices, effective_on=date(2020, 1, 1), by=None, at=NOW)


def next_bill(employer):
    """The sum of the lines of the next bill as known now, and of its last month."""
    with employer.scope():
        month = next_bill_month(employer.unit, today=TODAY)
        known = known_at(seqs_of(employer.unit), last_bill(employer.unit))
        with tenancy.money():
            rows = planned_rows(statement("next_lines"), known | {"unit": employer.unit.pk, "through": month})
    return sum((row[3] - row[4] for row in rows), Decimal(0))


def test_the_preview_of_random_changes_is_what_the_next_bill_has():
    compared = moved = 0
    for seed in range(count("previewed walks")):
        walk = Walk(seed, **RULES[seed % len(RULES)])
        price(walk.group)
        employer = walk.group.employer
        for step in range(STEPS):
            if (command := walk.command()) is None:
                continue
            with walk.group.scope():
                previews = effect_on_next_bill(walk.group.proposed(command), today=TODAY)
            before = next_bill(employer)
            if not walk.submit(command):
                continue
            difference = next_bill(employer) - before
            assert sum(each.difference for each in previews) == difference, (seed, step, command)
            compared, moved = compared + 1, moved + bool(difference)
            if step % BILL_EVERY == BILL_EVERY - 1:
                with employer.scope():
                    month = next_bill_month(employer.unit, today=TODAY)
                    bill = make_bill(unit=employer.unit, month=month, by=None, at=NOW)
                assert not isinstance(bill, BillHold)
    assert moved > compared / 3 > 0


@pytest.fixture
def family(employer):
    publish(employer, tiers=LARGE)
    change = employer.enroll(factories.spouse(), hired_on=date(2026, 7, 6), at=factories.NOW.replace(month=7, day=6))
    made(employer, "2026-12")
    return change


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ended(desk, family, **more):
    """The page of an end of coverage, with its summary."""
    with tenancy.scope(family.purchaser):
        person = family.enrollment.subscriber_id
    data = {"reason": "quit", "last_day_worked": "11/20/2026", "event_on": "", "key": "end"} | more
    return desk.post(reverse("end_coverage", args=[person]), data)


@pytest.mark.usefixtures("that_day")
def test_the_page_of_an_end_says_what_comes_back(desk, family):
    shown = text(ended(desk, family))
    assert "Your January bill goes down by $2,400.00 Head office, January 2027 bill" in shown
    assert "December 2026 Gold HMO $0.00 −$1,200.00 −$1,200.00" in shown.replace("-$", "−$")
    assert "January 2027 Gold HMO $1,200.00 $0.00 −$1,200.00" in shown.replace("-$", "−$")
    assert "From January 2027, this family costs $0.00 a month instead of $1,200.00." in shown
    assert "Your December bill stays as it is." in shown


@pytest.mark.usefixtures("that_day")
def test_who_may_not_see_bills_sees_no_amount(client, employer, family):
    who = factories.user()
    factories.grant(who, employer.purchaser, privileges={"view_roster", "end_coverage"})
    client.force_login(who)
    shown = text(ended(client, family))
    assert "Last day of coverage" in shown
    assert "January bill" not in shown


@pytest.mark.usefixtures("that_day")
def test_a_month_without_a_rate_shows_no_amount(desk, employer):
    """The end of September leaves October, which has no rate."""
    change = employer.enroll(hired_on=date(2026, 7, 6), at=factories.NOW.replace(month=7, day=6))
    shown = text(ended(desk, change))
    assert "The effect on your January bill can’t be shown yet" in shown, shown[900:2000]


@pytest.mark.usefixtures("that_day")
def test_a_change_after_the_next_bill_says_when_it_counts(desk, employer):
    publish(employer, tiers=LARGE)
    change = employer.enroll(hired_on=date(2026, 7, 6), at=factories.NOW.replace(month=7, day=6))
    made(employer, "2026-12")
    shown = text(ended(desk, change, last_day_worked="02/12/2027"))
    assert "Your January bill doesn’t change" in shown
    assert "From March 2027, this family costs $0.00 a month instead of $600.00." in shown
