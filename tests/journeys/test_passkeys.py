"""Passkeys on a virtual authenticator: added, used to sign in and to confirm, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import expect

from tests import factories
from tests.journeys.browsing import Desk

pytestmark = pytest.mark.django_db(transaction=True)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plugged_in(page):
    """A virtual authenticator of the browser."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def finger(*, right):
        devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": right})

    return finger


def test_a_passkey_is_a_second_factor_and_signs_in_without_a_password(page, live_server, employer, settings):
    settings.MFA_REQUIRED = True
    desk, finger = Desk(page, live_server), plugged_in(page)
    who = employer.administrator
    desk.open("/accounts/login/")
    page.get_by_label("Email address").fill(who.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(factories.PASSWORD)
    desk.follow(page.get_by_role("button", name="Confirm"))
    desk.look()
    finger(right=False)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("No passkey was created")).to_be_visible()
    finger(right=True)
    page.get_by_label("Name").fill("Office laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    desk.look()
    factories.send_notices()
    assert [(letter.to, "passkey" in letter.body.lower()) for letter in mail.outbox] == [([who.email], True)]
    desk.open("/accounts/2fa/webauthn/")
    expect(page.get_by_role("strong").filter(has_text="Office laptop")).to_be_visible()
    desk.look()
    sign_out(desk)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Harbor Marine Supply").first).to_be_visible()
    desk.open("/accounts/2fa/webauthn/add/")
    desk.follow(page.get_by_role("link", name="Use a passkey"))
    desk.look()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    sign_out(desk)
    page.get_by_label("Email address").fill(who.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Two-step verification")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("Harbor Marine Supply").first).to_be_visible()
    remove(desk, who)
    assert desk.silent() == []


def sign_out(desk):
    desk.open("/help/")
    desk.page.context.clear_cookies()
    desk.open("/accounts/login/")


def remove(desk, who):
    page = desk.open("/accounts/2fa/webauthn/")
    desk.follow(page.get_by_role("link", name="Remove Office laptop"))
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(factories.PASSWORD)
        desk.follow(page.get_by_role("button", name="Confirm"))
    desk.look()
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.get_by_text("You have no passkeys.")).to_be_visible()
    assert not Authenticator.objects.filter(user=who, type="webauthn").exists()
    factories.send_notices()
    assert [letter.subject for letter in mail.outbox][-1] == "A passkey was removed"
