"""Properties of every decision, for any input."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from enrollment.matching import Contacts, Outcome, Settled
from enrollment.matching.normalise import name_keys
from tests.enrollment.matching.people import (
    BORN,
    CHILD_BORN,
    ELSEWHERE,
    HOME,
    NUMBER,
    OTHER_NUMBER,
    PHONE,
    STREET,
    one,
    question,
    somebody,
)


def test_what_a_representative_has_said_is_final():
    near = somebody(number="", contacts=ELSEWHERE)
    asked = question(number="", contacts=HOME, sex="")
    assert one(asked, near).outcome == Outcome.REVIEW
    assert one(asked, near, settled=Settled(same_as=UUID(int=1))).person_id == UUID(int=1)
    assert one(asked, near, settled=Settled(not_same=frozenset([UUID(int=1)]))).outcome == Outcome.NEW


names = st.sampled_from(["Ana", "Anita", "Rosa", "Ann", "Brent", "Trent", "Anaa"])


days = st.sampled_from([BORN, date(1986, 4, 29), date(1968, 4, 28), date(1986, 12, 4), CHILD_BORN])


numbers = st.sampled_from([NUMBER, OTHER_NUMBER, "536128814", ""])


places = st.sampled_from([HOME, ELSEWHERE, STREET, PHONE, Contacts()])


records = st.builds(
    somebody,
    first=names,
    last=st.sampled_from(["Morales", "Whitfield", "Moralez"]),
    born=days,
    number=numbers,
    contacts=places,
    sex=st.sampled_from("FM"),
    suffix=st.sampled_from(["", "Jr", "Sr"]),
    member_number=st.sampled_from(["20411878", "20411879", ""]),
)


asks = st.builds(question, first=names, born=days, number=numbers, contacts=places, sex=st.sampled_from(["F", ""]))


def numbered(found):
    return [replace(each, person_id=UUID(int=place)) for place, each in enumerate(found, 1)]


@given(asks, st.lists(records, max_size=4))
def test_the_order_of_what_was_found_never_matters(asked, found):
    found = numbered(found)
    decisions = {repr(one(asked, *order)) for order in permutations(found)}
    assert len(decisions) == 1


@given(asks, st.lists(records, max_size=3), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_marks_and_spaces_never_matter(asked, found, spelled):
    found = numbered(found)
    written = name_keys(f" {spelled(asked.name.first)} ", spelled("Moráles"), "", asked.name.suffix)
    assert one(replace(asked, name=written), *found) == one(asked, *found)


@given(asks, st.lists(records, max_size=3))
def test_a_second_certain_person_always_makes_it_a_review(asked, found):
    found = numbered(found)
    decision = one(asked, *found)
    if decision.outcome == Outcome.SAME:
        same = next(each for each in found if each.person_id == decision.person_id)
        assert one(asked, *found, replace(same, person_id=UUID(int=99))).outcome == Outcome.REVIEW


@given(asks, st.lists(records, max_size=3))
def test_the_same_question_has_the_same_answer(asked, found):
    found = numbered(found)
    assert one(asked, *found) == one(asked, *found)
