"""Why nobody could be certain of a candidate, in words that say what was missing and on which side."""

import pytest

from enrollment.models import Candidate
from enrollment.queries.review.comparison import why_not
from tests.factories import applicant, near

R8 = "number and a like name, with one slip in the date of birth"


@pytest.mark.parametrize(
    ("person", "number", "failing", "words"),
    [
        (near(), "missing", ["number"], f"No Social Security number was sent, so it cannot be certain by {R8}."),
        (
            applicant(),
            "missing",
            ["number"],
            f"The record has no Social Security number, so it cannot be certain by {R8}.",
        ),
        (
            near(),
            "missing",
            ["number", "last_name"],
            f"No Social Security number was sent, so it cannot be certain by {R8}."
            " Besides, the last name is not as near as this rule needs it.",
        ),
        (
            near(),
            "missing",
            ["last_name"],
            f"Nearly by {R8}, but: the last name is not as near as this rule needs it.",
        ),
        (
            applicant(),
            "differs",
            ["number", "birth_date"],
            f"Nearly by {R8}, but: the identity number is not as this rule needs it;"
            " the date of birth is not as near as this rule needs it.",
        ),
        (applicant(), "equal", [], f"Certain by {R8}, if nothing spoke against it."),
    ],
)
def test_what_was_missing_is_said(person, number, failing, words):
    candidate = Candidate(reasons={"rule": "R8", "failing": failing}, comparison={"number": number})
    assert why_not(candidate, person) == words


def test_without_a_rule_nothing_is_said():
    assert why_not(Candidate(reasons={}, comparison={}), near()) == ""


def test_a_case_that_was_opened_under_a_rule_that_is_gone_can_still_be_read():
    stored = Candidate(reasons={"rule": "R6", "failing": ["street"]}, comparison={"number": "missing"})
    assert why_not(stored, near()) == (
        "Nearly by name, date of birth, address, and a phone or e-mail address, but: the address is not equal."
    )
