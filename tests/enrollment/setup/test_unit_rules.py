"""Dated rules of a unit: added under its number, never rewritten, read by the day of the event."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from access import tenancy
from accounts.services import CannotSetUp, NothingToChange, next_known_seq
from enrollment.models import Coverage, UnitRules
from enrollment.queries.setup.affected import Different, of_rules
from enrollment.queries.units import terms_of
from enrollment.services.setup import new_rules
from tests import factories
from tests.enrollment.setup.world import STARTS, staff
from tests.factories import child

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def set_rules(employer, day, **rules):
    with staff(employer.purchaser):
        from enrollment.services import set_unit_rules

        return set_unit_rules(unit=employer.unit, effective_on=day, **factories.given(employer.purchaser) | rules)


def foreseen(employer, day, **rules):
    with staff(employer.purchaser):
        return of_rules(new_rules(employer.unit, day, rules))


def test_first_rules_are_the_defaults_and_take_the_units_number(group):
    unit = group.unit()
    made = group.do("set_unit_rules", unit=unit, effective_on=STARTS)
    with staff(group.purchaser):
        unit.refresh_from_db()
    assert made.known_seq == unit.known_seq == 2
    assert (made.waiting_days, made.cut_day, made.cobra_notice_days) == (30, 15, 44)
    (line,) = group.lines("set_unit_rules")
    assert line == ("set_unit_rules", "Studio, from January 1, 2027", "As in the signed contract")


def test_what_is_not_given_stays_as_on_that_day(group):
    unit = group.unit()
    group.do("set_unit_rules", unit=unit, effective_on=STARTS, waiting_days=60, cut_day=20)
    made = group.do("set_unit_rules", unit=unit, effective_on=date(2027, 7, 1), proration="daily")
    assert (made.waiting_days, made.cut_day, made.proration) == (60, 20, "daily")
    with staff(group.purchaser):
        history = terms_of(unit.pk)
    days = [date(2027, 6, 30), date(2027, 7, 1), date(2027, 7, 2)]
    assert [history.on(day).proration for day in days] == ["full_month", "daily", "daily"]


def test_of_two_with_one_day_the_newer_counts_and_both_stay_on_file(group):
    unit = group.unit()
    for days in (30, 45):
        group.do("set_unit_rules", unit=unit, effective_on=STARTS, waiting_days=days)
    with staff(group.purchaser):
        assert [terms_of(unit.pk).on(day).waiting_days for day in (STARTS - DAY, STARTS)] == [45, 45]
        assert list(unit.rules.order_by("pk").values_list("waiting_days", flat=True)) == [30, 45]


def test_the_same_rules_again_are_nothing_to_change(group):
    unit = group.unit()
    group.do("set_unit_rules", unit=unit, effective_on=STARTS)
    with pytest.raises(NothingToChange, match="already"):
        group.do("set_unit_rules", unit=unit, effective_on=date(2027, 7, 1), waiting_days=30)


@pytest.mark.parametrize(("day", "allowed"), [(STARTS - DAY, False), (STARTS, True), (STARTS + DAY, True)])
def test_rules_go_back_to_the_start_of_billing(group, day, allowed):
    unit = group.unit()
    if allowed:
        assert group.do("set_unit_rules", unit=unit, effective_on=day).effective_on == day
    else:
        with pytest.raises(CannotSetUp, match=r"Billing of Studio starts on January 1, 2027"):
            group.do("set_unit_rules", unit=unit, effective_on=day)


@pytest.mark.parametrize(
    ("rules", "field", "words"),
    [
        ({"waiting_rule": "after_days", "waiting_days": 91}, "waiting_days", "90 days"),
        ({"waiting_days": 61}, "waiting_days", "60 days or fewer"),
        ({"dependent_age_limit": 25}, "dependent_age_limit", "until they turn 26"),
        ({"cobra_administrator": "tpa", "cobra_notice_days": 44}, "cobra_notice_days", "44 where the employer"),
        ({"cobra_administrator": "tpa", "cobra_notice_days": 14}, "cobra_name", "name and phone"),
        ({"cut_day": 31}, "cut_day", "1 to 28"),
        ({"reason": " "}, "reason", "Enter the reason"),
    ],
)
def test_what_is_forbidden_is_refused_with_the_rule_and_leaves_nothing(group, rules, field, words):
    unit = group.unit()
    with pytest.raises(CannotSetUp, match=words) as refusal:
        group.do("set_unit_rules", unit=unit, effective_on=STARTS, **rules)
    assert refusal.value.field == field
    with staff(group.purchaser):
        assert not unit.rules.exists()
    assert group.lines("set_unit_rules") == []


def test_coverage_on_file_keeps_its_dates(employer):
    change = employer.enroll(hired_on=date(2026, 10, 5))
    set_rules(employer, date(2026, 10, 1), waiting_rule="date_of_hire")
    with employer.scope():
        assert Coverage.objects.get(enrollment=change.enrollment_id).starts_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "different"),
    [
        (date(2026, 10, 5), [Different("First day of coverage", date(2026, 12, 1), date(2026, 10, 5), 1)]),
        (date(2026, 10, 4), [Different("First day of coverage", date(2026, 12, 1), date(2026, 10, 5), 1)]),
        (date(2026, 10, 6), []),
    ],
    ids=["on the day of hire", "before it", "after it"],
)
def test_a_preview_says_which_first_days_would_be_different(employer, day, different):
    employer.enroll(hired_on=date(2026, 10, 5))
    effect = foreseen(employer, day, waiting_rule="date_of_hire")
    assert (effect.employees, effect.different) == (1, different)


@pytest.mark.parametrize(("day", "people"), [(date(2026, 11, 19), 1), (date(2026, 11, 20), 1), (date(2026, 11, 21), 0)])
def test_a_preview_says_which_last_days_would_be_different(employer, day, people):
    employer.end(employer.enroll(hired_on=date(2026, 9, 1)), event_on=date(2026, 11, 20))
    effect = foreseen(employer, day, end_rule="last_day_worked")
    expected = [Different("Last day of coverage", date(2026, 11, 30), date(2026, 11, 20), 1)]
    assert effect.different == (expected if people else [])


def test_a_preview_says_which_children_would_leave_later(employer):
    employer.enroll(child(born=date(2008, 3, 10)), hired_on=date(2026, 9, 1))
    effect = foreseen(employer, date(2027, 1, 1), dependent_age_limit=30)
    assert effect.different == [
        Different("Last day of coverage of a child by age", date(2034, 3, 31), date(2038, 3, 31), 1)
    ]


def test_a_preview_counts_until_later_rules(employer):
    employer.enroll(hired_on=date(2026, 10, 5))
    set_rules(employer, date(2026, 10, 5), waiting_days=29)
    effect = foreseen(employer, date(2026, 9, 1), waiting_rule="date_of_hire")
    assert effect.different == []
    assert "The rules count until October 5, 2026, when others are on file." in effect.sentences


DENIED, NO_NUMBER = "42501", "23001"


def refused(statement):
    with pytest.raises(DatabaseError) as failure, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return failure.value.__cause__.diag.sqlstate


@pytest.mark.parametrize(
    "statement", ["UPDATE enrollment_unitrules SET waiting_days = 1", "DELETE FROM enrollment_unitrules"]
)
def test_rules_are_not_rewritten_by_anybody(employer, statement):
    with employer.scope():
        assert refused(statement) == DENIED
    with staff(employer.purchaser):
        assert refused(statement) == DENIED


def again(known_seq):
    columns = [field.column for field in UnitRules._meta.concrete_fields if field.column not in ("id", "known_seq")]
    named = ", ".join(columns)
    return (
        f"INSERT INTO enrollment_unitrules ({named}, known_seq) SELECT {named}, {known_seq} FROM enrollment_unitrules"
    )


def test_rules_without_the_number_that_the_unit_took_are_refused(employer):
    with staff(employer.purchaser):
        taken = next_known_seq([employer.unit.pk])[employer.unit.pk]
        assert [refused(again(number)) for number in (0, taken - 1, taken + 1)] == [NO_NUMBER] * 3
        with connection.cursor() as cursor:
            cursor.execute(again(taken))
    with employer.scope():
        assert refused(again(taken)) == DENIED


def test_another_employers_rules_are_not_seen(employer):
    other = factories.Employer("Other")
    with tenancy.scope(other.purchaser):
        assert set(UnitRules.objects.values_list("unit_id", flat=True)) == {other.unit.pk}
