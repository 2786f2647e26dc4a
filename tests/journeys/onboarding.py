"""The way from a purchaser ID to a signed-in user, step by step: tour, form, approval, code, registration."""

import re

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from playwright.sync_api import expect

from access import tenancy
from access.privileges import ADMINISTRATOR
from access.tasks import mail_code
from accounts.models import Job
from tests import factories
from tests.journeys.browsing import Desk

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
