"""A missing first name is compatible with nothing: no rule makes somebody certain without one."""

from dataclasses import replace

import pytest

from enrollment.matching import Outcome
from enrollment.matching.normalise import name_keys
from enrollment.rules.people import Name
from tests.enrollment.matching.certain_pairs import RULES
from tests.enrollment.matching.people import one, question, somebody


def without_first(one, first=""):
    name = one.name
    return replace(one, name=name_keys(first, name.last, name.middle, name.suffix))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("first", ["", "FNU"])
def test_no_rule_holds_without_a_first_name_on_either_side(rule, first):
    asked, known, _ = RULES[rule]
    for pair in (
        (without_first(asked, first), known),
        (asked, without_first(known, first)),
        (without_first(asked, first), without_first(known)),
    ):
        assert one(*pair).outcome != Outcome.SAME


def test_one_name_in_the_other_field_is_near_and_not_new():
    for known in (somebody("Suharto", ""), somebody("", "Suharto"), somebody("Suharto", "Wijaya")):
        assert one(question("", "Suharto"), known).outcome == Outcome.REVIEW


def test_a_name_is_listed_by_what_there_is_of_it():
    assert Name("", "Suharto").listed == Name("", "Suharto").full == "Suharto"
    assert Name("Ana", "Morales", suffix="Jr").listed == "Morales Jr, Ana"
