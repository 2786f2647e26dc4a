"""What was typed is not lost: drafts save themselves, other forms ask, and a form stays with its company."""

import pytest
from playwright.sync_api import expect

from access.privileges import ADMINISTRATOR
from enrollment.models import Change
from tests import factories
from tests.journeys.browsing import today

pytestmark = pytest.mark.django_db(transaction=True)


def drafts(employer):
    with employer.scope():
        return list(Change.objects.filter(state="draft"))


def typed(page, label, text):
    """Typed as by hand: the browser asks before leaving only a page that somebody used."""
    field = page.get_by_role("textbox", name=label).first
    field.click()
    field.press_sequentially(text)


def test_an_employee_is_saved_while_typed_and_left_by_the_menu(desk, employer):
    page = desk.open("/employees/add/")
    expect(page.get_by_text("We save your draft as you go.")).to_be_visible()
    typed(page, "First name", "Noor")
    typed(page, "Last name", "Quispe")
    expect(page.get_by_text("Draft saved. You can leave this page")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        typed(page, "City", "Oakland")
    desk.follow(page.get_by_role("link", name="Requests"))
    page.get_by_role("link", name="Finish adding Noor Quispe").click()
    expect(page.get_by_label("First name")).to_have_value("Noor")
    expect(page.get_by_label("City")).to_have_value("Oakland")
    assert len(drafts(employer)) == 1
    typed(page, "Street address", "12 Elm St")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    desk.follow(page.get_by_role("link", name="Home", exact=True))
    (saved,) = drafts(employer)
    assert saved.payload["employee"]["street"] == "12 Elm St"
    assert desk.silent() == []


def test_a_correction_asks_before_it_is_lost(desk, family):
    page = desk.open(f"/people/{family.person_id}/correct/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    typed(page, "Street address", "7")
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_label("Street address")).to_be_visible()
    assert asked == ["beforeunload"]
    desk.follow(page.get_by_role("button", name="Check corrections"))
    assert asked == ["beforeunload"]


def test_a_form_of_one_company_is_not_sent_for_another(desk, employer):
    other = factories.Employer("Summit Outdoor")
    factories.grant(employer.administrator, other.purchaser, privileges=ADMINISTRATOR, at=today().replace(year=2020))
    page = desk.open("/employees/")
    page.get_by_label("Employer").select_option("Harbor Marine Supply")
    desk.follow(page.get_by_role("button", name="Switch"))
    person = employer.enroll(at=today(), hired_on=today().date().replace(day=1)).person_id
    page = desk.open(f"/people/{person}/correct/")
    typed(page, "Apartment or unit", "9")
    tab = page.context.new_page()
    tab.goto(desk.url + "/employees/")
    tab.get_by_label("Employer").select_option("Summit Outdoor")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Switch").click()
    page.get_by_role("button", name="Check corrections").click()
    words = "You opened this form for Harbor Marine Supply. You're now working for Summit Outdoor."
    expect(page.get_by_text(words)).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Switch to Harbor Marine Supply and show the form again").click()
    expect(page.get_by_label("Apartment or unit")).to_have_value("9")
    desk.look()
    page.get_by_role("button", name="Check corrections").click()
    page.get_by_role("button", name="Submit corrections").click()
    expect(page.get_by_text("Completed").first).to_be_visible()
    tab.goto(desk.url + "/employees/")
    tab.get_by_label("Employer").select_option("Summit Outdoor")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Switch").click()
    page.reload()
    expect(page.get_by_role("heading", name="This page belongs to Harbor Marine Supply")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Switch to Harbor Marine Supply").click()
    expect(page.get_by_text("Completed").first).to_be_visible()
