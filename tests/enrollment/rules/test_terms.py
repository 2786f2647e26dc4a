"""Terms by effective date, and the age limit they give."""

from dataclasses import replace
from datetime import date

import pytest

from enrollment.rules.codes import AgeOutRule, EndRule
from enrollment.rules.terms import TermsHistory
from tests.enrollment.rules.terms import TERMS

OLD, NEW = date(2020, 1, 1), date(2027, 1, 1)
BIRTHDAY = replace(TERMS, age_out_rule=AgeOutRule.BIRTHDAY)


def history(*periods):
    return TermsHistory(periods)


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2019, 5, 1), EndRule.LAST_DAY_OF_MONTH),
        (date(2026, 12, 31), EndRule.LAST_DAY_OF_MONTH),
        (date(2027, 1, 1), EndRule.LAST_DAY_WORKED),
    ],
    ids=["before the first", "the day before", "the day itself"],
)
def test_terms_hold_from_their_date(day, rule):
    changed = history((OLD, TERMS), (NEW, replace(TERMS, end_rule=EndRule.LAST_DAY_WORKED)))
    assert changed.on(day).end_rule == rule


@pytest.mark.parametrize(
    ("periods", "born", "since", "last_day"),
    [
        ([(OLD, TERMS)], date(2000, 11, 1), OLD, date(2026, 11, 30)),
        ([(OLD, BIRTHDAY)], date(2000, 11, 1), OLD, date(2026, 10, 31)),
        ([(OLD, TERMS)], date(2000, 2, 29), OLD, date(2026, 3, 31)),
        ([(OLD, TERMS), (NEW, BIRTHDAY)], date(2000, 12, 20), OLD, date(2026, 12, 31)),
        ([(OLD, TERMS), (NEW, BIRTHDAY)], date(2001, 1, 20), OLD, date(2027, 1, 19)),
        ([(OLD, TERMS), (NEW, replace(TERMS, dependent_age_limit=30))], date(2000, 12, 20), OLD, date(2026, 12, 31)),
        ([(OLD, TERMS), (NEW, replace(TERMS, dependent_age_limit=30))], date(2001, 1, 20), OLD, date(2031, 1, 31)),
        ([(OLD, TERMS), (NEW, replace(TERMS, dependent_age_limit=30))], date(2000, 12, 20), NEW, date(2030, 12, 31)),
        ([(OLD, replace(TERMS, dependent_age_limit=30)), (NEW, TERMS)], date(1998, 5, 5), OLD, date(2027, 1, 31)),
        ([(OLD, replace(TERMS, dependent_age_limit=30)), (NEW, BIRTHDAY)], date(1998, 5, 5), OLD, date(2026, 12, 31)),
    ],
    ids=[
        "end of the month",
        "day before the birthday",
        "born on a leap day",
        "reached under the old rule",
        "reached under the new rule",
        "reached before the limit rose",
        "reached after the limit rose",
        "added after the limit rose",
        "the limit fell to an age already past",
        "the same, with the rule of the birthday",
    ],
)
def test_the_last_day_by_age(periods, born, since, last_day):
    assert history(*periods).age_limit(born, since=since).last_day == last_day
