"""Invalid families and people already covered are refused where the user can correct them."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.models import Change, Coverage
from tests import factories
from tests.enrollment.changes.forms import dependent, draft
from tests.factories import near

pytestmark = pytest.mark.django_db


SAME_NUMBER = "Sana Morales and %s have the same Social Security number. Check both."


def test_a_number_of_somebody_else_in_the_form_is_refused_at_the_number(desk, employer, typed):
    pk = draft(desk, typed, dependent("Ida", "234-56-7891"))
    for place, number, other in ((1, "512-33-4417", "Noor Morales"), (1, "234-56-7891", "Ida Morales")):
        response = desk.post(reverse("draft_dependent", args=[pk, place]), dependent("Sana", number, relationship="01"))
        assert (response.status_code, response.context["form"].errors["number"]) == (422, [SAME_NUMBER % other])
    again = desk.post(reverse("draft_dependent", args=[pk, 0]), dependent("Ida", "234-56-7891"))
    assert again.status_code == 302


def test_a_number_that_became_the_same_later_is_named_before_it_is_submitted(desk, employer, typed):
    pk = draft(desk, typed, dependent("Sana", "234-56-7891", relationship="01", born="5/5/1986"))
    desk.post(reverse("draft_employee", args=[pk]), typed | {"number": "234-56-7891"})
    page = desk.post(reverse("draft_check", args=[pk])).content.decode()
    assert SAME_NUMBER % "Noor Morales" in page
    assert "entered twice" not in page


def test_who_is_covered_already_is_refused_with_a_link_to_the_first_request(desk, employer, typed):
    first = desk.post(reverse("draft_check", args=[draft(desk, typed)]))["Location"]
    pk = draft(desk, typed)
    response = desk.post(reverse("draft_check", args=[pk]))
    page = response.content.decode()
    assert (response.status_code, "Noor Morales is already covered." in page) == (422, True)
    assert f'<a href="{first}">View request</a>' in page


def test_who_is_with_a_representative_already_is_refused_with_a_link_to_that_request(desk, employer, typed):
    factories.Employer("Second").enroll(employee=near("Noor", born=date(1987, 4, 28)))
    missing = typed | {"number": "", "no_number_reason": "applied"}
    first = desk.post(reverse("draft_check", args=[draft(desk, missing)]))["Location"]
    response = desk.post(reverse("draft_check", args=[draft(desk, missing)]))
    page = response.content.decode()
    link = f'<li>A request for this employee is already in review. <a href="{first}">View request</a></li>'
    assert (response.status_code, link in page) == (422, True)


@pytest.mark.parametrize(
    ("dependents", "field", "message"),
    [
        (
            [dependent("Ben", "234-56-7891", relationship="01"), dependent("Carl", "345-67-8912", relationship="53")],
            "relationship",
            "Carl Morales can't be added. A family can have only one spouse or partner.",
        ),
        (
            [dependent("Ida", "234-56-7891"), dependent("Ida", "") | {"no_number_reason": "applied"}],
            "first_name",
            "Ida Morales is entered twice. Remove one.",
        ),
        (
            [dependent("Noor", "", relationship="01", born="4/28/1987") | {"no_number_reason": "none", "sex": "F"}],
            "first_name",
            "Noor Morales is entered twice. Remove one.",
        ),
        (
            [dependent("Old", "234-56-7891", born="1/1/2000")],
            "birth_date",
            "Old Morales is over the age limit of 26. The last day of coverage for this child would be January 31, 2026.",
        ),
    ],
)
def test_a_family_that_cannot_be_is_refused_at_the_field_where_it_is_typed(
    desk, employer, typed, dependents, field, message
):
    *before, last = dependents
    pk = draft(desk, typed | {"birth_date": "4/28/1970" if field == "birth_date" else "4/28/1987"}, *before)
    response = desk.post(reverse("draft_dependent", args=[pk, len(before)]), last)
    assert (response.status_code, response.context["form"].errors) == (422, {field: [message]})
    assert f'<a href="#id_{field}">' in response.content.decode()
    with employer.scope():
        assert len(Change.objects.get(pk=pk).payload["dependents"]) == len(before)


def test_the_first_of_two_is_looked_at_beside_the_second_when_it_is_changed(desk, employer, typed):
    pk = draft(desk, typed, dependent("Ida", "234-56-7891"), dependent("Sana", "345-67-8912", relationship="01"))
    response = desk.post(reverse("draft_dependent", args=[pk, 0]), dependent("Ida", "234-56-7891", relationship="53"))
    assert response.context["form"].errors == {
        "relationship": ["Ida Morales can't be added. A family can have only one spouse or partner."]
    }


@pytest.mark.parametrize(
    ("hired_on", "message"),
    [
        ("1/1/2018", "Coverage would start outside your contract for this plan."),
        ("6/1/1999", "The date of hire must be after the employee&#x27;s 14th birthday."),
        ("1/1/2199", "The date of hire is more than a year from now. Check the year."),
        ("3/2/2026", "You can add a new employee only up to 60 days after that."),
    ],
)
def test_a_date_of_hire_outside_of_what_can_be_is_refused_where_it_can_be_mended(
    desk, employer, typed, hired_on, message
):
    pk = draft(desk, typed | {"hired_on": hired_on})
    response = desk.post(reverse("draft_check", args=[pk]))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert f"{reverse('draft_employee', args=[pk])}?back=check#id_hired_on" in page
    assert page.count("Error:") == 1
    with employer.scope():
        assert Coverage.objects.count() == 0


def test_a_family_that_cannot_be_any_more_is_refused_before_it_is_submitted(desk, employer, typed):
    """The child comes of age on December 31: a later hire date starts coverage on January 1."""
    typed |= {"birth_date": "4/28/1960", "hired_on": "10/5/2026"}
    pk = draft(desk, typed, dependent("Old", "234-56-7891", born="12/10/2000"))
    desk.post(reverse("draft_employee", args=[pk]), typed | {"hired_on": "11/16/2026"})
    for ask in (desk.get, desk.post):
        response = ask(reverse("draft_check", args=[pk]))
        page = response.content.decode()
        assert response.status_code == 422
        assert "Coverage starts on the first of the month following 30 days after the date of hire." in page
        assert f'href="{reverse("draft_dependent", args=[pk, 0])}">Old Morales is over the age limit' in page
    with employer.scope():
        assert Coverage.objects.count() == 0


def test_a_child_hardly_younger_than_the_employee_is_asked_about(desk, employer, typed):
    pk = draft(desk, typed | {"birth_date": "4/28/2001"})
    address = reverse("draft_dependent", args=[pk, 0])
    older = dependent("Ida", "234-56-7891", born="3/10/2012")
    response = desk.post(address, older)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["confirmed"])
    assert desk.post(address, older | {"confirmed": "older_than_parent"}).status_code == 302
    assert desk.post(reverse("draft_check", args=[pk]))["Location"] == reverse("request", args=[pk])


def twin(middle, number, **facts):
    return dependent("Maria", number) | {"middle_name": middle, "sex": "F"} | facts


@pytest.mark.parametrize(
    "second",
    [
        twin("Fernanda", "345-67-8912"),
        twin("Elena", "345-67-8912"),
        twin("Fernanda", "", no_number_reason="applied"),
        twin("", "345-67-8912", sex="M"),
        twin("", "", no_number_reason="applied", suffix="II"),
    ],
    ids=["middle name and number", "number", "middle name", "sex", "suffix"],
)
def test_twins_of_one_first_name_are_asked_about_and_covered(desk, employer, typed, second):
    pk = draft(desk, typed, twin("Elena", "234-56-7891", suffix="Jr" if second.get("suffix") else ""))
    address = reverse("draft_dependent", args=[pk, 1])
    asked = desk.post(address, second)
    assert asked.context["form"].errors["confirmed"][0].endswith(
        "same name and date of birth as Maria Elena Morales."
    ) or ("same name and date of birth" in asked.context["form"].errors["confirmed"][0])
    assert desk.post(address, second | {"confirmed": "namesake"}).status_code == 302
    assert desk.post(reverse("draft_check", args=[pk])).status_code == 302
    with employer.scope():
        assert Change.objects.get(pk=pk).state in (Change.State.COMPLETED, Change.State.IN_REVIEW)


def test_two_whom_nothing_tells_apart_are_one_entered_twice(desk, employer, typed):
    pk = draft(desk, typed, twin("Elena", "234-56-7891"))
    again = desk.post(reverse("draft_dependent", args=[pk, 1]), twin("E.", "", no_number_reason="applied"))
    assert list(again.context["form"].errors) == ["first_name"]


@pytest.mark.parametrize(("born", "status"), [("2/11/2016", "birth_date"), ("2/11/2010", "confirmed")])
def test_a_spouse_who_is_a_child_is_refused_or_asked_about(desk, employer, typed, born, status):
    pk = draft(desk, typed)
    young = dependent("Ben", "234-56-7891", relationship="01", born=born)
    assert list(desk.post(reverse("draft_dependent", args=[pk, 0]), young).context["form"].errors) == [status]
