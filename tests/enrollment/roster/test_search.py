"""Whatever a page shows about somebody finds them, however it is typed."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.models import Change, Review, RosterLine, SearchWord
from enrollment.queries.roster import lines as roster
from enrollment.queries.roster.words import differing_words
from enrollment.rules.people import Name
from tests import factories
from tests.enrollment.roster.people import names, numbered, person
from tests.factories import NOW, applicant, child, near, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]

PEOPLE = [
    Name("Rosa", "Lopez Garcia"),
    Name("Willem", "van der Berg"),
    Name("María del Carmen", "Vega Prado"),
    Name("Ana", "Ruiz", middle="Guadalupe"),
    Name("Guadalupe", "Peralta"),
    Name("Jörg", "Müller"),
    Name("Uwe", "Mueller"),
    Name("Otto", "Muller"),
    Name("Siobhán", "O'Neil-Smith"),
    Name("Lucas", "De la Cruz"),
    Name("Mateo", "Delacruz"),
    Name("Anne-Marie", "Tillman", suffix="Jr"),
    Name("Mary", "Quigley", middle="Ann"),
    Name("Søren", "Groß"),
]
MULLERS = {"Müller, Jörg", "Mueller, Uwe", "Muller, Otto"}
ASKED = [
    ("Garcia", {"Lopez Garcia, Rosa"}),
    ("garcía", {"Lopez Garcia, Rosa"}),
    ("Garcia Lopez", {"Lopez Garcia, Rosa"}),
    ("Lopez-Garcia", {"Lopez Garcia, Rosa"}),
    ("LopezGarcia", {"Lopez Garcia, Rosa"}),
    ("Lopez Garcia, Rosa", {"Lopez Garcia, Rosa"}),
    ("Garcai", {"Lopez Garcia, Rosa"}),
    ("Berg", {"van der Berg, Willem"}),
    ("vanderberg", {"van der Berg, Willem"}),
    ("Van Der Berg, Willem", {"van der Berg, Willem"}),
    ("willem berg", {"van der Berg, Willem"}),
    ("Vega Prado, María del Carmen", {"Vega Prado, María del Carmen"}),
    ("maria del carmen vega prado", {"Vega Prado, María del Carmen"}),
    ("Carmen Prado", {"Vega Prado, María del Carmen"}),
    ("Ana Guadalupe Ruiz", {"Ruiz, Ana"}),
    ("Ruiz, Ana Guadalupe", {"Ruiz, Ana"}),
    ("Ana G Ruiz", {"Ruiz, Ana"}),
    ("Ana G. Ruiz", {"Ruiz, Ana"}),
    ("Guadalupe", {"Ruiz, Ana", "Peralta, Guadalupe"}),
    ("Ana Gudalupe Ruiz", {"Ruiz, Ana"}),
    ("Müller", MULLERS),
    ("Mueller", MULLERS),
    ("Muller", MULLERS),
    ("Muler", MULLERS),
    ("Jorg Mueller", {"Müller, Jörg"}),
    ("Joerg Muller", {"Müller, Jörg"}),
    ("O'Neil", {"O'Neil-Smith, Siobhán"}),
    ("o’neil smith", {"O'Neil-Smith, Siobhán"}),
    ("oneil", {"O'Neil-Smith, Siobhán"}),
    ("O Neil", {"O'Neil-Smith, Siobhán"}),
    ("Neil", {"O'Neil-Smith, Siobhán"}),
    ("Smith siobhan", {"O'Neil-Smith, Siobhán"}),
    ("de la cruz", {"De la Cruz, Lucas", "Delacruz, Mateo"}),
    ("Delacruz", {"De la Cruz, Lucas", "Delacruz, Mateo"}),
    ("Cruz", {"De la Cruz, Lucas"}),
    ("Marie", {"Tillman Jr, Anne-Marie"}),
    ("annemarie", {"Tillman Jr, Anne-Marie"}),
    ("Tillman Jr., Anne-Marie", {"Tillman Jr, Anne-Marie"}),
    ("Maryann Quigley", {"Quigley, Mary"}),
    ("gross soren", {"Groß, Søren"}),
    ("Soeren", {"Groß, Søren"}),
    ("Xylophon", set()),
    ("Rosa Peralta", set()),
]


@pytest.fixture
def everybody(employer):
    for place, name in enumerate(PEOPLE):
        assert employer.enroll(employee=replace(person(place), name=name)).state == "completed"
    return employer


@pytest.fixture
def everybody_in_review(employer):
    """All of them in one request after another that waits: each resembles an employee who is on file."""
    for place, name in enumerate(PEOPLE):
        own = person(place)
        employer.enroll(employee=replace(own, name=Name(name.first, name.last)))
    with employer.scope():
        SearchWord.objects.all().delete()
        RosterLine.objects.all().delete()
    for place, name in enumerate(PEOPLE):
        held = employer.enroll(
            employee=replace(person(place), name=name, number=None, no_number_reason="applied", sex="M")
        )
        assert held.is_open
    return employer


def found(desk, words, **query):
    return {unescape(name) for name in names(desk.get(reverse("roster"), {"q": words, **query}))}


def test_every_part_of_a_name_finds_it_in_any_order_and_spelling(desk, everybody):
    assert [(words, people) for words, people in ASKED if found(desk, words) != people] == []


def test_who_is_in_review_is_found_by_the_same_words(desk, everybody_in_review):
    assert [(words, people) for words, people in ASKED if found(desk, words) != people] == []


NUMBERS = ["E-4711", "e4711", "E 4711", "4711", "E-47", "Morales E-4711"]


@pytest.mark.parametrize("waits", [False, True])
def test_employee_numbers_are_found_as_written_or_by_their_digits(desk, employer, waits):
    employer.enroll(employee=person(3))
    if waits:
        factories.Employer("Elsewhere").enroll()
    change = numbered(employer, "E-4711", employee=near() if waits else applicant())
    assert change.is_open is waits
    assert [words for words in NUMBERS if found(desk, words) != {"Morales, Ana"}] == []
    assert found(desk, "E-4712") == found(desk, "Quist E-4711") == set()


def test_member_numbers_are_found_with_spaces_and_dashes_and_beside_a_name(desk, employer):
    employer.enroll(child())
    with employer.scope():
        number = RosterLine.objects.get().member_number
    written = [number, f"{number[:4]} {number[4:]}", f"{number[:4]}-{number[4:]}", f"{number[:2]}-{number[2:]}"]
    assert [each for each in [*written, f"Morales, Ana {number}"] if found(desk, each) != {"Morales, Ana"}] == []


def test_preferred_names_suffixes_and_dependents_by_all_their_names_find_the_family(desk, employer):
    family = child("Corazón", "Peña-Morales", preferred_name="Coco")
    employer.enroll(family, employee=applicant(preferred_name="Nita", name=Name("Ana", "Morales", suffix="Sr")))
    employer.enroll(employee=person(3))
    for words in ("Nita", "Coco", "Morales Sr", "Ana Morales Sr.", "Corazon", "Pena", "Peña-Morales, Corazón"):
        assert found(desk, words) == {"Morales Sr, Ana"}, words


def test_a_former_name_finds_the_person_by_the_new_one(desk, employer):
    change = employer.enroll()
    client_address, answers = factories.correction(desk, change.person_id, last_name="Whitfield")
    assert desk.post(client_address, answers).status_code == 302
    for words in ("Morales", "Whitfield", "Morales, Ana", "Ana Whitfield", "Moralez"):
        assert found(desk, words) == {"Whitfield, Ana"}, words


def test_a_request_that_waits_is_found_under_its_family_by_whom_it_adds_or_how_it_renames(desk, employer):
    change = employer.enroll()
    other = factories.Employer("Elsewhere")
    other.enroll(child("Xanthippe", "Zeisig"), employee=person(5))
    with employer.scope():
        newcomer = child("Xanthippe", "Zeisig", born=date(2017, 1, 9), preferred_name="Xani")
        held = services.submit(command=factories.dependents(change, newcomer), submission=employer.submission())
        assert held.is_open
    for words in ("Xanthippe", "Zeisig", "Xani", "Zeisik", held.confirmation):
        assert found(desk, words) == {"Morales, Ana"}, words
    with employer.scope():
        services.withdraw(change_id=held.pk, submission=employer.submission())
        assert differing_words(employer.purchaser) == set()
    assert found(desk, "Xanthippe") == set()
    address, answers = factories.correction(desk, change.person_id, last_name="Whitfield", birth_date="04/27/1986")
    assert desk.post(address, answers).status_code == 302
    with employer.scope():
        assert Change.objects.open().count() == 1
    assert found(desk, "Whitfield") == found(desk, "Ana Whitfeild") == {"Morales, Ana"}


@pytest.mark.usefixtures("on_file")
def test_a_request_finds_nobody_once_it_is_decided(desk, employer):
    rep = employer.purchaser.representative.user
    for verb, left in ((services.refuse, set()), (services.settle, {"Morales, Ana"})):
        held = employer.enroll(spouse("Bartholomew"), employee=near())
        assert found(desk, "Bartholomew") == found(desk, held.confirmation) == {"Morales, Ana"}
        what = {"identities": {0: None, 1: None}} if left else {}
        with tenancy.as_user(rep), tenancy.staff():
            verb(review_id=Review.objects.get(change=held).pk, by=rep, at=NOW, note="Seen", **what)
        assert found(desk, "Bartholomew") == left
        with employer.scope():
            assert differing_words(employer.purchaser) == set()
            assert not SearchWord.objects.filter(change__isnull=False).exists()


@pytest.mark.usefixtures("on_file")
def test_the_last_four_digits_find_who_is_in_review(desk, employer):
    held = employer.enroll(child(number="345-67-4321"), employee=near())
    assert held.is_open
    page = desk.post(reverse("roster_last_four"), {"last_four": "4321"})
    assert names(page) == ["Morales, Ana"]
    assert names(desk.post(reverse("roster_last_four"), {"last_four": "4322"})) == []
    assert found(desk, "4321") == set()


FACTS = ["04/28/1986", "April 28, 1986", "ana@example.test", "ANA@example.test", "(510) 555-0188", "510-555-0188"]


@pytest.mark.parametrize("waits", [False, True])
def test_date_of_birth_email_and_telephone_find_the_family(desk, employer, waits):
    employer.enroll(employee=person(3))
    if waits:
        factories.Employer("Elsewhere").enroll()
    make = near if waits else applicant
    change = employer.enroll(employee=make(phone="510-555-0188", email="ana@example.test"))
    assert change.is_open is waits
    assert [words for words in FACTS if found(desk, words) != {"Morales, Ana"}] == []
    assert found(desk, "04/29/1986") == found(desk, "bob@example.test") == found(desk, "510-555-0189") == set()


def test_a_confirmation_number_finds_whom_the_request_is_about(desk, employer):
    change = employer.enroll()
    employer.enroll(employee=person(3))
    for words in (change.confirmation, change.confirmation.lower(), change.confirmation.replace("-", " ")):
        assert found(desk, words) == {"Morales, Ana"}
    other = factories.Employer("Other")
    assert found(desk, other.enroll(employee=person(7)).confirmation) == set()


def test_similar_names_are_shown_only_where_nobody_has_the_words_and_the_page_says_so(desk, everybody):
    note = "These names are similar."
    everybody.enroll(employee=replace(person(30), name=Name("Ana", "Ruis")))
    assert found(desk, "Ruiz") == {"Ruiz, Ana"}
    assert note not in desk.get(reverse("roster"), {"q": "Ruiz"}).content.decode()
    assert found(desk, "Ruiss") == {"Ruiz, Ana", "Ruis, Ana"}
    assert note in desk.get(reverse("roster"), {"q": "Ruiss"}).content.decode()


def test_whole_words_come_before_longer_ones_at_the_limit(desk, employer, monkeypatch):
    monkeypatch.setattr(roster, "FOUND_AT_MOST", 2)
    for place, last in enumerate(["Bergman", "Bergamot", "van der Berg", "Bergstrom"]):
        employer.enroll(employee=replace(person(place), name=Name(person(place).name.first, last)))
    assert any(name.startswith("van der Berg") for name in found(desk, "Berg"))


def test_an_employee_number_of_another_unit_finds_nobody_for_a_user_of_one(client, employer):
    """Who moved is found by what the user's own unit reports, and by no number of the other."""
    numbered(employer, "W-9000")
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    with employer.scope():
        SearchWord.objects.filter(word__startswith="w").update(unit=warehouse)
    clerk = factories.user("Clerk")
    at = NOW.replace(year=2020)
    factories.grant(clerk, employer.purchaser, privileges=["view_roster"], units=[employer.unit.pk], at=at)
    client.force_login(clerk)
    assert found(client, "Morales") == {"Morales, Ana"}
    assert found(client, "w9000") == set()
