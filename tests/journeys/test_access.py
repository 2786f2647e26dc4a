"""A clerk who sees only the given access; organizations; and what the desk does about access."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from playwright.sync_api import expect

from access import services, tenancy
from access.models import Delegation
from tests import factories
from tests.factories import applicant
from tests.journeys.browsing import Desk, today
from tests.journeys.onboarding import (
    mailed_code,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_payroll_clerk_gets_bills_of_one_unit_and_sees_exactly_that(desk, employer, browser, live_server):
    """By keyboard alone, with Tab, Space and Enter."""
    factories.unit(employer.purchaser, code="002", name="Dockside")
    employer.enroll(employee=applicant(), hired_on=(today()).date(), at=today())
    page = desk.open("/access/")
    page.get_by_role("link", name="Create access code").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Priya Raman")
    page.keyboard.press("Tab")
    page.keyboard.type("priya@example.test")
    for label in ("See bills and payments", "Pay bills", "Dockside"):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.press("Space")
    expect(page.locator("#outlook").get_by_text("Pay bills")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Send access code").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("An access code is on its way to priya@example.test.")).to_be_visible()
    code = mailed_code()
    clerk = Desk(browser.new_context().new_page(), live_server).sign_in(
        factories.user("Priya Raman", email="priya@example.test")
    )
    theirs = clerk.open("/code/")
    theirs.get_by_label("Access code").fill(code)
    theirs.get_by_role("button", name="Continue").click()
    theirs.get_by_role("button", name="Link to my user ID").click()
    expect(theirs.get_by_text("You now have access to Harbor Marine Supply.")).to_be_visible()
    clerk.look()
    for hidden in ("Employees", "Requests", "Account access"):
        assert theirs.get_by_role("link", name=hidden, exact=True).count() == 0
    for path in ("/employees/", "/access/", "/requests/"):
        assert clerk.page.goto(live_server.url + path).status == 403
        assert "Morales" not in theirs.content()


def test_the_pages_of_an_organization_are_accessible_and_silent(desk, employer):
    """With a form error, with staff, an unused code and activity, and after removal."""
    page = desk.open("/access/")
    desk.follow(page.get_by_role("link", name="Add a broker or TPA"))
    desk.look()
    page.get_by_role("button", name="Add organization").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    desk.look()
    page.get_by_label("Organization name").fill("Summit Brokers")
    page.get_by_label("Type").select_option("broker")
    page.get_by_role("button", name="Add organization").click()
    expect(page.get_by_role("heading", name="Summit Brokers")).to_be_visible()
    desk.look()
    with tenancy.scope(employer.purchaser):
        summit = Delegation.objects.get()
    for name in ("Priya Raman", "Sam Ito"):
        email = f"{name[:3].lower()}@example.test"
        code = factories.code(employer, email=email, name=name, under=summit, at=today())
        if name == "Sam Ito":
            continue
        user = factories.user(name, email=email)
        plain = factories.mailed(employer, code, at=today())
        services.redeem(
            index=services.enter_code(user=user, typed=plain, address="x", at=today()), user=user, at=today()
        )
    page = desk.open(f"/access/organizations/{summit.pk}/")
    expect(page.get_by_text("Code not used yet")).to_be_visible()
    expect(page.get_by_role("cell", name="Priya Raman").first).to_be_visible()
    page.get_by_text("Remove this broker or TPA").click()
    desk.look()
    desk.follow(page.get_by_role("button", name="Remove Summit Brokers"))
    desk.open(f"/access/organizations/{summit.pk}/")
    expect(page.get_by_text("No one at this organization has access.")).to_be_visible()
    desk.look()
    assert desk.silent() == []


def test_the_desk_stops_access_and_helps_with_signing_in(page, live_server, employer, browser):
    sam = factories.user("Sam Ito", email="sam@example.test")
    grant = factories.grant(sam, employer.purchaser, privileges=["view_roster"], at=employer.grant.starts_at)
    theirs = Desk(browser.new_context().new_page(), live_server)
    theirs.open("/accounts/login/").get_by_label("Email address").fill(sam.email)
    theirs.page.get_by_label("Password").fill(factories.PASSWORD)
    theirs.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(theirs.page.get_by_role("heading", name=re.compile("Sam"))).to_be_visible()
    TOTP.activate(sam, generate_totp_secret())
    rep = Desk(page, live_server).sign_in(employer.purchaser.representative.user)
    for path in ("/admin/access/grant/", "/admin/access/grant/?over=yes", f"/admin/access/grant/{grant.pk}/stop/"):
        rep.open(path)
        rep.look()
    rep.follow(page.get_by_role("link", name="Sign-in help"))
    rep.look()
    page.get_by_role("button", name="Remove second steps").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter whom you called back")
    rep.look()
    page.get_by_label("Who you called").fill("Olga Berg, 510-555-0199")
    page.get_by_role("button", name="Remove second steps").click()
    expect(page.get_by_text("None. This user signs in with a password only.")).to_be_visible()
    rep.look()
    theirs.open("/employees/")
    expect(theirs.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert rep.silent() == []
