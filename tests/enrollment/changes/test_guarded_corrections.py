"""Every rule that guards adding guards correcting: refused, asked about, or sent to a representative."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from enrollment import services
from enrollment.models import Change
from enrollment.rules.people import Name, Number
from tests import factories
from tests.enrollment.changes.corrections import corrected, detail, reasons
from tests.factories import NOW, applicant, child, spouse

pytestmark = pytest.mark.django_db
PARENT = applicant(born=date(1970, 4, 28))


def test_a_child_who_would_be_over_age_goes_to_a_representative(employer):
    employer.enroll(child("Cora", born=date(2010, 3, 10)), employee=PARENT)
    change = corrected(employer, "Cora", birth_date=date(1990, 3, 10))
    assert (change.state, reasons(change)) == (Change.State.IN_REVIEW, ["over_age"])


def test_a_child_who_is_still_young_enough_is_corrected(employer):
    employer.enroll(child("Cora", born=date(2010, 3, 10)), employee=PARENT)
    assert corrected(employer, "Cora", birth_date=date(2001, 3, 10)).state == Change.State.COMPLETED


def test_a_birth_after_coverage_started_goes_to_a_representative(employer):
    employer.enroll(child("Cora", born=date(2026, 10, 3)), hired_on=date(2026, 9, 1), employee=PARENT)
    change = corrected(employer, "Cora", birth_date=date(2026, 11, 3))
    assert reasons(change) == ["born_later"]


@pytest.mark.parametrize(
    ("first", "facts", "field", "text"),
    [
        ("Ben", {"birth_date": date(2015, 2, 11)}, "birth_date", "too young to be a spouse or partner"),
        ("Ben", {"birth_date": date(1905, 2, 11)}, "birth_date", "over 120 years old"),
        ("Ben", {"number": Number("SSN", "345678912")}, "number", "have the same Social Security number"),
        ("Ana", {"birth_date": date(2014, 2, 11)}, "birth_date", "under 14 on the date of hire, October 5, 2026"),
        ("Cora", {"number": Number("SSN", "123456788")}, "number", "have the same Social Security number"),
        (
            "Ida",
            {"name": Name("Cora", "Morales"), "number": None, "no_number_reason": "applied"},
            "first_name",
            "already covered in this family",
        ),
        (
            "Cora",
            {"number": None, "no_number_reason": "newborn"},
            "no_number_reason",
            "only for a child under 1 year old",
        ),
    ],
)
def test_what_adding_refuses_a_correction_refuses_at_its_field(employer, first, facts, field, text):
    ida = child("Ida", number="356-78-9123")
    employer.enroll(spouse(), child("Cora"), ida, employee=applicant(born=date(1980, 4, 28)))
    with pytest.raises(services.CannotCorrect, match=text) as refusal:
        corrected(employer, first, **facts)
    assert [each.field for each in refusal.value.problems if text in each.text] == [field]


@pytest.mark.parametrize(
    ("first", "facts", "question"),
    [
        ("Ben", {"birth_date": date(2009, 2, 11)}, "young_spouse"),
        ("Cora", {"birth_date": date(1989, 2, 11)}, "older_than_parent"),
        ("Ana", {"birth_date": date(2008, 4, 28)}, "older_than_parent"),
    ],
)
def test_what_adding_asks_a_correction_asks_too(employer, first, facts, question):
    limit = factories.Employer(dependent_age_limit=40)
    ida = child("Ida", number="356-78-9123")
    limit.enroll(spouse(), child("Cora"), ida, employee=applicant(born=date(1980, 4, 28)))
    with pytest.raises(services.CannotCorrect) as refusal:
        corrected(limit, first, **facts)
    assert refusal.value.asks == [question]
    assert corrected(limit, first, **facts, confirmed=(question,)).state == Change.State.COMPLETED


def test_a_name_of_a_sibling_is_asked_about_and_then_decided_by_a_representative(employer):
    employer.enroll(child("Cora"), child("Ida", number="356-78-9123"), employee=PARENT)
    name = Name("Cora", "Morales")
    with pytest.raises(services.CannotCorrect) as refusal:
        corrected(employer, "Ida", name=name)
    assert refusal.value.asks == ["namesake"]
    assert corrected(employer, "Ida", name=name, confirmed=("namesake",)).state == Change.State.IN_REVIEW


def test_what_was_wrong_before_does_not_keep_a_phone_number_from_being_corrected(employer):
    employer.enroll(child("Cora", born=date(2010, 3, 10)), employee=PARENT)
    at = NOW + timedelta(days=365 * 20)
    assert corrected(employer, "Cora", at=at, phone="(415) 555-0100").state == Change.State.COMPLETED


# --- one identity field after another ---


def test_three_corrections_of_one_field_each_do_not_replace_a_person(employer):
    employer.enroll()
    assert corrected(employer, "Ana", birth_date=date(1986, 4, 29)).state == Change.State.COMPLETED
    second = corrected(employer, "Ana", at=NOW + timedelta(days=1), name=Name("Olga", "Petrova"))
    assert (second.state, reasons(second)) == (Change.State.IN_REVIEW, ["several_identity_fields"])


def test_the_same_field_may_be_corrected_again(employer):
    employer.enroll()
    corrected(employer, "Ana", birth_date=date(1986, 4, 29))
    assert corrected(employer, "Ana", birth_date=date(1986, 4, 27)).state == Change.State.COMPLETED


def test_what_changed_long_ago_does_not_count(employer):
    employer.enroll()
    corrected(employer, "Ana", birth_date=date(1986, 4, 29))
    later = corrected(employer, "Ana", at=NOW + timedelta(days=91), number=Number("SSN", "123456799"))
    assert later.state == Change.State.COMPLETED


# --- newborns ---

BABY = child("Baby Girl", born=date(2026, 11, 3), number=None, no_number_reason="newborn")


@pytest.fixture
def with_baby(employer):
    employer.enroll(employee=PARENT, hired_on=date(2026, 9, 1))
    with employer.scope():
        family = Change.objects.get()
        command = factories.dependents(family, BABY, event="birth", event_on=date(2026, 11, 3))
        services.submit(command=command, submission=employer.submission())
    return employer


def test_a_newborn_gets_name_and_number_at_once(with_baby):
    change = corrected(
        with_baby, "Baby Girl", name=Name("Lucia", "Morales"), number=Number("SSN", "345678912"), no_number_reason=""
    )
    assert change.state == Change.State.COMPLETED
    later = corrected(with_baby, "Lucia", birth_date=date(2026, 11, 2))
    assert later.state == Change.State.COMPLETED


def test_a_newborn_does_not_become_a_child_of_another_day(with_baby):
    change = corrected(
        with_baby,
        "Baby Girl",
        name=Name("Lucia", "Morales"),
        birth_date=date(2026, 11, 2),
        number=Number("SSN", "345678912"),
        no_number_reason="",
    )
    assert change.state == Change.State.IN_REVIEW


@pytest.mark.usefixtures("that_day")
def test_the_task_to_enter_a_number_is_done_by_typing_it(client, with_baby):
    client.force_login(with_baby.administrator)
    baby = detail(with_baby, "Baby Girl")
    assert str(baby.person_id) in client.get(reverse("home")).content.decode()
    address, answers = factories.correction(client, baby.person_id, number="345-67-8912")
    assert answers["no_number_reason"] == "newborn"
    assert client.post(address, answers).status_code == 302
    now = detail(with_baby, "Baby Girl")
    assert (now.number, now.no_number_reason) == ("345678912", "")


def test_a_reason_chosen_beside_a_number_is_asked_about(client, with_baby):
    client.force_login(with_baby.administrator)
    baby = detail(with_baby, "Baby Girl")
    address, answers = factories.correction(client, baby.person_id, number="345-67-8912", no_number_reason="applied")
    assert list(client.post(address, answers).context["form"].errors) == ["no_number_reason"]
