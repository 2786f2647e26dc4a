"""Complete stories of an employer in a browser."""

import pytest
from playwright.sync_api import expect

from enrollment.models import CallBack
from tests import factories
from tests.factories import applicant
from tests.journeys.browsing import Desk, today
from tests.journeys.steps import fill_employee, recent

pytestmark = pytest.mark.django_db(transaction=True)


def test_sign_in_and_out(page, live_server, employer):

    desk = Desk(page, live_server)
    desk.open("/")
    expect(page.get_by_role("heading", name="Manage your group's health coverage online")).to_be_visible()
    desk.look()
    page.get_by_role("link", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    desk.look()
    page.get_by_label("Email address").fill(employer.administrator.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Harbor Marine Supply").first).to_be_visible()
    page.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert desk.silent() == []


def test_every_page_is_accessible_and_silent(desk, employer, family):
    person, request = f"/people/{family.person_id}/", family.get_absolute_url()
    pages = [
        "/",
        "/employees/",
        "/employees/?q=nobody",
        "/employees/add/",
        person,
        f"{person}correct/",
        f"{person}end/",
    ]
    pages += [f"{person}add-dependents/", request, "/requests/", "/activity/", "/help/", "/help/contact/"]
    pages += ["/help/accessibility/", "/help/employees/", "/no-such-page/", "/accounts/password/change/"]
    pages += [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/email/",
        "/access/",
        "/access/new/",
        "/access/review/",
        "/sessions/",
        "/code/",
        "/user-id-request/",
        "/user-id-request/status/",
        "/accounts/reauthenticate/",
        "/signed-out/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/abc-def/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
        "/accounts/logout/",
        "/accounts/signup/",
    ]
    for path in pages:
        desk.open(path)
        desk.look()
    assert desk.silent() == []


def test_an_employee_is_added_in_three_steps(desk, employer):
    page = desk.open("/employees/")
    page.get_by_role("link", name="Add employee").click()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Error:")
    desk.look()
    page.get_by_role("link", name="Enter the date of hire.").click()
    expect(page.get_by_label("Date of hire")).to_be_focused()
    fill_employee(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Dependents", exact=True)).to_be_visible()
    desk.look()
    page.get_by_role("link", name="Add a dependent").click()
    page.get_by_label("Relationship").select_option("19")
    page.get_by_label("First name").fill("Ivo")
    page.get_by_label("Date of birth").fill(f"{recent(10):%m-%d-%Y}")
    page.get_by_label("Sex").select_option("M")
    page.get_by_label("Why the Social Security number is missing").select_option("newborn")
    desk.look()
    page.get_by_role("button", name="Save dependent").click()
    page.get_by_role("link", name="Continue to check").click()
    expect(page.get_by_text("Employee + children")).to_be_visible()
    expect(page.get_by_text("first of the month following 30 days after the date of hire")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Submit enrollment").dblclick()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()
    desk.look()
    page.get_by_role("main").get_by_role("link", name="Employees").click()
    expect(page.get_by_role("link", name="Quispe, Noor")).to_be_visible()
    assert desk.silent() == []


def test_an_employee_is_added_by_keyboard_alone(desk, employer):
    page = desk.open("/employees/add/")
    typed = {
        "first_name": "Noor",
        "last_name": "Quispe",
        "number": "512334417",
        "birth_date": "04281987",
        "street": "12 Elm St",
        "city": "Oakland",
        "zip_code": "94607",
        "hired_on": f"{recent():%m/%d/%Y}",
    }
    letters = {"sex": "F", "state": "CA", "employment_class": "F", "medical": "G"}
    while True:
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        if name in typed:
            page.keyboard.type(typed[name])
        elif name in letters:
            page.keyboard.type(letters[name])
        elif page.evaluate("document.activeElement.textContent").strip() == "Save and continue":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dependents", exact=True)).to_be_visible()


def test_a_draft_is_kept_and_resumed_on_another_device(desk, employer, browser, live_server):
    page = desk.open("/employees/add/")
    page.get_by_label("First name").fill("Noor")
    desk.follow(page.get_by_role("button", name="Save and exit"))

    other = Desk(browser.new_page(), live_server).sign_in(employer.administrator)
    page = other.open("/requests/")
    page.get_by_role("link", name="Finish adding Noor").click()
    expect(page.get_by_label("First name")).to_have_value("Noor")


def test_a_medicare_plan_is_refused_with_a_way_on(desk, employer):
    factories.offering(employer.unit, plan_=factories.plan("Senior Advantage", medicare=True))
    page = desk.open("/employees/add/")
    fill_employee(page, **{"Date of birth": "4/28/1955"})
    page.get_by_label("Medical plan", exact=True).select_option(label="Senior Advantage")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Your representative handles Medicare enrollments")).to_be_visible()
    expect(page.get_by_text("1-800-555-0142").first).to_be_visible()
    desk.look()
    page.get_by_label("Phone").fill("510 555 0100")
    page.get_by_role("button", name="Request a call").click()
    expect(page.get_by_role("heading", name="We'll call you")).to_be_visible()
    page.reload()
    with employer.scope():
        assert CallBack.objects.count() == 1
    page.get_by_role("link", name="Continue the draft").click()
    page.get_by_label("Medical plan", exact=True).select_option(label="Gold HMO")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Continue to check").click()
    expect(page.get_by_text("This employee is 65 or older.")).to_be_visible()
    page.get_by_role("button", name="Submit enrollment").click()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()


def test_coverage_is_ended_seen_to_end_and_taken_back(desk, employer, family):
    page = desk.open(f"/people/{family.person_id}/")
    page.get_by_role("link", name="End coverage").click()
    page.get_by_label("Reason").select_option("quit")
    page.get_by_label("Last day worked").fill(f"{today():%m/%d/%Y}")
    page.get_by_role("button", name="Preview last day of coverage").click()
    expect(page.get_by_text("Coverage runs through the last day of the month.")).to_be_visible()
    expect(page.get_by_text("Ben Morales")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Submit end of coverage").click()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()
    desk.open("/employees/?tab=ending")
    expect(page.get_by_text("Ends ", exact=False).first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Reverse end of coverage").click()
    page.get_by_label("Reason").fill("Still works here")
    desk.look()
    page.get_by_role("button", name="Reverse end of coverage").click()
    expect(page.get_by_text("Coverage restored").first).to_be_visible()
    desk.open("/employees/")
    expect(page.get_by_text("Active", exact=True).first).to_be_visible()


def test_details_are_corrected_and_a_number_is_shown_for_a_while(desk, employer, family):
    page = desk.open(f"/people/{family.person_id}/")
    page.get_by_role("button", name="Show number").click()
    expect(page.get_by_text("123-45-6788")).to_be_visible()
    page.get_by_role("link", name="Correct details").click()
    page.get_by_label("Phone").fill("(415) 555-0100")
    page.get_by_role("button", name="Check corrections").click()
    expect(page.get_by_role("row", name="Phone None (415) 555-0100")).to_be_visible()
    page.get_by_role("button", name="Submit corrections").click()
    expect(page.get_by_text("Corrected: phone")).to_be_visible()
    desk.open("/activity/")
    expect(page.get_by_text("Viewed a full Social Security number").last).to_be_visible()
    assert desk.silent() == []


def test_the_roster_is_searched_as_you_type(desk, employer, family):
    employer.enroll(
        employee=applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456-78-9123"),
        hired_on=recent(70),
        at=today(),
    )
    page = desk.open("/employees/")
    page.get_by_label("Name or member number").press_sequentially("Morallis")
    expect(page.get_by_text("1 employee", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Morales, Ana")).to_be_visible()
    page.get_by_label("Last 4 of Social Security number").fill("9123")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Quist, Zed")).to_be_visible()
    assert "9123" not in page.url
    assert desk.silent() == []


def test_a_request_waits_for_a_representative_and_is_settled_by_keyboard(desk, employer, browser, live_server):

    factories.Employer("First").enroll(hired_on=recent(70), at=today())
    held = employer.enroll(employee=factories.near(born=factories.date(1986, 4, 29)), hired_on=recent(70), at=today())
    page = desk.open(held.get_absolute_url())
    expect(page.get_by_role("heading", name="In review")).to_be_visible()
    desk.look()
    rep = Desk(browser.new_page(), live_server).sign_in(employer.purchaser.representative.user)
    work = rep.open("/admin/enrollment/review/")
    rep.look()
    work.get_by_role("link", name=held.confirmation).click()
    expect(work.get_by_text("one digit differs").first).to_be_visible()
    rep.look()
    work.keyboard.press("1")
    work.keyboard.press("t")
    work.keyboard.type("Birth certificate seen")
    work.keyboard.press("Escape")
    work.keyboard.press("s")
    expect(work.get_by_text("completed.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()
    assert desk.silent() + rep.silent() == []


def test_everything_works_without_script(browser, live_server, employer, family):

    context = browser.new_context(java_script_enabled=False)
    desk = Desk(context.new_page(), live_server).sign_in(employer.administrator)
    page = desk.open("/employees/")
    page.get_by_label("Name or member number").fill("Morales")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Morales, Ana").click()
    page.get_by_role("button", name="Show number").click()
    expect(page.get_by_text("123-45-6788")).to_be_visible()
