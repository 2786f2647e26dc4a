"""Why a candidate did not match automatically: what is missing and on which side."""

import pytest

from enrollment.models import Candidate
from enrollment.queries.review.comparison import why_not
from tests.factories import applicant, near

R8 = "Social Security number and a similar name, with a typo in the date of birth"


@pytest.mark.parametrize(
    ("person", "number", "failing", "words"),
    [
        (near(), "missing", ["number"], f"The employer sent no Social Security number, so it can't match on {R8}."),
        (
            applicant(),
            "missing",
            ["number"],
            f"The record has no Social Security number, so it can't match on {R8}.",
        ),
        (
            near(),
            "missing",
            ["number", "last_name"],
            f"The employer sent no Social Security number, so it can't match on {R8}."
            " Also: the last name doesn't match.",
        ),
        (
            near(),
            "missing",
            ["last_name"],
            f"Close match on {R8}, but the last name doesn't match.",
        ),
        (
            applicant(),
            "differs",
            ["number", "birth_date"],
            f"Close match on {R8}, but the Social Security number doesn't match; the date of birth doesn't match.",
        ),
        (applicant(), "equal", [], f"Matches on {R8}. The reasons above stopped the automatic match."),
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
        "Close match on name, date of birth, address, and phone or email, but the address doesn't match."
    )
