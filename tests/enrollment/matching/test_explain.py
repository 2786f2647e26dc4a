"""The explain command: the decision, each candidate in words, and no personal values."""

import io

import pytest
from django.core.management import CommandError, call_command, load_command_class

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = (
    "member_id,first_name,last_name,dob,sex,ssn,address1,zip\n"
    "M1,Ana,Morales,1986-04-28,F,536128841,12 Alder Way,94607\n"
    "M2,Rosa,Morales,1986-04-28,F,217450993,12 Alder Way,94607\n"
)
REQUESTS = (
    "request_id,first_name,last_name,dob,sex,ssn,address1,zip\n"
    "R1,Ana,Morales,1986-04-28,F,536128841,,\n"
    "R2,Anna,Morales,1986-04-28,F,,12 Alder Way,94607\n"
    "R3,Ximena,Quist,1950-01-02,F,,,\n"
)


@pytest.fixture
def say(tmp_path):
    (tmp_path / "members.csv").write_text(MEMBERS)
    (tmp_path / "requests.csv").write_text(REQUESTS)

    def explain(request, **options):
        out = io.StringIO()
        files = {"members": tmp_path / "members.csv", "requests": tmp_path / "requests.csv"}
        call_command("explain_match", request, stdout=out, **(options or files))
        return out.getvalue()

    return explain


def test_a_certain_match_names_its_rule(say):
    text = say("R1")
    assert "The same person as member M1, by R1: Social Security number, date of birth and first name." in text
    assert "Social Security number: same" in text


def test_a_review_names_each_candidate_and_what_nearly_held(say):
    text = say("R2")
    assert text.startswith("For review: a similar person is already on file.\n1. member M1: strong match")
    assert "first name: nickname" in text
    assert "nearest rule R5 (" in text
    assert "beware: Could be a twin" in text


def test_every_field_is_named_also_where_one_side_lacks_it(say):
    first = say("R2").split("2. member")[0]
    assert "missing on one side: Social Security number, middle name, suffix, member number, phone, email" in first


def test_candidates_that_are_not_shown_are_counted(say, tmp_path):
    (tmp_path / "members.csv").write_text(
        MEMBERS + "".join(MEMBERS.splitlines(True)[1].replace("M1", f"M{n}") for n in range(3, 14))
    )
    text = say("R1")
    assert "10. member " in text
    assert "11. member " not in text
    assert text.endswith("\n3 more, further down in the same order.\n")


def test_blanks_around_an_id_do_not_hide_a_request(say, tmp_path):
    (tmp_path / "requests.csv").write_text(REQUESTS.replace("R1,", " R1 ,"))
    assert say("R1 ").startswith("The same person as member M1")


@pytest.mark.parametrize("command", ["match_file", "explain_match"])
def test_help_names_the_columns(command):
    words = " ".join(
        load_command_class("enrollment", command).create_parser("manage.py", command).format_help().split()
    )
    for columns in ("dob, first_name, last_name, member_id", "dob, first_name, last_name, request_id"):
        assert f"with the columns {columns}, and others" in words


def test_somebody_new_is_new_after_the_second_look(say):
    assert say("R3").startswith("New: no similar person is on file")


def test_a_submitted_request_is_explained_by_its_number_without_any_value():
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    held = second.enroll(employee=factories.near())
    out = io.StringIO()
    call_command("explain_match", held.confirmation, stdout=out)
    text = out.getvalue()
    assert text.startswith("Person 1 of the request:\nFor review: a similar person is already on file.\n1. member ")
    assert not any(value in text for value in ("Morales", "Ana", "1986", "123456788", "Alder"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("R9",), "has no request R9"), (("NOPE-NOPE1", {"members": None}), "no request has the confirmation number")],
)
def test_what_is_not_there_is_said(say, arguments, words):
    request, *options = arguments
    with pytest.raises(CommandError, match=words):
        say(request, **(options[0] if options else {}))
