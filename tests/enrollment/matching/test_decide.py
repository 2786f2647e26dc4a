"""Decisions as tables: every rule with each condition removed, every guard alone, and facts that never matter."""

from dataclasses import replace
from datetime import date

import pytest

from enrollment.matching import Found, Outcome, SecondLookMissing, decide
from enrollment.matching.normalise import name_keys
from enrollment.rules.people import Applicant, Family, Name
from tests.enrollment.matching.certain_pairs import RULES, WITHOUT
from tests.enrollment.matching.people import (
    BORN,
    CHILD_BORN,
    ELSEWHERE,
    HOME,
    OTHER_NUMBER,
    STREET_AND_PHONE,
    TODAY,
    one,
    question,
    somebody,
)


def changed(asked, **facts):
    """The applicant with some facts changed."""
    written = {key: facts.pop(key) for key in ("first", "last") if key in facts}
    name = asked.name
    if written:
        name = name_keys(written.get("first", name.first), written.get("last", name.last), name.middle, name.suffix)
    born = facts.pop("born", asked.birth_date)
    return replace(asked, name=name, birth_date=born, **facts)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_makes_certain(rule):
    asked, known, _ = RULES[rule]
    decision = one(asked, known)
    assert (decision.outcome, decision.person_id, decision.reason) == (Outcome.SAME, known.person_id, rule)


@pytest.mark.parametrize(
    ("rule", "facts"), [(rule, facts) for rule, (_, _, breaks) in RULES.items() for facts in breaks], ids=str
)
def test_no_rule_holds_without_one_of_its_conditions(rule, facts):
    asked, known, _ = RULES[rule]
    assert one(changed(asked, **facts), known).outcome != Outcome.SAME


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (question("Anita", **WITHOUT, contacts=HOME, born=CHILD_BORN), somebody(born=CHILD_BORN)),
        (question("Anaa", "Moralez", born=date(2019, 4, 29)), somebody(born=CHILD_BORN)),
        (question("A", born=CHILD_BORN), somebody(born=CHILD_BORN)),
    ],
    ids=[
        "R12: a short form may be the twin",
        "R8: a letter may be the sibling",
        "R13: an initial may be the twin",
    ],
)
def test_a_child_needs_more_than_an_adult(asked, known):
    assert one(asked, known).outcome == Outcome.REVIEW
    grown = replace(known, birth_date=BORN)
    day = BORN.replace(day=29) if asked.birth_date.day == 29 else BORN
    assert one(replace(asked, birth_date=day), grown).outcome == Outcome.SAME


@pytest.mark.parametrize(
    ("asked", "known", "rule"),
    [
        (question("Anita", "Moralez", **WITHOUT, contacts=STREET_AND_PHONE), somebody(), "R12"),
        (question("Anita", "Ruiz", **WITHOUT, contacts=STREET_AND_PHONE), somebody(former=["Ruiz"]), "R12"),
        (question("Ana", "Moralez", **WITHOUT, contacts=STREET_AND_PHONE, born=CHILD_BORN), None, "R5"),
        (question("Ana", "Ruiz", **WITHOUT, contacts=STREET_AND_PHONE, born=CHILD_BORN), None, "R5"),
    ],
)
def test_what_r6_would_ask_for_is_enough(asked, known, rule):
    """Street and telephone with a name form or former last name: R12 covers adults, R5 children."""
    known = known or somebody(born=CHILD_BORN, former=["Ruiz"])
    decision = one(asked, known)
    assert (decision.outcome, decision.reason) == (Outcome.SAME, rule)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("middle", ["Jun", "Luisa"])
def test_another_middle_name_is_another_child(rule, middle):
    asked, known, _ = RULES[rule]
    with_middle = replace(asked, name=replace(asked.name, middle=middle.lower()))
    theirs = replace(known, name=replace(known.name, middle="jung" if middle == "Jun" else "rosa"))
    assert one(with_middle, theirs).outcome == Outcome.REVIEW


@pytest.mark.parametrize(
    ("asked", "known", "others", "reason"),
    [
        (question(), somebody(), [somebody(place=2)], "several_certain"),
        (question(), somebody(deceased=True), [], "deceased"),
        (question(member_number="20411879"), somebody(), [], "member_number_differs"),
        (question(suffix="Jr"), somebody(suffix="Sr"), [], "suffix_differs"),
        (question(sex="M"), somebody(), [], "sex_differs"),
        (question(), somebody(), [somebody("Rosa", born=date(1960, 1, 1), place=2)], "number_on_another_record"),
        (
            question("Brenta", born=date(1986, 4, 29)),
            somebody("Brentq"),
            [somebody("Brenta", born=date(1986, 4, 29), number=OTHER_NUMBER, place=2)],
            "another_bears_the_name",
        ),
        (
            question("Edith", "Brzeczek", **WITHOUT),
            somebody("Edith", "Brzeczek"),
            [somebody("Edith", "Brzeczek", born=date(1951, 1, 1), place=2)],
            "name_is_not_rare",
        ),
        (
            question("Ana", "Gomes", born=date(1986, 4, 29), number="", contacts=STREET_AND_PHONE),
            somebody("Ana", "Gomez", born=date(1986, 4, 29), number=""),
            [somebody("Ana", "Gomes", place=2)],
            "another_is_close",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_guard_keeps_a_certain_person_for_a_representative(asked, known, others, reason):
    assert one(asked, known, *others).reason == reason
    assert one(asked, known, *others).outcome == Outcome.REVIEW


def test_without_the_other_person_the_same_question_is_certain():
    asked, known = question(), somebody()
    assert one(asked, known).outcome == Outcome.SAME


def test_a_common_name_is_no_proof_and_a_rare_one_less_among_more_people():
    rare = question("Edith", "Brzeczek", **WITHOUT), somebody("Edith", "Brzeczek")
    common = question("Maria", "Garcia", **WITHOUT), somebody("Maria", "Garcia")
    assert one(*common).outcome == Outcome.REVIEW
    assert one(*rare).outcome == Outcome.SAME
    assert one(*rare, persons=5_000_000).outcome == Outcome.REVIEW


def test_nobody_is_new_without_a_second_look():
    family = Family(Applicant(Name("Ana", "Morales"), BORN, "F", "18"))
    with pytest.raises(SecondLookMissing):
        decide(family, Found((question(),), ((),), None, TODAY, 50_000))
    assert one(question()).outcome == Outcome.NEW


def test_the_second_look_counts_only_where_somebody_would_be_new():
    near = somebody(number="", contacts=ELSEWHERE, sex="", born=date(1986, 4, 29), place=2)
    assert one(question("Ana", number=""), further=[near]).outcome == Outcome.REVIEW
    assert one(question(), somebody(), further=[somebody(place=2)]).outcome == Outcome.SAME


@pytest.mark.parametrize(
    "number", ["123456789", "078051120", "111111111", "999999999"], ids=["row", "wallet", "ones", "nines"]
)
def test_a_number_that_nobody_bears_says_nothing(number):
    from enrollment.matching.normalise import number_key

    assert number_key(number) == ""


def test_relatives_in_the_family_are_near_by_nature():
    twin = somebody("Ida", number="", in_family=True, born=CHILD_BORN)
    assert one(question("Ivo", number="", contacts=HOME, sex="M", born=CHILD_BORN), twin).outcome == Outcome.NEW
    assert one(question("Ida", number="", contacts=HOME, born=CHILD_BORN), twin).outcome != Outcome.NEW


def test_two_new_twins_are_two_people_and_one_record_is_never_two():
    people = Family(None, tuple(Applicant(Name(name, "Morales"), CHILD_BORN, "F", "19") for name in ("Ida", "Ivo")))
    new = Found((question("Ida", number=""), question("Ivo", number="")), ((), ()), ((), ()), TODAY, 50_000)
    assert [each.outcome for each in decide(people, new)] == [Outcome.NEW, Outcome.NEW]
    both = Found((question(), question()), ((somebody(),), (somebody(),)), ((), ()), TODAY, 50_000)
    assert [each.reason for each in decide(people, both)] == ["two_applicants_one_record"] * 2
