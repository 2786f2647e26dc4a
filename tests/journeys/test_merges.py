"""A representative finds a duplicate, merges the records by keyboard, and undoes the merge."""

from datetime import date, timedelta

from playwright.sync_api import expect

from access import tenancy
from enrollment import services
from enrollment.models import Person
from tests import factories
from tests.factories import applicant
from tests.journeys.browsing import Desk, today


def _twice(employer):
    """Ana, and her duplicate Anna, whose coverage is over."""
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
    rep.follow(page.get_by_role("link", name=f"Compare member {anna.member_number}"))
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
    page.get_by_label("Reason for the decision").fill("One birth certificate")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Records merged.")).to_be_visible()
    rep.look()
    rep.follow(page.get_by_role("link", name="Undo merge"))
    rep.look()
    page.get_by_label("Reason for the decision").fill("Two people after all")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Merge undone.")).to_be_visible()
    for address in ("/admin/enrollment/personmerge/", "/admin/enrollment/mergeproposal/"):
        rep.open(address)
        rep.look()
    assert rep.silent() == []


def _merged_since(employer):
    """Zoe and Mia, merged by two representatives; a third employer has enrolled Zoe since."""
    now = today()
    zoe = applicant("Zoe", "Quist", born=date(1970, 1, 1), number="456-78-9123")
    mia = applicant("Mia", "Stone", born=date(1991, 5, 5), number="512-33-4417")
    changes = []
    for name, person in (("Ridge Bakery", zoe), ("Pine Lanes", mia)):
        own = factories.Employer(name)
        change = own.enroll(employee=person, hired_on=now.date() - timedelta(100), at=now - timedelta(60))
        own.end(change, event_on=now.date() - timedelta(45), at=now - timedelta(40))
        changes.append(change)
    one, two = employer.purchaser.representative.user, factories.representative("Sam Ito").user
    both = {"duplicate_id": changes[0].person_id, "survivor_id": changes[1].person_id}
    with tenancy.as_user(one), tenancy.staff():
        proposal = services.propose_merge(by=one, at=now - timedelta(9), reason="One birth certificate", **both)
    with tenancy.as_user(two), tenancy.staff():
        merge = services.confirm_merge(proposal_id=proposal.pk, by=two, at=now - timedelta(8), reason="Seen")
    assert employer.enroll(employee=zoe, hired_on=now.date() - timedelta(5), at=now).person_id == merge.survivor_id
    return merge, one, two


def _press(page, name):
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_two_representatives_take_a_merge_apart_by_keyboard(page, live_server, employer):
    merge, one, two = _merged_since(employer)
    undo = f"/admin/enrollment/personmerge/{merge.pk}/undo/"
    first = Desk(page, live_server).sign_in(one)
    first.open(undo)
    page.get_by_role("radio", name="Zoe Quist").focus()
    page.keyboard.press("Space")
    _press(page, "Request undo")
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason for the decision")
    expect(page.get_by_role("radio", name="Zoe Quist")).to_be_checked()
    page.get_by_label("Reason for the decision").fill("Two birth certificates")
    _press(page, "Request undo")
    expect(page.get_by_text("A second representative must approve it")).to_be_visible()
    first.look()
    second = Desk(page, live_server).sign_in(two)
    second.open("/admin/enrollment/undoproposal/")
    second.look()
    page.get_by_role("link", name="Decide on").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Moves to member")).to_contain_text("Zoe Quist")
    second.look()
    page.get_by_label("Reason for the decision").fill("Seen, too")
    _press(page, "Approve and undo merge")
    expect(page.get_by_text("Merge undone.")).to_be_visible()
    assert second.silent() == []
