"""Incomplete or differently written values: they prove no one, and speak against other people."""

from dataclasses import replace
from datetime import date

import pytest

from enrollment.match_file.rows import requests
from enrollment.matching import Outcome
from enrollment.matching.normalise import number_key, number_part, street_key
from enrollment.queries.identity.looks import question as asked_about
from enrollment.rules.people import Address, Applicant, Name, Number
from tests.enrollment.matching.people import HOME, NUMBER, one, question, somebody


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("536-12-884", "53612884"),
        ("xxx-xx-8841", "8841"),
        ("536-12-88411", "5361288411"),
        ("536-12-8841", ""),
        ("", ""),
        ("unknown", ""),
        ("0000", ""),
        ("99999999", ""),
        ("321", ""),
    ],
)
def test_a_number_that_is_not_whole_is_kept_as_it_was_given(text, part):
    assert number_part(text) == part


@pytest.mark.parametrize("part", ["21745099", "9999", "2174509933"])
def test_a_number_that_is_not_whole_speaks_against_whoever_has_another(part):
    assert NUMBER == "536128841"
    without = question(number="", contacts=HOME)
    assert one(without, somebody()).outcome == Outcome.SAME
    said = question(number="", number_part=part, contacts=HOME)
    assert one(said, somebody()).outcome == Outcome.REVIEW
    assert one(said, somebody(number="")).outcome == Outcome.SAME


@pytest.mark.parametrize("part", ["53612884", "8841", "5361288411"])
def test_where_the_number_on_file_holds_it_nothing_speaks_against_them(part):
    said = question(number="", number_part=part, contacts=HOME)
    assert one(said, somebody()).outcome == Outcome.SAME
    assert one(question(number="", number_part=part), somebody()).outcome == Outcome.REVIEW


def test_a_question_holds_the_whole_number_or_the_part():
    def numbers(digits):
        applicant = Applicant(
            Name("Ana", "Morales"),
            date(1980, 6, 15),
            "F",
            "",
            number=Number("", digits),
            address=Address("", "", "", ""),
        )
        asked = asked_about(applicant).asked
        return asked.number, asked.number_part

    assert numbers(NUMBER) == (NUMBER, "")
    assert numbers("53612884") == ("", "53612884")
    assert (number_key("53612884"), numbers("000000000")) == ("", ("", ""))


@pytest.mark.parametrize(
    "street", ["12 Alder Way", "12 Alder Way #4", "12 Alder Way # 4B", "12 ALDER WAY APT 4", "12 Alder Way, Unit #4"]
)
def test_the_apartment_is_no_part_of_an_address_however_it_is_written(street):
    assert street_key(street, "94607-1234") == "12 alder way|94607"


FATHER = {"born": date(1971, 3, 9), "sex": "M"}


@pytest.mark.parametrize(
    ("born", "outcome"),
    [(date(1971, 3, 9), Outcome.REVIEW), (date(1999, 12, 31), Outcome.SAME), (date(1999, 11, 24), Outcome.REVIEW)],
    ids=["the father's", "26", "27 today"],
)
def test_a_child_who_would_be_over_age_may_be_a_parent_whose_line_was_copied(born, outcome):
    known = somebody("Lucas", **FATHER | {"born": born})
    asked = question("Lucas", **FATHER | {"born": born})
    assert one(asked, known).outcome == Outcome.SAME
    decision = one(replace(asked, is_child=True), known)
    assert (decision.outcome, decision.reason == "too_old_for_a_child") == (outcome, outcome == Outcome.REVIEW)


def test_a_child_of_any_age_who_is_nobody_on_file_is_new():
    assert one(question("Ivo", is_child=True, **FATHER), further=()).outcome == Outcome.NEW


@pytest.mark.parametrize(
    ("word", "is_child"), [("Child", True), ("son", True), ("19", True), ("spouse", False), ("", False)]
)
def test_a_line_says_who_is_a_child(tmp_path, word, is_child):
    lines = tmp_path / "requests.csv"
    lines.write_text(f"request_id,first_name,last_name,dob,relationship\nR1,Lucas,Morales,1971-03-09,{word}\n")
    (row,) = requests(lines, today=date(2026, 11, 24))
    assert asked_about(row.person).asked.is_child is is_child
