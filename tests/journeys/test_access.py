"""From the tour to a new administrator's home page; and a clerk who sees only the given access."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from access import services, tenancy
from access.models import Delegation
from access.privileges import ADMINISTRATOR
from access.tasks import mail_code
from accounts.models import Contact, Job
from tests import factories
from tests.factories import applicant
from tests.journeys.browsing import Desk, today

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "violet river seven lanterns"
CODE = r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}"


def mailed_code():
    with tenancy.as_user(None), tenancy.service():
        job = Job.objects.get(kind="access.mail_code")
    mail_code(str(job.pk))
    return re.search(CODE, mail.outbox[-1].body).group()


def totp_now(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def take_the_tour(desk, purchaser):
    page = desk.open("/")
    page.get_by_label("Purchaser ID").fill(purchaser.number)
    page.get_by_role("button", name="Take the tour").click()
    for number in range(1, 7):
        expect(page.get_by_text(f"Tour, step {number} of 6")).to_be_visible()
        if number in (1, 6):
            desk.look()
        page.get_by_role("link", name="Next" if number < 6 else "Request a user ID").click()


def fill_the_form_in(desk, tmp_path):
    """The reference and the form as a file."""
    page = desk.page
    page.get_by_label("Officer who signs").fill("Olga Berg")
    page.get_by_label("Requester's name").fill("Sam Ito")
    page.get_by_label("Requester's email address").fill("sam@example.test")
    for privilege in sorted(ADMINISTRATOR):
        page.check(f"#may_{privilege}")
    page.get_by_label("I am the requester").check()
    desk.look()
    desk.follow(page.get_by_role("button", name="Create form"))
    desk.look()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download form").click()
    form = tmp_path / "form.pdf"
    download.value.save_as(form)
    return page.locator("strong.numeric").inner_text(), form


def take_it_in(browser, live_server, representative, reference, form):
    rep = Desk(browser.new_context().new_page(), live_server).sign_in(representative.user)
    page = rep.open("/admin/access/accessdocument/register/")
    page.set_input_files("[name=file]", form)
    page.fill("[name=reference]", reference)
    rep.look()
    page.get_by_role("button", name="Log document").click()
    page.fill("[name=call_back]", "Olga Berg, 510-555-0199, confirms")
    rep.look()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved; needs a second approval")).to_be_visible()
    case = page.url
    assert rep.silent() == []
    return case


def register(desk):
    page = desk.open("/accounts/signup/")
    desk.look()
    page.get_by_label("Your name").fill("Sam Ito")
    page.get_by_label("Email address").fill("sam@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Check your email")).to_be_visible()
    desk.look()
    factories.register_who_asked()
    desk.open(re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1))
    desk.look()
    desk.follow(page.get_by_role("button", name="Confirm email address"))


def sign_in_with_a_second_factor(desk):
    page = desk.open("/accounts/login/?next=/code/")
    page.get_by_label("Email address").fill("sam@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("You need a second step besides your password.")).to_be_visible()
    desk.look()
    desk.follow(page.get_by_role("link", name="Set up app"))
    if page.get_by_role("button", name="Confirm").count():
        page.get_by_label("Password").fill(PASSWORD)
        desk.follow(page.get_by_role("button", name="Confirm"))
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Authenticator code").fill(totp_now(secret))
    desk.follow(page.get_by_role("button", name="Turn on"))


def test_from_the_tour_to_the_home_page(page, live_server, browser, transactional_db, settings, tmp_path):
    settings.MFA_REQUIRED = False
    call_command("sandbox", verbosity=0)
    purchaser, second = factories.purchaser("Harbor Marine Supply"), factories.representative("Second Rep")
    with tenancy.as_user(None), tenancy.staff():
        Contact.objects.create(purchaser=purchaser, role="officer", name="Olga Berg")
    desk = Desk(page, live_server)
    take_the_tour(desk, purchaser)
    reference, form = fill_the_form_in(desk, tmp_path)
    case = take_it_in(browser, live_server, purchaser.representative, reference, form)
    other = Desk(browser.new_context().new_page(), live_server).sign_in(second.user)
    other.page.goto(case)
    other.page.get_by_role("button", name="Approve").click()
    expect(other.page.get_by_text("Approved; code sent")).to_be_visible()
    code = mailed_code()
    register(desk)
    settings.MFA_REQUIRED = True
    sign_in_with_a_second_factor(desk)
    desk.open("/code/")
    desk.look()
    page.get_by_label("Access code").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Harbor Marine Supply")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Link to my user ID").click()
    expect(page.get_by_role("heading", name=re.compile("Good (morning|afternoon|evening), Sam"))).to_be_visible()
    expect(page.get_by_role("link", name="Account access")).to_be_visible()
    assert desk.silent() == []


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
