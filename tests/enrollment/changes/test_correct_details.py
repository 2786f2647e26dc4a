from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change, FollowUp, FormerName, Person, PersonDetail, RosterLine
from enrollment.rules.people import Address, Name, Number
from tests import factories
from tests.factories import applicant, child

pytestmark = pytest.mark.django_db


def correct(employer, person_id, after):
    with employer.scope():
        return services.submit(
            command=CorrectDetails(person_id=person_id, after=after), submission=employer.submission()
        )


def on_file(person_id):
    with tenancy.as_user(None), tenancy.matching():
        return Person.objects.get(pk=person_id)


def test_contact_details_are_corrected_at_once_and_history_stays(employer, ana):
    change = correct(
        employer, ana, applicant(address=Address("9 Elm St", "Reno", "NV", "89501"), phone="(415) 555-0100")
    )
    assert change.state == Change.State.COMPLETED
    with employer.scope():
        rows = PersonDetail.objects.order_by("id").values_list("street", "superseded_at")
        assert [(street, at is None) for street, at in rows] == [("12 Alder Way", False), ("9 Elm St", True)]


def test_one_identity_field_is_corrected_at_once_when_nobody_else_is_near(employer, ana):
    change = correct(employer, ana, applicant(name=Name("Ana", "Whitfield")))
    assert change.state == Change.State.COMPLETED
    assert on_file(ana).full_name == "Ana Whitfield"
    with tenancy.as_user(None), tenancy.matching():
        assert FormerName.objects.get().last_name == "Morales"
    with employer.scope():
        assert RosterLine.objects.get().name == "Whitfield, Ana"


def test_two_identity_fields_go_to_a_representative(employer, ana):
    change = correct(employer, ana, applicant(name=Name("Ana", "Whitfield"), born=date(1986, 4, 29)))
    assert change.state == Change.State.IN_REVIEW
    assert on_file(ana).full_name == "Ana Morales"


def test_an_identity_field_goes_to_a_representative_when_somebody_else_is_near(employer, ana):
    other = factories.Employer("Other")
    other.enroll(employee=applicant("Rosa", "Lind", number="456-78-9123", born=date(1960, 7, 7)))
    assert correct(employer, ana, applicant(number="456-78-9123")).state == Change.State.IN_REVIEW


def test_what_one_purchaser_corrects_another_does_not_see(employer, ana):
    other = factories.Employer("Other")
    other.enroll()
    change = correct(employer, ana, applicant(name=Name("Ana", "Whitfield")))
    assert change.state == Change.State.COMPLETED
    assert on_file(ana).full_name == "Ana Morales"
    with other.scope():
        assert PersonDetail.objects.get().full_name == "Ana Morales"
    with employer.scope():
        assert PersonDetail.objects.get(superseded_at=None).full_name == "Ana Whitfield"


def test_while_the_family_is_in_review_only_contact_details_can_change(employer, ana):
    held = correct(employer, ana, applicant(name=Name("Ana", "Whitfield"), born=date(1986, 4, 29)))
    with pytest.raises(
        services.CannotCorrect, match="Until it is decided, you can change only contact details"
    ) as refusal:
        correct(employer, ana, applicant(name=Name("Ana", "Stone")))
    assert refusal.value.see == held
    assert correct(employer, ana, applicant(phone="(415) 555-0100")).state == Change.State.COMPLETED


def test_a_newborns_number_settles_the_follow_up(employer):
    newborn = child("Ida", number="", born=date(2026, 10, 30))
    change = employer.enroll(newborn)
    with employer.scope():
        person = FollowUp.objects.get(done_at=None).person_id
    after = replace(newborn, number=Number("SSN", "345678912"), no_number_reason="")
    assert correct(employer, person, after).state == Change.State.COMPLETED
    with employer.scope():
        assert FollowUp.objects.filter(done_at=None).count() == 0
        assert change.state == Change.State.COMPLETED


def test_nothing_changed_is_said(employer, ana):
    with pytest.raises(services.CannotCorrect, match="You haven't changed anything"):
        correct(employer, ana, applicant())


def test_a_tab_that_was_loaded_before_takes_nothing_back(client, employer, ana):
    client.force_login(employer.administrator)
    address = reverse("correct_details", args=[ana])
    page = client.get(address)
    shown = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    shown |= {"birth_date": "4/28/1986", "number": "", "seen": page.context["detail"].pk}
    assert client.post(address, shown | {"street": "77 New Harbor St", "key": "first"}).status_code == 302
    late = client.post(address, shown | {"email": "ana@example.test", "key": "second"})
    form = late.context["form"]
    assert (late.status_code, form["street"].value()) == (422, "77 New Harbor St")
    assert form["email"].value() == "ana@example.test"
    assert f"{employer.administrator} changed these details on" in late.content.decode()
    again = {name: form[name].value() or "" for name in form.fields}
    again |= {"key": "second", "seen": late.context["detail"].pk}
    assert client.post(address, again).status_code == 302
    with employer.scope():
        now = PersonDetail.objects.get(superseded_at=None)
        assert (now.street, now.email) == ("77 New Harbor St", "ana@example.test")


def test_a_form_that_comes_back_for_another_reason_is_still_held_against_what_it_showed(client, employer, ana):
    client.force_login(employer.administrator)
    address = reverse("correct_details", args=[ana])
    page = client.get(address)
    shown = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    shown |= {"birth_date": "4/28/1986", "number": "", "seen": page.context["detail"].pk}
    assert client.post(address, shown | {"street": "77 New Harbor St", "key": "first"}).status_code == 302
    wrong = client.post(address, shown | {"zip_code": "1", "key": "second"})
    assert (wrong.status_code, wrong.context["seen"]) == (422, shown["seen"])
    late = client.post(address, shown | {"email": "ana@example.test", "seen": wrong.context["seen"], "key": "second"})
    assert (late.status_code, late.context["form"]["street"].value()) == (422, "77 New Harbor St")


@pytest.mark.parametrize("seen", ["", "x", "9" * 30, None])
def test_a_form_that_does_not_say_what_it_showed_is_refused_and_keeps_what_was_typed(client, employer, ana, seen):
    client.force_login(employer.administrator)
    address, answers = factories.correction(client, ana, email="ana@example.test", key="one")
    correct(employer, ana, applicant(phone="(415) 555-0100"))
    sent = {name: value for name, value in answers.items() if name != "seen"}
    late = client.post(address, sent if seen is None else sent | {"seen": seen})
    form = late.context["form"]
    assert late.status_code == 422
    assert "Part of this form is missing. Check the current details with your corrections" in str(form.errors)
    assert list(form.errors) == ["__all__"]
    assert (form["email"].value(), form["phone"].value()) == ("ana@example.test", "(415) 555-0100")
    with employer.scope():
        current = PersonDetail.objects.get(superseded_at=None)
        assert (current.email, current.phone) == ("", "(415) 555-0100")
    assert late.context["seen"] == current.pk
    again = {name: form[name].value() or "" for name in form.fields} | {"seen": current.pk, "key": "one"}
    assert client.post(address, again).status_code == 302
