"""Unknown is not different: who has no usable birth date, on file or in a request, is never taken for nobody."""

import csv
from datetime import date

import pytest
from django.core.management import call_command

from access import tenancy
from enrollment import services
from enrollment.matching import Outcome
from enrollment.matching.agreement import FILLER_DAY, MISSING, UNSURE, agreement
from enrollment.matching.normalise import member_number_key, number_key, number_part
from enrollment.models import Change, Person
from enrollment.queries.identity.looks import question as asked_about
from enrollment.rules.dates import age_on
from enrollment.rules.family import OLDEST
from enrollment.rules.people import Address
from tests import factories
from tests.enrollment.matching.members import FIRST, SECOND, brought, person, row
from tests.enrollment.matching.people import (
    ELSEWHERE,
    HOME,
    OTHER_NUMBER,
    STREET,
    one,
    question,
    somebody,
)

BORN = date(1983, 6, 19)
DAMAGED = [
    "", "1900-01-01", "1/1/1901", "1899-12-31", "1904-01-01", "1911-11-11", "1983-19-06", "1983-06-31", "0000-00-00",
    "9999-12-31", "2083-06-19", "1983-01-01", "1950-01-01", "1970-01-01", "2000-01-01", "1983", "unknown",
]  # fmt: skip
UNUSABLE = [None, date(1900, 1, 1), date(1901, 1, 1), date(1911, 11, 11)]
FILLERS = [*UNUSABLE, date(1950, 1, 1), date(1983, 1, 1), date(2000, 1, 1)]
CLERK = {"first_name": "James", "last_name": "Smith", "sex": "M", "address1": "12 Alder Way", "zip": "94607"}


@pytest.fixture
def decided(tmp_path):
    """The decision of the command about one request and one member."""

    def decided(member, request):
        for name, line in (("member", member), ("request", request)):
            with (tmp_path / f"{name}s.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, [f"{name}_id", *line])
                writer.writeheader()
                writer.writerow({f"{name}_id": name, **line})
        out = tmp_path / "out.csv"
        call_command("match_file", members=tmp_path / "members.csv", requests=tmp_path / "requests.csv", out=out)
        (line,) = csv.DictReader(out.read_text().splitlines())
        return line["decision"], line["candidates"]

    return decided


with_files = pytest.mark.django_db(transaction=True)


@with_files
@pytest.mark.parametrize("dob", DAMAGED)
def test_a_file_finds_who_is_on_file_without_a_birth_date(decided, dob):
    asked = CLERK | {"dob": "1983-06-19"}
    assert decided(CLERK | {"dob": dob}, asked) == ("review", "member")
    moved = asked | {"first_name": "Jim", "address1": "9 Beech St", "zip": "02101"}
    assert decided(CLERK | {"dob": dob, "ssn": "536128841"}, moved) == ("review", "member")


@with_files
@pytest.mark.parametrize("dob", DAMAGED)
def test_a_request_without_a_birth_date_is_nobodys_new_record(decided, dob):
    asked = CLERK | {"dob": dob, "address1": "9 Beech St", "zip": "02101"}
    assert decided(CLERK | {"dob": "1983-06-19", "ssn": "536128841"}, asked) == ("review", "member")


@with_files
@pytest.mark.parametrize(
    "other", [{"ssn": "217450993"}, {"sex": "F"}, {"middle_name": "Walter"}, {"first_name": "Robert"}], ids=str
)
def test_who_differs_in_something_that_is_known_is_new(decided, other):
    member = CLERK | {"dob": "1900-01-01", "ssn": "536128841", "middle_name": "Lee", "address1": "9 Beech St"}
    same = CLERK | {"dob": "1983-06-19", "ssn": "", "middle_name": "Lee"}
    assert decided(member, same) == ("review", "member")
    assert decided(member, same | other)[0] == "new"


MOVED = {"number": "", "address": Address("9 Beech St", "Boston", "MA", "02101")}


@pytest.fixture
def on_file():
    """A record taken over from another system with this birth date."""

    def on_file(born):
        factories.Employer("First").enroll(employee=factories.applicant("James", "Smith", born=BORN, sex="M"))
        with tenancy.as_user(None), tenancy.matching():
            Person.objects.update(birth_date=born)

    return on_file


with_days = pytest.mark.parametrize("born", [day for day in FILLERS if day], ids=str)


@pytest.mark.django_db
@with_days
@pytest.mark.parametrize("first", ["James", "Jim", "Jamse"])
def test_a_form_finds_who_is_on_file_without_a_birth_date(on_file, born, first):
    on_file(born)
    asked = factories.applicant(first, "Smith", born=BORN, sex="M", **MOVED)
    assert factories.Employer("Second").enroll(employee=asked).state == Change.State.IN_REVIEW


@pytest.mark.django_db
@pytest.mark.parametrize("born", [date(1950, 1, 1), date(1983, 1, 1), date(2000, 1, 1)], ids=str)
def test_the_employers_own_report_with_a_filler_is_found_too(born):
    employer = factories.Employer()
    employer.enroll(employee=factories.applicant("James", "Smith", born=born, sex="M"))
    asked = factories.applicant("Jim", "Smith", born=BORN, sex="M", **MOVED)
    assert employer.enroll(employee=asked).state == Change.State.IN_REVIEW


@pytest.mark.django_db
@with_days
def test_a_form_with_such_a_day_finds_who_is_on_file(on_file, born):
    on_file(BORN)
    asked, second = factories.applicant("Jim", "Smith", born=born, sex="M", **MOVED), factories.Employer("Second")
    if age_on(born, factories.TODAY) > OLDEST:
        with pytest.raises(services.CannotEnroll, match="over 120 years old"):
            second.enroll(employee=asked)
    else:
        assert second.enroll(employee=asked).state == Change.State.IN_REVIEW


LUPE = person("Guadalupe")
UNDATED = {
    "sounds of both names": person("Guadalupa", "Moralez", None),
    "a short form": person("Lupe", "Moralez", None),
    "how the first name begins": person("Guadiana", "Moralez", None),
    "how the last name begins": person("Guadalupa", "Morton", None),
    "names in each other's place": person("Moralez", "Guadalupa", None),
    "a January 1": person("Lupe", "Morales", date(1980, 1, 1)),
}
NOT_ALIKE = {
    "last name only": person("Rose", "Morales", None),
    "first name only": person("Guadalupe", "Quist", None),
    "another date": person("Lupe", "Morales", date(1955, 2, 2)),
}


@with_files
def test_of_those_without_a_birth_date_come_all_who_are_alike_in_both_names():
    members = [row(name, who) for name, who in (UNDATED | NOT_ALIKE).items()]
    found = {*brought(FIRST, members, LUPE), *brought(SECOND, members, LUPE)}
    assert found == {f"M{name}" for name in UNDATED}


@with_files
@pytest.mark.parametrize("born", FILLERS, ids=str)
def test_who_asks_without_a_birth_date_is_compared_with_all_who_sound_alike(born):
    members = [row(1, person("Anna", "Moralez", date(1955, 2, 2))), row(2, person("Rose", "Moralez", date(1955, 2, 2)))]
    assert brought(SECOND, members, person(born=born)) == ["M1"]


@pytest.mark.parametrize("born", UNUSABLE, ids=str)
def test_a_day_that_stands_for_none_is_no_key(born):
    assert asked_about(person(born=born)).keys[2:4] == (None, None)


def compared(asked, known):
    return agreement(question(born=asked), somebody(born=known))["birth_date"]


@pytest.mark.parametrize("born", UNUSABLE, ids=str)
def test_no_date_agrees_or_differs(born):
    assert compared(BORN, born) == compared(born, BORN) == compared(born, born) == MISSING


def test_a_january_1_may_agree_and_never_differs():
    day, decade = date(1983, 1, 1), date(1980, 1, 1)
    assert compared(day, day) == "equal"
    assert compared(decade, decade) == FILLER_DAY
    assert compared(BORN, day) == compared(BORN, decade) == compared(date(1951, 8, 8), day) == MISSING
    assert compared(day, BORN) == compared(decade, date(1951, 8, 8)) == UNSURE
    assert compared(day, date(1983, 1, 11)) == "one_slip"


def test_one_filler_on_both_sides_needs_number_and_whole_name():
    day = date(1970, 1, 1)
    assert one(question(born=day), somebody(born=day)).outcome == Outcome.SAME
    for asked in (question("Anita", born=day), question(born=day, number="", contacts=HOME)):
        assert one(asked, somebody(born=day)).outcome == Outcome.REVIEW


def test_nobody_is_new_who_is_born_in_years_to_come():
    assert one(question(born=date(2027, 1, 2)), further=()).outcome == Outcome.NEW
    assert one(question(born=date(2028, 1, 2)), further=()).reason == "no_birth_date"


SAME_HOUSE = {"number": "", "contacts": HOME}


def test_a_namesake_of_the_house_without_a_birth_date_may_be_the_one():
    asked = question("Dana", contacts=STREET, number="")
    known = somebody("Dana", number="", member_number="1")
    assert one(asked, known).outcome == Outcome.SAME
    namesake = somebody("Dana", place=2, born=None, number="", member_number="2")
    assert one(asked, known, namesake).reason == "another_is_close"
    assert one(asked, known, somebody("Boris", "Ruiz", place=2, born=None, **SAME_HOUSE)).outcome == Outcome.SAME


def test_a_twin_of_the_house_without_a_birth_date_may_own_the_name():
    asked, known = question("Anaa", contacts=STREET), somebody("Ana", middle="")
    assert one(asked, known).outcome == Outcome.SAME
    twin = somebody("Anaa", place=2, born=None, number=OTHER_NUMBER, member_number="2")
    assert one(asked, known, twin).reason == "another_bears_the_name"
    far = somebody("Anaa", place=2, born=None, number=OTHER_NUMBER, member_number="2", contacts=ELSEWHERE)
    assert one(asked, known, far).outcome == Outcome.SAME


def test_a_card_of_another_without_a_birth_date_speaks_against_the_house():
    asked = question(number="", contacts=STREET, member_number="7")
    known = somebody(member_number="")
    assert one(asked, known).outcome == Outcome.SAME
    other = somebody("Rosa", "Quist", place=2, born=None, member_number="7", contacts=ELSEWHERE, number="")
    assert one(asked, known, other).reason == "member_number_on_another_record"


@pytest.mark.parametrize("sex", ["", "U", "X", "9"])
def test_a_sex_that_is_not_known_is_not_another(sex):
    assert agreement(question(), somebody(sex=sex))["sex"] == MISSING
    assert agreement(question(sex=sex), somebody())["sex"] == MISSING


@pytest.mark.parametrize("filler", ["", "000-00-0000", "999999999", "123-45-6789", "111-22-3333", "121212121", "none"])
def test_a_filler_for_a_number_is_no_other_number(filler):
    assert (number_key(filler), number_part(filler)) == ("", "")


@pytest.mark.parametrize("filler", ["", "N/A", "None", "unknown", "00000000", "999-999-999", "12345678"])
def test_a_filler_for_a_member_number_is_nobodys(filler):
    assert member_number_key(filler) == ""


@pytest.mark.parametrize("name", ["Unknown", "FNU", "Baby Boy", "No Name", "Twin A", "Infant"])
def test_a_word_in_place_of_a_name_is_not_another_name(name):
    assert agreement(question(), somebody(name))["first_name"] == MISSING
    assert agreement(question(), somebody(last=name))["last_name"] == MISSING
    assert agreement(question(name), somebody())["first_name"] == MISSING
    assert one(question(name), somebody(number="", contacts=ELSEWHERE)).outcome == Outcome.REVIEW


def test_a_note_in_place_of_a_middle_name_is_none():
    assert agreement(question(middle="Rosa"), somebody(middle="NMN"))["middle_name"] == MISSING


SPELLINGS = [
    ("Jürgen", "Müller", "Juergen", "Mueller"), ("Juergen", "Mueller", "Jurgen", "Muller"),
    ("JÜRGEN", "MÜLLER", "Jurgen", "Mueller"), ("Jörg", "Groß", "Joerg", "Gross"),
    ("Ju\u0308rgen", "Mu\u0308ller", "Juergen", "Mueller"), ("Björn", "Åkesson", "Bjoern", "Aakesson"),
    ("Søren", "Kjær", "Soeren", "Kjaer"), ("Bärbel", "Weiß", "Baerbel", "Weiss"), ("Begoña", "Núñez", "Begona", "Nunez"),
    ("Günther", "Köhler", "Gunther", "Kohler"), ("Guenther", "Koehler", "Gunther", "Kohler"),
    ("Håkan", "Lindström", "Haakan", "Lindstroem"), ("Hans-Jürgen", "Müller-Lüdenscheidt", "Hans Juergen", "Mueller"),
    ("Özlem", "Yıldız", "Oezlem", "Yildiz"), ("Käthe", "Böll", "Kathe", "Boll"), ("Kaethe", "Boell", "Kathe", "Boll"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "other_first", "other_last"), SPELLINGS, ids="-".join)
@pytest.mark.parametrize("born", [date(1986, 4, 28), date(2019, 4, 28)], ids=["adult", "child"])
def test_letters_with_marks_are_matched_however_they_are_spelled(first, last, other_first, other_last, born):
    for asked, known in (((first, last), (other_first, other_last)), ((other_first, other_last), (first, last))):
        assert one(question(*asked, born=born), somebody(*known, born=born)).outcome == Outcome.SAME


@pytest.mark.parametrize(("one_name", "other"), [("Joey", "Joy"), ("Rafael", "Rafal")])
def test_two_letters_that_no_mark_stands_for_make_another_name(one_name, other):
    child = date(2019, 4, 28)
    assert one(question(one_name, born=child, sex="M"), somebody(other, born=child, sex="M")).outcome == Outcome.REVIEW
