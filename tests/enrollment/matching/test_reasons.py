"""Reasons for no certain match, in words: the nearest rule, the differences, the warnings."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.matching import certain, guards
from enrollment.matching.agreement import WORDS, agreement
from enrollment.matching.certain import RULES, Circumstances, failing, rule_that_holds
from enrollment.matching.reasons import (
    BEYOND_THE_NAME,
    CONDITIONS,
    HELD_FOR,
    HOW,
    RULE_WORDS,
    Reasons,
    closeness,
    how,
    kind,
    reasons,
    warnings,
)
from tests.enrollment.matching.certain_pairs import RULES as CERTAIN
from tests.enrollment.matching.people import (
    ELSEWHERE,
    HOME,
    NUMBER,
    OTHER_NUMBER,
    STREET,
    TODAY,
    one,
    question,
    somebody,
)

AROUND = Circumstances(TODAY, 50_000)
UNKNOWN = {"number": "", "contacts": ELSEWHERE}


def why(asked, known):
    (candidate,) = one(asked, known).candidates
    return reasons(candidate, asked, AROUND)


@pytest.mark.parametrize(
    ("asked", "rule", "lacking"),
    [
        (question(first="Rosa", contacts=HOME), "R13", ("first_name",)),
        (question(**UNKNOWN), "R5", ("one_contact",)),
        (question(number=OTHER_NUMBER), "R4", ("number",)),
        (question("A", born=date(1986, 4, 29)), "R13", ("birth_date",)),
        (question(last="Whitfield", number="", contacts=HOME), "R5", ("last_name",)),
        (question(born=date(1986, 4, 29), **UNKNOWN), "R2", ("number",)),
        (question(born=date(1986, 4, 29), **UNKNOWN, member_number="20411879"), "R3b", ("member_number",)),
        (question("Rosa", born=date(1970, 1, 1), last="Whitfield"), "R1", ("birth_date", "first_name")),
    ],
)
def test_the_rule_with_the_fewest_failing_conditions_is_named(asked, rule, lacking):
    found = why(asked, somebody())
    assert (found.rule, found.failing) == (rule, lacking)


def test_a_rule_that_holds_fails_in_nothing_and_the_guard_says_why_not():
    asked = question(suffix="Jr")
    (candidate,) = one(asked, somebody(suffix="Sr")).candidates
    assert reasons(candidate, asked, AROUND) == Reasons("R1", (), ("generations",))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_holds_exactly_when_none_of_its_conditions_fails(rule):
    asked, known, _breaks = CERTAIN[rule]
    fields = agreement(asked, known)
    assert failing(rule, fields, asked, AROUND) == ()
    for condition in RULES[rule]:
        if isinstance(condition, certain.Words):
            other = next(word for word in WORDS[condition.field] if word not in condition.allowed)
            assert failing(rule, fields | {condition.field: other}, asked, AROUND)[0] == condition.name


fields_of = st.fixed_dictionaries({name: st.sampled_from(words) for name, words in WORDS.items()})


@given(fields_of, st.booleans())
def test_the_rows_that_are_looked_up_and_the_named_conditions_say_the_same(fields, grown):
    asked = question(born=date(1986, 4, 28) if grown else date(2019, 4, 28))
    first = next((rule for rule in RULES if not failing(rule, fields, asked, AROUND)), "")
    assert rule_that_holds(fields, asked, AROUND) == first


PLAIN = {"number": "", "sex": "", "member_number": ""}


@pytest.mark.parametrize(
    ("asked", "known", "warning"),
    [
        (question("Ida", contacts=STREET, number=""), somebody("Ada"), "twin"),
        (question(suffix="Jr"), somebody(suffix="Sr"), "generations"),
        (question(born=date(1986, 4, 28)), somebody(born=date(1956, 4, 28)), "generations"),
        (question("Rosa"), somebody(), "relatives_number"),
        (question(**UNKNOWN), somebody(), "look_alike"),
        (question(), somebody(deceased=True), "deceased"),
        (question("Baby"), somebody(), "placeholder_name"),
        (question(born=date(1900, 1, 1)), somebody(), "placeholder_date"),
    ],
)
def test_what_to_beware_of_is_said(asked, known, warning):
    assert why(asked, known).warnings == (warning,)


def test_nothing_is_warned_of_where_there_is_nothing():
    fields = agreement(question(contacts=HOME), somebody())
    assert warnings(fields) == ()


@pytest.mark.parametrize("field", BEYOND_THE_NAME)
def test_a_look_alike_has_nothing_else_in_common(field):
    fields = agreement(question(**UNKNOWN), somebody())
    assert warnings(fields | {field: "equal"}) == ()


@pytest.mark.parametrize("change", [{"birth_date": "one_slip"}, {"last_name": "differs"}, {"street": "differs"}])
def test_a_twin_has_the_day_the_name_and_the_street(change):
    twin = agreement(question("Ida", contacts=STREET, number=""), somebody("Ada"))
    assert "twin" not in warnings(twin | change)


def test_every_field_is_equal_near_conflicting_or_missing():
    kinds = {(name, word): kind(word) for name, words in WORDS.items() for word in words}
    assert set(kinds.values()) == {"equal", "near", "conflicting", "missing"}
    assert kinds["birth_date", "generation"] == "conflicting"
    assert kinds["first_name", "nickname"] == "near"


def test_there_are_words_for_everything_that_can_be_said():
    for name, words in WORDS.items():
        for word in words:
            assert how(name, word) in (*HOW.get(name, {}).values(), *HOW[""].values())
    named = {condition.name for rule in RULES.values() for condition in rule}
    assert named | {"street"} == set(CONDITIONS)
    assert {*RULES, "R6"} == set(RULE_WORDS)
    assert {*guards.GUARDS, guards.TAKEN, "near"} <= set(HELD_FOR)


@pytest.mark.parametrize(
    ("bits", "word"),
    [
        (30, "strong match"),
        (12, "strong match"),
        (11.9, "close match"),
        (-3, "close match"),
        (-3.1, "weak match"),
    ],
)
def test_a_weight_is_a_word(bits, word):
    assert closeness(bits) == word


def test_no_reason_holds_a_value_of_anybody():
    asked = replace(question("Quentin", "Zweig", number=NUMBER), member_number="20411878")
    known = somebody("Quentina", "Zweigert", born=date(1986, 4, 27), number=OTHER_NUMBER)
    text = json.dumps(why(asked, known).as_json()).lower()
    for value in ("quentin", "zweig", "1986", NUMBER, OTHER_NUMBER, "20411878", "alder", "beech"):
        assert value not in text
