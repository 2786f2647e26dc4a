"""New people submitted with the number or card of a relative on file."""

from dataclasses import replace
from datetime import date

import pytest

from enrollment.matching import Outcome
from enrollment.matching.normalise import name_keys
from tests.enrollment.matching.people import (
    BORN,
    CHILD_BORN,
    ELSEWHERE,
    HOME,
    OTHER_NUMBER,
    STREET,
    one,
    question,
    somebody,
)

CARD = {"number": "", "member_number": "20411878"}


def child(first, *, middle="", **facts):
    return question(first, middle=middle, **{"born": CHILD_BORN, "contacts": HOME} | facts)


def on_file(first, *, middle="", **facts):
    return somebody(first, middle=middle, **{"born": CHILD_BORN} | facts)


@pytest.mark.parametrize(
    ("first", "stored"),
    [
        ("Mary", "Marilyn"),
        ("Peter", "Patrick"),
        ("Jon", "John"),
        ("Kayla", "Kaylee"),
        ("Jordyn", "Jordan"),
        ("Kayla", "Makayla"),
        ("Arav", "Arnav"),
        ("Zihan", "Zihao"),
        ("Noura", "Nour"),
    ],
)
class TestAnotherFormOfTheName:
    def test_a_childs_is_a_twins_where_both_are_given_to_children(self, first, stored):
        assert one(child(first), on_file(stored)).outcome == Outcome.REVIEW
        assert one(child(first, **CARD), on_file(stored)).outcome == Outcome.REVIEW

    def test_the_middle_name_tells_that_it_is_the_same_child(self, first, stored):
        for middle in ("Luisa", "L"):
            asked, known = child(first, middle=middle), on_file(stored, middle="Luisa")
            assert one(asked, known).outcome == Outcome.SAME

    def test_another_middle_name_tells_that_it_is_not(self, first, stored):
        assert one(child(first, middle="Rosa"), on_file(stored, middle="Luisa")).outcome == Outcome.REVIEW


def test_another_form_of_the_name_in_the_family_itself_is_a_question_and_no_new_child():
    known = on_file("John", number="", in_family=True)
    assert one(child("Jon", number=""), known).outcome == Outcome.REVIEW
    assert one(child("Ivo", number=""), known).outcome == Outcome.NEW


def test_who_has_grown_up_goes_by_another_form_of_the_name_and_who_lives_elsewhere_may_be_the_twin():
    assert one(child("Mary", contacts=ELSEWHERE), on_file("Marilyn")).outcome == Outcome.REVIEW
    assert one(child("Mary", born=BORN), on_file("Marilyn", born=BORN)).outcome == Outcome.SAME
    of_24 = date(2002, 4, 28)
    assert one(child("Mary", born=of_24), on_file("Marilyn", born=of_24)).outcome == Outcome.REVIEW


@pytest.mark.parametrize(
    "facts",
    [CARD, CARD | {"born": date(2002, 4, 29)}, {"number": ""}, {"born": date(2002, 4, 29)}, {}],
    ids=["R3 and R3b: the card", "R3b: the card, a slip", "R12: reached there", "R8 and R9: a slip", "R1"],
)
def test_a_twin_of_24_who_lives_there_has_the_number_the_card_or_the_phone_too(facts):
    of_24 = date(2002, 4, 28)
    assert one(child("Mary", **{"born": of_24} | facts), on_file("Marilyn", born=of_24)).outcome == Outcome.REVIEW
    assert one(child("Marilyn", **{"born": of_24} | facts), on_file("Marilyn", born=of_24)).outcome == Outcome.SAME


def test_a_childs_short_form_with_a_card_and_a_slip_in_the_birth_date_is_not_certain():
    asked = child("Bill", **CARD | {"born": CHILD_BORN.replace(day=29)})
    assert one(asked, on_file("William")).outcome == Outcome.REVIEW
    assert one(replace(asked, name=name_keys("William", "Morales")), on_file("William")).outcome == Outcome.SAME


def test_a_short_form_that_nobody_is_christened_is_no_twins():
    assert one(child("Bill"), on_file("William")).outcome == Outcome.SAME


@pytest.mark.parametrize(
    ("first", "outcome"), [("Maria Fernanda", Outcome.REVIEW), ("Maria", Outcome.SAME), ("Elena", Outcome.SAME)]
)
def test_sisters_share_one_part_of_a_double_name(first, outcome):
    assert one(question(first), somebody("Maria Elena")).outcome == outcome


def test_brother_and_sister_are_told_apart_by_sex_or_not_at_all():
    assert one(question("A", sex=""), somebody()).outcome == Outcome.REVIEW
    assert one(question("A"), somebody()).outcome == Outcome.SAME


def test_a_childs_card_may_be_the_twins_unless_the_name_is_the_very_same():
    assert one(child("Annah", **CARD), on_file("Hannah")).outcome == Outcome.REVIEW
    assert one(child("Hannah", **CARD), on_file("Hannah")).outcome == Outcome.SAME
    assert one(child("Annah", **CARD, born=BORN), on_file("Hannah", born=BORN)).outcome == Outcome.SAME


def test_a_junior_beside_a_record_without_a_suffix_may_be_the_fathers_unless_the_number_is_on_it():
    asked = question(suffix="Jr", number="", contacts=STREET)
    assert one(asked, somebody()).reason == "suffix_differs"
    assert one(replace(asked, name=name_keys("Ana", "Morales")), somebody()).outcome == Outcome.SAME
    assert one(question(suffix="Jr"), somebody()).outcome == Outcome.SAME
    assert one(question(), somebody(suffix="Jr")).outcome == Outcome.SAME


@pytest.mark.parametrize(
    ("first", "stored"), [("Willaim", "William"), ("Jospeh", "Joseph"), ("Carilyn", "Carolyn"), ("Annah", "Hannah")]
)
def test_what_hardly_anybody_is_called_beside_a_common_name_is_a_slip(first, stored):
    assert one(child(first), on_file(stored)).outcome == Outcome.SAME


@pytest.mark.parametrize(("first", "stored"), [("Ana", "Ana Laura"), ("Fernanndda", "Fernanda")])
def test_part_of_a_first_name_or_one_that_is_like_it_may_be_a_twins_until_they_have_grown_up(first, stored):
    for born, outcome in ((CHILD_BORN, Outcome.REVIEW), (date(2002, 4, 28), Outcome.REVIEW), (BORN, Outcome.SAME)):
        assert one(child(first, born=born), on_file(stored, born=born)).outcome == outcome
    assert one(child(first, middle="Rosa"), on_file(stored, middle="Rosa")).outcome == Outcome.SAME


def test_another_form_of_the_middle_name_is_another_middle_name():
    for middle, outcome in (("Alice", Outcome.SAME), ("A", Outcome.SAME), ("Lisa", Outcome.REVIEW)):
        assert one(child("Geeta", middle=middle), on_file("Geeta", middle="Alice")).outcome == outcome


@pytest.mark.parametrize(
    ("middle", "last", "outcome"),
    [
        ("", "Patterson", Outcome.REVIEW),
        ("J", "Pruitt", Outcome.REVIEW),
        ("James", "Pruitt", Outcome.SAME),
        ("James", "Patterson", Outcome.REVIEW),
        ("", "Brzeczek", Outcome.SAME),
    ],
)
def test_a_middle_name_makes_no_common_name_rare(middle, last, outcome):
    stored = somebody("Douglas", last, middle="James", sex="M")
    assert one(question("Douglas", last, middle=middle, sex="M", number=""), stored).outcome == outcome


@pytest.mark.parametrize("born", [None, date(1900, 1, 1)])
def test_nobody_is_new_without_a_date_of_birth(born):
    stranger = somebody("Wei", "Zhou", number=OTHER_NUMBER, sex="M")
    asked = question("Rosa", "Quist", number="", born=born)
    decision = one(asked, stranger)
    assert (decision.outcome, decision.reason) == (Outcome.REVIEW, "no_birth_date")
    assert one(replace(asked, birth_date=BORN.replace(day=1)), stranger).outcome == Outcome.NEW


def test_who_is_near_is_near_however_many_are_on_file():
    near = somebody("Ana", "Whitfield", number="", sex="", contacts=STREET)
    asked = question("Ana", "Morales", number="", sex="", contacts=STREET)
    few, many = (one(asked, near, persons=persons) for persons in (50_000, 5_000_000))
    assert (few.outcome, many.outcome) == (Outcome.REVIEW, Outcome.REVIEW)
    assert few.candidates == many.candidates


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        (question("Ana", "Whitfield", number=""), Outcome.REVIEW),
        (question("Rosa", number="", contacts=HOME), Outcome.REVIEW),
        (question(number="", born=date(1986, 9, 9)), Outcome.NEW),
    ],
    ids=["first name and day", "last name, day and home", "the name alone"],
)
def test_how_near_is_near(asked, outcome):
    assert one(asked, somebody(number="")).outcome == outcome
