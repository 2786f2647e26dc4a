"""Plans of the carrier, and what a unit is offered from when."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.services import CannotSetUp, NothingToChange
from enrollment.models import Offering, Plan
from enrollment.queries.setup.affected import of_offering_end
from tests import factories
from tests.enrollment.setup.world import STARTS, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DENTAL = {"code": "DENTAL-100", "name": "Dental 100", "line": "dental"}


def test_a_plan_is_added_once_and_only_representatives_read_its_line(group):
    plan = group.do("add_plan", **DENTAL)
    assert (plan.code, plan.line, plan.product) == ("DENTAL-100", "dental", "")
    with pytest.raises(NothingToChange, match="already there"):
        group.do("add_plan", **DENTAL | {"name": "Another"})
    assert group.lines("added_plan") == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "dental 100"}, "code"),
        ({"code": "D"}, "code"),
        ({"name": " "}, "name"),
        ({"line": "life"}, "line"),
        ({"product": "XXX"}, "product"),
    ],
)
def test_a_plan_is_refused_with_the_field(group, facts, field):
    with pytest.raises(CannotSetUp) as refusal:
        group.do("add_plan", **DENTAL | facts)
    assert refusal.value.field == field


@pytest.mark.parametrize(("day", "allowed"), [(STARTS - DAY, True), (STARTS, True), (STARTS + DAY, False)])
def test_a_plan_that_is_not_sold_any_longer_is_offered_to_no_further_unit(group, day, allowed):
    unit = group.unit(effective_on=STARTS)
    plan = group.do("add_plan", **DENTAL)
    group.do("stop_selling", plan=plan, last_day=STARTS)
    with staff(group.purchaser):
        plan = Plan.objects.get(pk=plan.pk)
    words = "is not sold after" if day > STARTS else "Billing of Studio starts"
    if allowed and day >= STARTS:
        group.do("offer_plan", unit=unit, plan=plan, starts_on=day)
    else:
        with pytest.raises(CannotSetUp, match=words):
            group.do("offer_plan", unit=unit, plan=plan, starts_on=day)


@pytest.mark.parametrize(
    ("starts_on", "allowed"),
    [(date(2027, 6, 29), False), (date(2027, 6, 30), False), (date(2027, 7, 1), True)],
    ids=["before its last day", "on its last day", "after it"],
)
def test_a_plan_is_offered_again_after_its_last_day(group, starts_on, allowed):
    unit, plan = group.unit(), factories.plan()
    first = group.do("offer_plan", unit=unit, plan=plan, starts_on=STARTS)
    group.do("stop_offering", offering=first, last_day=date(2027, 6, 30))
    if allowed:
        again = group.do("offer_plan", unit=unit, plan=plan, starts_on=starts_on)
        assert (again.pk == first.pk, again.known_seq) == (False, 4)
    else:
        with pytest.raises(NothingToChange, match="offered this plan already"):
            group.do("offer_plan", unit=unit, plan=plan, starts_on=starts_on)


@pytest.mark.parametrize(("last_day", "refused"), [(STARTS - DAY, True), (STARTS, False), (STARTS + DAY, False)])
def test_an_offering_ends_on_or_after_its_first_day(group, last_day, refused):
    offering = group.do("offer_plan", unit=group.unit(), plan=factories.plan(), starts_on=STARTS)
    if refused:
        with pytest.raises(CannotSetUp, match="can't be before that"):
            group.do("stop_offering", offering=offering, last_day=last_day)
    else:
        ended = group.do("stop_offering", offering=offering, last_day=last_day)
        assert (ended.ends_on, ended.ended_seq) == (last_day, 3)
        with pytest.raises(NothingToChange):
            group.do("stop_offering", offering=offering, last_day=last_day + DAY)


def test_who_has_a_plan_keeps_it_and_is_counted(employer):
    employer.enroll(hired_on=date(2026, 10, 5))
    with staff(employer.purchaser):
        effect = of_offering_end(employer.offering, date(2026, 12, 31))
    assert (effect.employees, effect.sentences[0]) == (
        1,
        "1 employee has this plan on December 31, 2026 or later and keeps it.",
    )


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("UPDATE enrollment_offering SET ends_on = '2027-02-01', ended_seq = known_seq + 1", "23001"),
        ("UPDATE enrollment_offering SET starts_on = '2019-01-01'", "42501"),
        ("DELETE FROM enrollment_offering", "42501"),
        ("UPDATE enrollment_plan SET line = 'vision'", "42501"),
        ("DELETE FROM enrollment_plan", "42501"),
    ],
)
def test_an_offering_and_a_plan_keep_what_they_are(employer, statement, state):
    with staff(employer.purchaser):
        with pytest.raises(DatabaseError) as failure, transaction.atomic():
            connection.cursor().execute(statement)
        assert Offering.objects.get(pk=employer.offering.pk).ends_on is None
    assert failure.value.__cause__.diag.sqlstate == state
