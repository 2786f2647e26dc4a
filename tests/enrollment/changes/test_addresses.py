"""Answers that cannot be: a ZIP code that was never given out or is another state's, a phone without an area code."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from access import tenancy
from access.admin.forms import FillInForm
from access.forms import RequestForm
from accounts.forms import PhoneField
from enrollment import services
from enrollment.forms.changes.employee import EmployeeForm
from enrollment.models import Change, Review
from enrollment.rules.places import CODES, ZIP_PREFIXES, states_of
from portal.demonstration.places import TOWNS
from tests import factories

pytestmark = pytest.mark.django_db

WRONG = [
    ({"zip_code": "00000"}, "zip_code", "There is no ZIP code 00000"),
    ({"zip_code": "00401"}, "zip_code", "There is no ZIP code 00401"),
    ({"zip_code": "81901"}, "zip_code", "There is no ZIP code 81901"),
    ({"zip_code": "10001"}, "zip_code", "ZIP code 10001 is in New York."),
    ({"state": "NY"}, "zip_code", "is in California."),
    ({"state": "AE"}, "zip_code", "is in California."),
    ({"phone": "555-0100"}, "phone", "Phone must have an area code, like (415) 555-0100."),
    ({"phone": "5550100"}, "phone", "Phone must have an area code"),
    ({"phone": "(115) 555-0100"}, "phone", "Phone must be a number like"),
    ({"phone": "(911) 555-0100"}, "phone", "Phone must be a number like"),
    ({"phone": "415 055 0100"}, "phone", "Phone must be a number like"),
    ({"phone": "+44 12"}, "phone", "Phone must be a number like"),
]


def answered(desk, employer, answers):
    """The answer to a question with a correction of the person."""
    factories.Employer("First").enroll()
    held = employer.enroll(employee=factories.near())
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.ask_employer(review_id=review.pk, by=rep, at=factories.NOW, question="Is the address right?")
    page = desk.get(reverse("request", args=[held.pk])).context
    (person,) = page["person_forms"]
    shown = {person.add_prefix(name): person[name].value() or "" for name in person.fields}
    shown |= {person.add_prefix(name): value for name, value in answers.items()}
    shown |= {person.add_prefix("birth_date"): "4/28/1986", "text": "Corrected.", "to": page["question_mark"]}
    return desk.post(reverse("request_answer", args=[held.pk]), shown)


@pytest.mark.parametrize(("answers", "field", "words"), WRONG, ids=str)
@pytest.mark.parametrize("door", ["employee", "correction", "answer"])
def test_an_answer_that_cannot_be_is_refused_at_its_field(desk, employer, typed, door, answers, field, words):
    if door == "employee":
        form = desk.post(reverse("add_employee"), typed | answers).context["form"]
    elif door == "correction":
        address, good = factories.correction(desk, employer.enroll().person_id)
        form = desk.post(address, good | answers).context["form"]
    else:
        (form,) = answered(desk, employer, answers).context["person_forms"]
    assert words in form.errors[field][0]


def test_what_is_right_is_taken(desk, employer, typed):
    for number, (state, zip_code) in enumerate(
        [("NY", "00501"), ("PR", "00901"), ("VI", "00802"), ("FM", "96941"), ("MH", "96960"), ("PW", "96940"),
         ("GU", "96910"), ("AS", "96799"), ("AE", "09012"), ("AA", "34001"), ("AP", "96205"), ("WY", "83414"),
         ("NY", "06390-0001"), ("CA", "９４６０７")]
    ):  # fmt: skip
        answers = {"state": state, "zip_code": zip_code, "number": f"512-33-44{number + 10}"}
        answers["first_name"] = f"Noor{chr(97 + number)}"
        assert desk.post(reverse("add_employee"), typed | answers).status_code == 302, (state, zip_code)
    with employer.scope():
        assert Change.objects.count() == 14


def test_an_old_address_stays_while_something_else_is_corrected(desk, employer):
    elsewhere = factories.applicant(address=factories.Address("1 Elm", "Reno", "NV", "94607"), phone="555-0100")
    person = employer.enroll(employee=elsewhere).person_id
    for answers in ({"email": "ana@example.test"}, {"phone": "(415) 555-0100"}):
        address, good = factories.correction(desk, person)
        assert desk.post(address, good | answers).status_code == 302
    address, good = factories.correction(desk, person)
    assert desk.post(address, good | {"phone": "555-0100"}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("415.555.0100", "(415) 555-0100"),
        ("1-415-555-0100", "(415) 555-0100"),
        ("+1 415 555 0100", "(415) 555-0100"),
        ("415-555-0100 x 12", "(415) 555-0100 ext. 12"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("+691 320 2208", "+691 320 2208"),
    ],
)
def test_a_phone_is_kept_in_one_form(typed, kept):
    assert PhoneField(label="Phone").clean(typed) == kept


def test_every_form_with_a_phone_wants_an_area_code():
    for form in (RequestForm, FillInForm, EmployeeForm):
        name = "phone" if form is EmployeeForm else "requester_phone"
        with pytest.raises(ValidationError, match="area code"):
            form.base_fields[name].clean("555-0100")


def test_every_state_has_zip_codes_and_every_town_of_the_demonstration_is_in_its_state():
    assert set(ZIP_PREFIXES) == set(CODES)
    assert all(town.state in states_of(each) for town in TOWNS.values() for each in town.zip_codes)
    assert not any(states_of(f"{prefix:03}01") for prefix in range(5))
