"""A representative finds a person who is on file twice, merges the records by keyboard, and takes the merge back."""

from datetime import date, timedelta

from playwright.sync_api import expect

from access import tenancy
from enrollment.models import Person
from tests.factories import applicant
from tests.journeys.conftest import Desk, today


def _twice(employer):
    """Ana and, as somebody typed her, Anna, whose coverage is over."""
    now = today()
    anna = applicant("Anna", "Morelos", born=date(1986, 8, 24), number="412-65-4321")
    change = employer.enroll(employee=anna, hired_on=now.date() - timedelta(100), at=now - timedelta(60))
    employer.end(change, event_on=now.date() - timedelta(45), at=now - timedelta(40))
    ana = employer.enroll(hired_on=now.date() - timedelta(20), at=now)
    with tenancy.as_user(None), tenancy.matching():
        people = Person.objects.in_bulk([change.person_id, ana.person_id])
    return people[change.person_id], people[ana.person_id]


def test_records_are_merged_and_taken_apart_by_keyboard(page, live_server, employer):
    anna, ana = _twice(employer)
    rep = Desk(page, live_server).sign_in(employer.purchaser.representative.user)
    rep.open("/admin/enrollment/person/")
    page.locator("#searchbar").fill("morelos")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rep.look()
    page.get_by_role("link", name=f"Compare member {anna.member_number}").click()
    rep.look()
    page.get_by_label("Member number, or first and last name").fill("ana mor")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Compare with {ana.member_number}").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rep.look()
    page.get_by_label(f"Member {ana.member_number}, Ana Morales").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason for the decision")
    rep.look()
    page.get_by_label("Reason of the decision").fill("One birth certificate")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("The records are merged.")).to_be_visible()
    rep.look()
    page.get_by_role("link", name="Take the merge back").click()
    rep.look()
    page.get_by_label("Reason of the decision").fill("Two people after all")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("The merge is taken back.")).to_be_visible()
    for address in ("/admin/enrollment/personmerge/", "/admin/enrollment/mergeproposal/"):
        rep.open(address)
        rep.look()
    assert rep.silent() == []
