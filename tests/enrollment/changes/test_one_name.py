"""People with one name: entered as the last name, carried by every page and file, and certain to be nobody by half a name."""

import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse

from access import tenancy
from enrollment.models import Change, FollowUp, Person, PersonDetail, RosterLine
from enrollment.rules.codes import NoNumberReason
from enrollment.rules.people import Address, applicant_from, applicant_payload
from tests import factories
from tests.enrollment.changes.forms import dependent, draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


def one_name(**facts):
    return factories.applicant("", "Suharto", number="533-44-5518", **facts)


@pytest.fixture
def submitted(desk, employer, typed):
    pk = draft(desk, typed | {"first_name": "", "middle_name": "", "last_name": "Suharto", "one_name": "on"})
    desk.post(reverse("draft_check", args=[pk]), {"key": "once"})
    with employer.scope():
        return Change.objects.get(pk=pk)


def test_a_person_with_one_name_is_enrolled_and_every_page_and_file_has_the_name(desk, employer, submitted):
    assert submitted.state == Change.State.COMPLETED
    with employer.scope():
        line, detail = RosterLine.objects.get(), PersonDetail.objects.get()
        assert (line.name, line.sort_key.strip()) == ("Suharto", "suharto")
        assert (detail.first_name, detail.last_name, detail.country) == ("", "Suharto", "US")
        assert Person.objects.get().full_name == "Suharto"
    content = desk.get(reverse("request_file", args=[submitted.pk])).content
    with pypdfium2.PdfDocument(content) as document:
        assert "Suharto" in document[0].get_textpage().get_text_range()
    for address in (reverse("roster"), reverse("roster") + "?q=suharto", reverse("person", args=[detail.person_id])):
        page = desk.get(address).content.decode()
        assert "Suharto" in page
        assert "Suharto," not in page
    assert "Suharto,," not in b"".join(desk.get(reverse("roster_csv")).streaming_content).decode()
    call_command("verify_roster")


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"first_name": ""}, "first_name", "Enter the first name."),
        ({"one_name": "on"}, "one_name", "leave First name blank"),
        ({"first_name": "", "one_name": "on", "middle_name": "Kay"}, "middle_name", "Leave Middle name blank"),
        ({"first_name": "", "last_name": "", "one_name": "on"}, "last_name", "Enter the last name."),
    ],
)
@pytest.mark.parametrize("door", ["employee", "dependent", "correction"])
def test_half_a_name_is_asked_about_at_every_door(desk, employer, typed, door, answers, field, words):
    if door == "employee":
        address, good = reverse("add_employee"), typed
    elif door == "dependent":
        address = reverse("draft_dependent", args=[draft(desk, typed), 0])
        good = dependent("Leo", "345-67-8912") | {"middle_name": "", "suffix": ""}
    else:
        address, good = factories.correction(desk, employer.enroll().person_id)
    response = desk.post(address, good | answers)
    assert response.status_code == 422
    assert words in response.context["form"].errors[field][0]


def test_a_correction_keeps_one_name_and_can_add_the_other(desk, employer):
    person = employer.enroll(employee=one_name()).person_id
    page = desk.get(reverse("correct_details", args=[person])).content.decode()
    assert 'name="one_name"' in page
    assert "checked" in page
    address, good = factories.correction(desk, person)
    assert good.get("first_name", "") == ""
    assert desk.post(address, good | {"one_name": "on", "phone": "(415) 555-0142"}).status_code == 302
    address, good = factories.correction(desk, person, first_name="Raden")
    good.pop("one_name", None)
    assert desk.post(address, good).status_code == 302
    with employer.scope():
        assert PersonDetail.objects.get(superseded_at=None).full_name == "Raden Suharto"


def test_a_missing_number_of_a_person_with_one_name_is_asked_for_by_name(desk, employer):
    newborn = factories.child("", "Suharto", number="", no_number_reason=NoNumberReason.APPLIED)
    employer.enroll(newborn, employee=one_name())
    with employer.scope():
        assert FollowUp.objects.count() == 1
    assert "Social Security number for Suharto" in desk.get(reverse("home")).content.decode()


def test_one_name_alone_makes_nobody_certain(employer):
    """Neither with the same number and birth date: only a representative says that a first name is missing."""
    employer.enroll(employee=factories.applicant("Ana", "Suharto", number="533-44-5518"))
    for place, number in enumerate(("533-44-5518", "")):
        other = factories.Employer(f"Other {place}")
        reason = "" if number else "applied"
        again = factories.replace(one_name(), no_number_reason=reason)
        again = again if number else factories.replace(again, number=None)
        assert other.enroll(employee=again).state == Change.State.IN_REVIEW


def test_the_country_of_an_address_goes_the_whole_way(employer):
    abroad = factories.applicant(number="533-44-5518")
    abroad = factories.replace(abroad, address=Address("12 Rue X", "Lyon", "", "69001", country="FR"))
    assert applicant_from(applicant_payload(abroad)) == abroad
    earlier = applicant_payload(abroad)
    earlier["address"] = earlier["address"][:5]
    assert applicant_from(earlier).address.country == "US"
    employer.enroll(employee=abroad)
    with employer.scope(), tenancy.matching():
        assert PersonDetail.objects.get().country == "FR"
