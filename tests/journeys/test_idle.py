"""Form entries that survive the end of an idle session."""

import pytest
from playwright.sync_api import expect

from enrollment import services
from enrollment.commands import CorrectDetails
from tests import factories
from tests.factories import applicant
from tests.journeys.browsing import today

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_session_warns_before_it_ends_and_keeps_the_form(desk, employer, settings):
    settings.WARN_SECONDS, settings.IDLE_SECONDS = 1, 4
    page = desk.open("/employees/add/")
    page.get_by_label("First name").fill("Noor")
    page.get_by_label("Social Security number", exact=True).fill("512-33-4417")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("heading", name="You've been signed out")).to_be_visible()
    settings.WARN_SECONDS, settings.IDLE_SECONDS = 780, 900
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Email address").fill(employer.administrator.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("First name")).to_have_value("Noor")
    expect(page.get_by_label("Social Security number", exact=True)).to_have_value("")


def test_a_form_put_back_after_signing_in_again_still_says_what_it_showed(desk, employer, family, settings):
    settings.WARN_SECONDS, settings.IDLE_SECONDS = 1, 4
    page = desk.open(f"/people/{family.person_id}/correct/")
    seen = page.locator("[name=seen]").input_value()
    page.get_by_label("Street address").fill("77 New Harbor St")
    expect(page.get_by_role("heading", name="You've been signed out")).to_be_visible()
    settings.WARN_SECONDS, settings.IDLE_SECONDS = 780, 900
    with employer.scope():
        command = CorrectDetails(family.person_id, applicant(phone="(415) 555-0100"))
        services.submit(command=command, submission=employer.submission(at=today()))
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Email address").fill(employer.administrator.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Street address")).to_have_value("77 New Harbor St")
    assert page.locator("[name=seen]").input_value() == seen
    page.get_by_role("button", name="Check corrections").click()
    expect(page.get_by_text("Check the current details with your corrections").first).to_be_visible()
    expect(page.get_by_label("Phone")).to_have_value("(415) 555-0100")
    expect(page.get_by_label("Street address")).to_have_value("77 New Harbor St")


def test_signing_out_in_one_tab_signs_the_other_out_and_blames_no_idleness(desk, employer):
    page = desk.open("/employees/")
    other = page.context.new_page()
    other.goto(desk.url)
    other.locator("summary").click()
    other.get_by_role("button", name="Sign out").click()
    for each in (page, other):
        expect(each.get_by_role("heading", name="Sign in")).to_be_visible()
