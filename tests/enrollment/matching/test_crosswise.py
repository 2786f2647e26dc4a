"""Names compared crosswise: swapped whole, with a typo, or in part."""

import pytest

from enrollment.matching import Outcome
from enrollment.matching.agreement import agreement
from enrollment.matching.reasons import RELATIVES_NUMBER, warnings
from tests.enrollment.matching.people import one, question, somebody


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("Morales", "Ana", ("swapped", "swapped")),
        ("Moralse", "Ana", ("nearly_swapped", "nearly_swapped")),
        ("Morales", "Anna", ("nearly_swapped", "nearly_swapped")),
        ("Morales", "Whitfield", ("crossed", "crossed")),
        ("Moralse", "Whitfield", ("crossed", "crossed")),
        ("Rosa", "Ana", ("crossed", "crossed")),
        ("Moreno", "Anabel", ("differs", "differs")),
        ("Rosa", "Whitfield", ("differs", "differs")),
        ("Ana", "Ana", ("equal", "differs")),
        ("Morales", "Morales", ("differs", "equal")),
        ("", "Ana", ("missing", "differs")),
    ],
)
def test_the_words_for_names_side_by_side_and_crosswise(first, last, words):
    fields = agreement(question(first, last), somebody())
    assert (fields["first_name"], fields["last_name"]) == words


@pytest.mark.parametrize(("first", "last"), [("Moralse", "Ana"), ("Morales", "Whitfield"), ("Rosa", "Ana")])
def test_nobody_is_certain_by_names_that_are_not_quite_in_each_others_place(first, last):
    decision = one(question(first, last), somebody())
    assert (decision.outcome, decision.reason) == (Outcome.REVIEW, "near")


def test_names_in_each_others_place_rank_by_how_much_of_them_is_there():
    weights = [
        one(question(*names), somebody()).candidates[0].weight
        for names in (("Morales", "Ana"), ("Moralse", "Ana"), ("Morales", "Whitfield"), ("Rosa", "Whitfield"))
    ]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4


def test_a_number_beside_a_name_that_is_only_crossed_may_be_a_relatives():
    assert RELATIVES_NUMBER in warnings(agreement(question("Morales", "Rosa"), somebody()))
    assert RELATIVES_NUMBER not in warnings(agreement(question("Morales", "Anna"), somebody()))
