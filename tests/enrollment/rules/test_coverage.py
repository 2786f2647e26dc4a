from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.codes import EndReason, EndRule, RetroKind, Tier, WaitingRule
from enrollment.rules.coverage import (
    earliest_cancellation,
    earliest_end,
    last_day_of_coverage,
    start_date,
    tier,
    waiting_rule_is_lawful,
)
from tests.enrollment.rules.terms import TERMS


@pytest.mark.parametrize(
    ("rule", "days", "hired_on", "starts_on"),
    [
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, 60, date(2026, 1, 15), date(2026, 4, 1)),
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, 60, date(2026, 1, 31), date(2026, 4, 1)),
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, 30, date(2026, 9, 1), date(2026, 10, 1)),
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_HIRE, 0, date(2026, 11, 1), date(2026, 12, 1)),
        (WaitingRule.DATE_OF_HIRE, 0, date(2026, 11, 16), date(2026, 11, 16)),
        (WaitingRule.AFTER_DAYS, 90, date(2026, 1, 15), date(2026, 4, 15)),
    ],
)
def test_the_first_day_of_coverage(rule, days, hired_on, starts_on):
    assert start_date(hired_on, replace(TERMS, waiting_rule=rule, waiting_days=days)).on == starts_on


@pytest.mark.parametrize(
    ("rule", "days", "lawful"),
    [
        (WaitingRule.AFTER_DAYS, 90, True),
        (WaitingRule.AFTER_DAYS, 91, False),
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, 60, True),
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, 61, False),
        (WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, 90, False),
    ],
)
def test_nobody_may_wait_more_than_90_days(rule, days, lawful):
    assert waiting_rule_is_lawful(rule, days) is lawful


@given(st.sampled_from(WaitingRule), st.integers(0, 120), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_lawful_rule_never_makes_anybody_wait_more_than_90_days(rule, days, hired_on):
    if waiting_rule_is_lawful(rule, days):
        starts_on = start_date(hired_on, replace(TERMS, waiting_rule=rule, waiting_days=days)).on
        assert hired_on <= starts_on <= hired_on + timedelta(days=91)


@pytest.mark.parametrize(
    ("end_rule", "reason", "event_on", "last_day"),
    [
        (EndRule.LAST_DAY_OF_MONTH, EndReason.QUIT, date(2026, 2, 3), date(2026, 2, 28)),
        (EndRule.LAST_DAY_WORKED, EndReason.QUIT, date(2026, 2, 3), date(2026, 2, 3)),
        (EndRule.LAST_DAY_OF_MONTH, EndReason.DEATH, date(2026, 2, 3), date(2026, 2, 3)),
    ],
)
def test_the_last_day_of_coverage(end_rule, reason, event_on, last_day):
    assert last_day_of_coverage(event_on, reason, replace(TERMS, end_rule=end_rule)).on == last_day


@pytest.mark.parametrize(
    ("kind", "small", "limit"),
    [
        (RetroKind.BY_SIZE, False, date(2026, 9, 30)),
        (RetroKind.BY_SIZE, True, date(2026, 11, 30)),
        (RetroKind.DAYS, True, date(2026, 9, 30)),
        (RetroKind.MONTH_OF_RECEIPT, False, date(2026, 11, 30)),
    ],
)
def test_how_far_back_an_end_may_go(kind, small, limit):
    assert earliest_end(date(2026, 11, 23), replace(TERMS, retro_kind=kind), small=small).on == limit


@pytest.mark.parametrize(("back", "limit"), [(59, date(2026, 9, 25)), (60, date(2026, 9, 24)), (61, date(2026, 9, 23))])
def test_the_limit_counts_days_exactly(back, limit):
    terms = replace(TERMS, retro_kind=RetroKind.DAYS, retro_days=back, end_rule=EndRule.LAST_DAY_WORKED)
    assert earliest_end(date(2026, 11, 23), terms, small=False).on == limit


@pytest.mark.parametrize(
    ("relationships", "expected"),
    [
        ([], Tier.EMPLOYEE),
        (["01"], Tier.EMPLOYEE_SPOUSE),
        (["53"], Tier.EMPLOYEE_SPOUSE),
        (["19", "17"], Tier.EMPLOYEE_CHILDREN),
        (["01", "19"], Tier.FAMILY),
    ],
)
def test_the_tier_follows_from_the_family(relationships, expected):
    assert tier(relationships) == expected


@pytest.mark.parametrize(("kind", "last_day"), [("month_of_receipt", date(2026, 10, 31)), ("days", date(2026, 9, 30))])
def test_coverage_of_the_month_of_receipt_can_be_canceled(kind, last_day):
    terms = replace(TERMS, retro_kind=RetroKind(kind))
    assert earliest_cancellation(date(2026, 11, 23), terms, small=False).on == last_day
