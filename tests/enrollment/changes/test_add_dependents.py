"""Adding dependents to covered families: the event is checked when entered and can be changed."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change
from enrollment.rules.codes import EndReason
from tests import factories
from tests.factories import NOW, applicant, child, spouse
from tests.pages import markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


@pytest.fixture
def family(employer):
    return employer.enroll(hired_on=date(2026, 9, 1))


def event(event="marriage", on="11/2/2026"):
    return {"event": event, "event_on": on}


def started(desk, family):
    return desk.post(reverse("add_dependents", args=[family.person_id]), event())["Location"].split("/")[2]


REFUSED = [
    ("birth", "12/24/2026", "The date of the event can't be in the future."),
    ("birth", "8/2/2026", "The employee has no coverage on August 2, 2026. Check the date of the event."),
    (
        "marriage",
        "10/23/2026",
        "The deadline to add dependents for this event was November 22, 2026. Call your representative.",
    ),
]


@pytest.mark.parametrize(("kind", "on", "message"), REFUSED)
def test_an_event_that_gives_no_coverage_is_refused_where_it_is_entered(desk, employer, family, kind, on, message):
    response = desk.post(reverse("add_dependents", args=[family.person_id]), event(kind, on))
    assert (response.status_code, response.context["form"].errors["event_on"]) == (422, [message])
    page = response.content.decode()
    assert '<a href="#id_event_on">' in page
    assert f'value="{on}"' in page
    with employer.scope():
        assert not Change.objects.filter(state="draft").exists()


def test_the_last_day_to_ask_is_accepted(desk, family):
    address = reverse("add_dependents", args=[family.person_id])
    assert desk.post(address, event("marriage", "10/24/2026")).status_code == 302


@pytest.mark.parametrize(("kind", "on", "message"), REFUSED)
def test_the_event_of_a_draft_is_judged_by_the_same_rule(desk, employer, family, kind, on, message):
    pk = started(desk, family)
    response = desk.post(reverse("draft_event", args=[pk]), event(kind, on))
    assert (response.status_code, response.context["form"].errors["event_on"]) == (422, [message])
    with employer.scope():
        assert Change.objects.get(pk=pk).payload["event"] == event()


def test_the_event_is_changed_from_the_last_step_and_back(desk, employer, family):
    pk = started(desk, family)
    check = reverse("draft_check", args=[pk])
    change = f"{reverse('draft_event', args=[pk])}?back=check"
    link = f'<a href="{change}">Change<span class="visually-hidden"> the event</span></a>'
    assert link in desk.get(check).content.decode()
    shown = desk.get(change).content.decode()
    assert 'value="11/2/2026"' in shown
    assert '<option value="marriage" selected>' in shown
    assert desk.post(change, event("adoption", "11/10/2026"))["Location"] == check
    page = desk.get(check).content.decode()
    assert "Adoption or placement for adoption" in page
    assert "November 10, 2026" in page
    with employer.scope():
        assert Change.objects.filter(type="add_dependents").count() == 1


def test_an_event_that_became_too_old_leads_back_to_its_date(desk, employer, family, that_day):
    pk = started(desk, family)
    that_day.move_to(NOW.replace(month=12, day=3))
    desk.force_login(employer.administrator)
    page = desk.get(reverse("draft_check", args=[pk])).content.decode()
    assert (
        f'<a href="{reverse("draft_event", args=[pk])}?back=check#id_event_on">The deadline to add dependents for this event was'
        in page
    )


def test_a_submitted_draft_shows_its_request(desk, employer, family):
    pk = started(desk, family)
    answers = {"relationship": "01", "first_name": "Ben", "last_name": "Morales", "birth_date": "2/11/1985"}
    desk.post(reverse("draft_dependent", args=[pk, 0]), answers | {"sex": "M", "number": "234-56-7891"})
    receipt = desk.post(reverse("draft_check", args=[pk]))["Location"]
    assert desk.get(reverse("draft_event", args=[pk]))["Location"] == receipt == reverse("request", args=[pk])


def cora(number, **facts):
    """A daughter as form values."""
    answers = {"relationship": "19", "first_name": "Cora", "last_name": "Morales", "birth_date": "3/10/2019"}
    return answers | {"sex": "F", "number": number} | facts


def of_family(name):
    return f"Cora Morales and {name} have the same Social Security number. Check both."


@pytest.mark.parametrize(("number", "other"), [("123-45-6788", "Ana Morales"), ("234-56-7891", "Ben Morales")])
def test_a_number_of_somebody_covered_in_the_family_is_refused_at_the_number(desk, employer, number, other):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    pk = started(desk, family)
    response = desk.post(reverse("draft_dependent", args=[pk, 0]), cora(number))
    assert (response.status_code, response.context["form"].errors["number"]) == (422, [of_family(other)])
    with employer.scope(), pytest.raises(services.CannotEnroll, match="have the same Social Security number"):
        services.submit(command=factories.dependents(family, child(number=number)), submission=employer.submission())


def test_somebody_who_is_covered_in_the_family_is_said_to_be_covered(desk, employer):
    pk = started(desk, employer.enroll(child(number="345-67-8912"), hired_on=date(2026, 9, 1)))
    response = desk.post(reverse("draft_dependent", args=[pk, 0]), cora("345-67-8912"))
    assert response.context["form"].errors["number"] == ["Cora Morales is already covered in this family."]


def test_who_cannot_join_the_family_that_is_covered_is_refused_at_the_field(desk, employer):
    grown = applicant(born=date(1970, 4, 28))
    family = employer.enroll(spouse(), child(), employee=grown, hired_on=date(2026, 9, 1))
    address = reverse("draft_dependent", args=[started(desk, family), 0])
    for answers, errors in (
        (
            cora("512-33-4417", relationship="53", first_name="Max", birth_date="5/5/1980"),
            {"relationship": ["Max Morales can't be added. A family can have only one spouse or partner."]},
        ),
        (
            cora("512-33-4417", first_name="Old", birth_date="1/1/2000"),
            {
                "birth_date": [
                    "Old Morales is over the age limit of 26. The last day of coverage for this child would be January 31, 2026."
                ]
            },
        ),
        (cora("512-33-4417"), {"confirmed": ["Cora Morales has the same name and date of birth as Cora Morales."]}),
        (cora("", no_number_reason="applied"), {"first_name": ["Cora Morales is already covered in this family."]}),
    ):
        response = desk.post(address, answers)
        assert (response.status_code, response.context["form"].errors) == (422, errors)


def test_the_last_page_and_the_receipt_name_the_employee_and_the_ends_of_numbers(desk, family):
    pk = started(desk, family)
    desk.post(reverse("draft_dependent", args=[pk, 0]), cora("345-67-8912"))
    desk.post(reverse("draft_dependent", args=[pk, 1]), cora("", first_name="Ida", no_number_reason="applied"))
    check = markup(desk.get(reverse("draft_check", args=[pk])))
    assert "<dt>Employee</dt><dd>Ana Morales</dd>" in check
    assert "born March 10, 2019, Social Security number ending 8912</dd>" in check
    assert check.count("Social Security number ending") == 1
    assert "345-67-8912" not in check
    receipt = markup(desk.get(desk.post(reverse("draft_check", args=[pk]))["Location"]))
    assert "<dt>Employee</dt><dd>Ana Morales</dd>" in receipt
    assert "<dt>Event</dt><dd>Marriage or domestic partnership</dd>" in receipt


def test_a_number_that_came_into_the_family_meanwhile_is_refused_at_the_last_step(desk, employer, family):
    pk = started(desk, family)
    assert desk.post(reverse("draft_dependent", args=[pk, 0]), cora("345-67-8912")).status_code == 302
    with employer.scope():
        command = CorrectDetails(family.person_id, applicant(number="345-67-8912"))
        services.submit(command=command, submission=employer.submission())
    response = desk.post(reverse("draft_check", args=[pk]))
    assert (response.status_code, [each["text"] for each in response.context["problems"]]) == (
        422,
        [of_family("Ana Morales")],
    )


def test_a_number_of_somebody_who_is_not_covered_any_more_goes_to_a_representative(desk, employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    with employer.scope():
        ben = family.enrollment.coverages.get(relationship="01").person_id
    employer.end(family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 10, 20), attested=True)
    pk = started(desk, family)
    assert desk.post(reverse("draft_dependent", args=[pk, 0]), cora("234-56-7891")).status_code == 302
    assert desk.post(reverse("draft_check", args=[pk]))["Location"] == reverse("request", args=[pk])
    with employer.scope():
        assert Change.objects.get(pk=pk).state == "in_review"


def test_a_number_of_somebody_elsewhere_is_answered_like_any_other(desk, employer, family):
    other = factories.Employer("Other")
    other.enroll(employee=applicant("Rosa", "Lind", number="456-78-9123", born=date(1960, 7, 7)))
    pk = started(desk, family)
    assert desk.post(reverse("draft_dependent", args=[pk, 0]), cora("456-78-9123")).status_code == 302
    page = desk.get(reverse("draft_check", args=[pk]))
    assert page.context["problems"] == []
    assert "Lind" not in page.content.decode()


NOT_NEWBORN = (
    "“Newborn” is only for a child under 1 year old. Enter the Social Security number, or choose another reason."
)


@pytest.mark.parametrize(("born", "status"), [("11/24/2025", 302), ("11/23/2025", 422), ("3/10/2019", 422)])
def test_a_newborns_reason_is_taken_up_to_the_first_birthday(desk, family, born, status):
    pk = started(desk, family)
    answers = cora("", birth_date=born, no_number_reason="newborn")
    response = desk.post(reverse("draft_dependent", args=[pk, 0]), answers)
    assert response.status_code == status
    if status == 422:
        assert response.context["form"].errors == {"no_number_reason": [NOT_NEWBORN]}
        assert (
            desk.post(reverse("draft_dependent", args=[pk, 0]), answers | {"no_number_reason": "applied"}).status_code
            == 302
        )


def test_no_door_takes_a_newborns_reason_for_an_older_child(employer, family):
    old = child(number="", no_number_reason="newborn")
    with employer.scope():
        for command in (
            factories.dependents(family, old),
            employer.add_employee(old, employee=applicant("Kay", "Lund", number="533-44-5518")),
        ):
            with pytest.raises(services.CannotEnroll, match=f"Cora Morales: {NOT_NEWBORN}"):
                services.submit(command=command, submission=employer.submission())


def test_an_old_reason_stays_while_only_a_phone_number_is_corrected(desk, employer, that_day):
    born = child("Ida", number="", born=date(2026, 10, 30), no_number_reason="newborn")
    change = employer.enroll(born, hired_on=date(2026, 9, 1))
    with employer.scope():
        ida = change.enrollment.coverages.get(relationship="19").person_id
    that_day.move_to(NOW.replace(year=2028))
    desk.force_login(employer.administrator)
    assert desk.post(*factories.correction(desk, ida, phone="(415) 555-0100")).status_code == 302
    refused = desk.post(*factories.correction(desk, ida, birth_date="10/29/2026"))
    assert refused.context["form"].errors == {"no_number_reason": [NOT_NEWBORN]}


BIRTHS = [
    ("birth", date(2026, 11, 8), date(2026, 11, 20), "date of birth is after the date of the event. Check both dates."),
    (
        "adoption",
        date(2026, 11, 8),
        date(2026, 11, 9),
        "date of birth is after the date of the event. Check both dates.",
    ),
    ("birth", date(2026, 11, 10), date(2026, 11, 8), "None of these dependents was born on November 10, 2026."),
]


@pytest.mark.parametrize(("kind", "event_on", "born", "message"), BIRTHS)
def test_nobody_is_covered_before_birth_and_a_birth_brings_who_was_born(
    employer, family, kind, event_on, born, message
):
    command = replace(factories.dependents(family, child(born=born)), event=kind, event_on=event_on)
    with employer.scope(), pytest.raises(services.CannotEnroll, match=re.escape(message)):
        services.submit(command=command, submission=employer.submission(at=NOW))


def test_a_birth_may_bring_the_other_parent_too(employer, family):
    born = date(2026, 11, 10)
    command = replace(factories.dependents(family, child(born=born), spouse()), event="birth", event_on=born)
    with employer.scope():
        change = services.submit(command=command, submission=employer.submission(at=NOW))
    assert change.state == Change.State.COMPLETED
