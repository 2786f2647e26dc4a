"""What the law asks of a unit's rules."""

from dataclasses import replace

import pytest

from enrollment.rules.codes import CobraAdministrator, CobraCount, NewbornRule, Proration, WaitingRule
from enrollment.rules.setup import unlawful
from enrollment.rules.setup_words import administrator, changed, worded
from tests.enrollment.rules.terms import TERMS

EMPLOYER, TPA, CARRIER = CobraAdministrator.EMPLOYER, CobraAdministrator.TPA, CobraAdministrator.CARRIER
SUMMIT = {"cobra_name": "Summit Benefits", "cobra_phone": "(510) 555-0177"}


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"waiting_rule": WaitingRule.AFTER_DAYS, "waiting_days": 89}, []),
        ({"waiting_rule": WaitingRule.AFTER_DAYS, "waiting_days": 90}, []),
        ({"waiting_rule": WaitingRule.AFTER_DAYS, "waiting_days": 91}, ["waiting_days"]),
        ({"waiting_rule": WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, "waiting_days": 60}, []),
        ({"waiting_rule": WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, "waiting_days": 61}, ["waiting_days"]),
        ({"dependent_age_limit": 25}, ["dependent_age_limit"]),
        ({"dependent_age_limit": 26}, []),
        ({"dependent_age_limit": 30}, []),
        ({"dependent_age_limit": 121}, ["dependent_age_limit"]),
        ({"retro_days": 365}, []),
        ({"retro_days": 366}, ["retro_days"]),
        ({"cut_day": 0}, ["cut_day"]),
        ({"cut_day": 1}, []),
        ({"cut_day": 28}, []),
        ({"cut_day": 29}, ["cut_day"]),
        ({"cobra_administrator": EMPLOYER, "cobra_notice_days": 44}, []),
        ({"cobra_administrator": EMPLOYER, "cobra_notice_days": 14}, []),
        ({"cobra_administrator": EMPLOYER, "cobra_notice_days": 30}, ["cobra_notice_days"]),
        ({"cobra_administrator": CARRIER, "cobra_notice_days": 44}, ["cobra_notice_days"]),
        ({"cobra_administrator": CARRIER, "cobra_notice_days": 14}, []),
        ({"cobra_administrator": TPA, "cobra_notice_days": 14}, ["cobra_name", "cobra_phone"]),
        ({"cobra_administrator": TPA, "cobra_notice_days": 14} | SUMMIT, []),
        ({"cobra_administrator": TPA, "cobra_notice_days": 44} | SUMMIT, ["cobra_notice_days"]),
    ],
)
def test_a_rule_that_the_law_forbids_names_its_field(facts, fields):
    assert [each.field for each in unlawful(replace(TERMS, **facts))] == fields


def test_a_refusal_names_the_law():
    (too_long,) = unlawful(replace(TERMS, waiting_rule=WaitingRule.AFTER_DAYS, waiting_days=91))
    assert "26 CFR 54.9815-2708" in too_long.text
    assert too_long.days == 90


def test_rules_in_words_are_those_that_differ():
    after = replace(TERMS, proration=Proration.DAILY, newborn_rule=NewbornRule.FROM_BIRTH, cut_day=20)
    assert changed(TERMS, after) == [
        ("Partial months", "by the day", 0),
        ("Newborns are charged", "from the day of birth", 0),
        ("Bill day", "%(days)d", 20),
    ]
    assert changed(TERMS, TERMS) == []
    assert changed(None, TERMS) == list(worded(TERMS))


def test_a_change_of_the_cobra_administrator_is_in_words():
    after = replace(TERMS, cobra_administrator=TPA, cobra_notice_days=14, cobra_counted_from=CobraCount.LOSS, **SUMMIT)
    assert administrator(after) == "Third-party administrator: Summit Benefits, (510) 555-0177"
    assert [text % {"days": days} for _name, text, days in changed(TERMS, after)] == [
        "Third-party administrator: Summit Benefits, (510) 555-0177",
        "14 days from the loss of coverage",
    ]
