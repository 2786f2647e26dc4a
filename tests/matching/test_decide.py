"""The rule of the main job as a table: one field at a time, each guard on its own."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.matching import Asked, Found, Known, Outcome, SecondLookMissing, decide, near_birth_dates, near_numbers
from enrollment.matching.near import is_near_birth_date, is_near_number
from enrollment.matching.values import NameKeys
from enrollment.rules.people import Applicant, Family, Name

ANA = NameKeys("ana", "morales", "AN", "MRLS")
ASKED = Asked(name=ANA, birth_date=date(1986, 4, 28), sex="F", number="123456788")
KNOWN = Known(person_id=UUID(int=1), name=ANA, birth_date=date(1986, 4, 28), sex="F", number="123456788")
SOMEBODY = Family(Applicant(Name("Ana", "Morales"), date(1986, 4, 28), "F", "18"))


def outcome(asked=ASKED, *known, second_look=True):
    (decision,) = decide(SOMEBODY, Found((asked,), (known,), second_look))
    return decision


def name(first="ana", last="morales", first_sound="AN", last_sound="MRLS"):
    return NameKeys(first, last, first_sound, last_sound)


def test_number_date_and_both_names_equal_is_the_same_person():
    decision = outcome(ASKED, KNOWN)
    assert (decision.outcome, decision.person_id) == (Outcome.SAME, KNOWN.person_id)


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, number="123456789"),
        replace(ASKED, number=""),
        replace(ASKED, birth_date=date(1986, 4, 29)),
        replace(ASKED, name=name(first="anna")),
        replace(ASKED, name=name(last="morrales")),
        replace(ASKED, sex="M"),
    ],
    ids=["number", "no number", "date", "first name", "last name", "sex"],
)
def test_anything_less_is_a_question(asked):
    assert outcome(asked, KNOWN).outcome == Outcome.REVIEW


@pytest.mark.parametrize(
    "known",
    [replace(KNOWN, deceased=True), replace(KNOWN, sex="M")],
    ids=["has died", "another sex"],
)
def test_what_contradicts_is_a_question(known):
    assert outcome(ASKED, known).outcome == Outcome.REVIEW


def test_suffixes_that_differ_are_a_question_and_one_that_is_missing_is_not():
    junior, senior = replace(ASKED, suffix="Jr"), replace(KNOWN, suffix="Sr")
    assert outcome(junior, senior).outcome == Outcome.REVIEW
    assert outcome(junior, KNOWN).outcome == Outcome.SAME


def test_two_who_are_certain_are_a_question():
    twin = replace(KNOWN, person_id=UUID(int=2))
    decision = outcome(ASKED, KNOWN, twin)
    assert (decision.outcome, decision.reason) == (Outcome.REVIEW, "several_certain")


def test_the_number_on_a_second_record_is_a_question():
    other = Known(
        person_id=UUID(int=2), name=name("zed", "quist", "ST", "KST"), birth_date=date(1950, 1, 1), number="123456788"
    )
    assert outcome(ASKED, KNOWN, other).reason == "number_on_another_record"


@pytest.mark.parametrize(
    ("known", "near"),
    [
        (Known(UUID(int=2), name("zed", "quist", "ST", "KST"), date(1950, 1, 1), number="123456788"), True),
        (Known(UUID(int=2), name("zed", "quist", "ST", "KST"), date(1950, 1, 1), number="123456798"), True),
        (Known(UUID(int=2), name("zed", "quist", "ST", "KST"), date(1950, 1, 1), number="123456877"), False),
        (Known(UUID(int=2), name("zed", "morales", "ST", "MRLS"), date(1986, 4, 28)), True),
        (Known(UUID(int=2), name("ann", "quist", "AN", "KST"), date(1986, 5, 28)), True),
        (Known(UUID(int=2), name("zed", "quist", "ST", "KST"), date(1986, 4, 28)), False),
        (Known(UUID(int=2), name(), date(1986, 12, 1)), True),
        (Known(UUID(int=2), name(), date(1979, 12, 1)), False),
        (Known(UUID(int=2), name("zed", "quist", "ST", "KST"), date(1986, 12, 1), former_names=(ANA,)), True),
    ],
    ids=[
        "shares the number",
        "number one digit off",
        "number two digits off",
        "same day, last name sounds alike",
        "day one digit off, first name sounds alike",
        "only the day",
        "same names, same year",
        "same names, another year",
        "a former name",
    ],
)
def test_who_is_near(known, near):
    assert outcome(ASKED, known).outcome == (Outcome.REVIEW if near else Outcome.NEW)


def test_a_swapped_day_and_month_is_near():
    asked = replace(ASKED, birth_date=date(1986, 4, 8), number="")
    known = Known(UUID(int=2), name("ann", "quist", "AN", "KST"), date(1986, 8, 4))
    (decision,) = decide(SOMEBODY, Found((asked,), ((known,),), True))
    assert decision.candidates[0].fields["birth_date"] == "day and month are swapped"


def test_a_relative_in_the_family_is_no_stranger():
    twin = Known(UUID(int=2), name("ida", "morales", "AT", "MRLS"), date(1986, 4, 28), in_family=True)
    assert outcome(replace(ASKED, number=""), twin).outcome == Outcome.NEW
    assert outcome(ASKED, replace(twin, number="123456788")).outcome == Outcome.REVIEW
    assert outcome(replace(ASKED, number=""), replace(twin, name=ANA)).outcome == Outcome.REVIEW


def test_new_is_not_said_without_the_second_look():
    with pytest.raises(SecondLookMissing):
        outcome(ASKED, second_look=False)


def test_two_of_a_family_cannot_be_one_record():
    family = Family(SOMEBODY.subscriber, (SOMEBODY.subscriber,))
    decisions = decide(family, Found((ASKED, ASKED), ((KNOWN,), (KNOWN,)), True))
    assert [each.outcome for each in decisions] == [Outcome.REVIEW, Outcome.REVIEW]


@given(st.permutations([1, 2, 3, 4]))
def test_the_order_of_candidates_changes_nothing(order):
    people = [replace(KNOWN, person_id=UUID(int=each), number=f"12345678{each}") for each in order]
    decision = outcome(replace(ASKED, number="123456785"), *people)
    assert [each.person_id.int for each in decision.candidates] == [1, 2, 3, 4]


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_near_is_mutual(digits):
    assert all(digits in near_numbers(other) for other in near_numbers(digits))


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_near_dates_are_mutual(day):
    assert all(day in near_birth_dates(other) for other in near_birth_dates(day) if other.year >= 1900)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_near_numbers_are_recognised_as_they_are_made(one, other):
    near = near_numbers(one)
    assert all(is_near_number(one, each) for each in near)
    assert is_near_number(one, other) == (other in near)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_near_dates_are_recognised_as_they_are_made(one, other):
    near = near_birth_dates(one)
    assert all(is_near_birth_date(one, each) for each in near)
    assert is_near_birth_date(one, other) == (other in near)
