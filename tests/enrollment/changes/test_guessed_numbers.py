"""Nobody finds out a number by typing guesses into a form."""

import pytest
from django.urls import reverse

from tests import factories
from tests.enrollment.changes.forms import dependent
from tests.factories import spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
RIGHT, WRONG = "123-45-6788", "123-45-6799"


@pytest.fixture
def ana(employer):
    return employer.enroll(spouse(), hired_on=factories.date(2026, 9, 1)).person_id


def summary(desk, ana, number, **changes):
    address, values = factories.correction_typed(desk, ana, number=number, **changes)
    return desk.post(address, values | {"shown": ""})


@pytest.mark.parametrize("changes", [{}, {"phone": "(415) 555-0100"}])
def test_the_summary_of_a_right_guess_looks_like_that_of_a_wrong_one(desk, ana, changes):
    right, wrong = (summary(desk, ana, number, **changes) for number in (RIGHT, WRONG))
    assert (right.status_code, wrong.status_code) == (200, 200)
    shown = [[(row.label, row.after[-4:]) for row in each.context["rows"]] for each in (right, wrong)]
    assert [row[0] for row in shown[0]] == [row[0] for row in shown[1]]
    assert shown[0][0] == ("Social Security number", "6788")


def test_a_right_guess_is_not_told_from_a_blank_field_by_the_mark(desk, ana):
    address, values = factories.correction_typed(desk, ana, number=RIGHT, phone="(415) 555-0100")
    marks = {desk.post(address, values | {"shown": "", "number": number}).context["shown"] for number in ("", RIGHT)}
    assert len(marks) == 2


def test_guesses_about_one_person_end_for_the_day(desk, ana, settings):
    settings.NUMBERS_ABOUT_ONE_PER_DAY = 3
    for last in (1, 2, 3, 3, 3):
        assert summary(desk, ana, f"123-45-670{last}").status_code == 200
    assert summary(desk, ana, "123-45-6704").status_code == 429


def test_guesses_about_one_family_end_for_the_day(desk, employer, ana, settings):
    settings.NUMBERS_ABOUT_ONE_PER_DAY = 3
    event = {"event": "lost_coverage", "event_on": "10/31/2026"}
    pk = desk.post(reverse("add_dependents", args=[ana]), event)["Location"].split("/")[2]
    address = reverse("draft_dependent", args=[pk, 0])
    for last in (1, 2, 3):
        assert desk.post(address, dependent("Ida", f"356-78-912{last}")).status_code == 302
    assert desk.post(address, dependent("Ida", RIGHT)).status_code == 429
    other = desk.post(reverse("add_dependents", args=[ana]), event)["Location"].split("/")[2]
    assert desk.post(reverse("draft_dependent", args=[other, 0]), dependent("Ida", RIGHT)).status_code == 429


def test_opening_the_form_is_a_view_of_the_person(desk, employer, ana):
    desk.get(reverse("correct_details", args=[ana]))
    assert "Viewed a member" in desk.get(reverse("activity")).content.decode()
