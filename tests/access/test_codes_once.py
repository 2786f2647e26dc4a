"""Each code of a second factor works once, however it was used first."""

import re

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import NOW, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
PAGES = {"activation": "mfa_activate_totp", "sign-in": "mfa_authenticate", "step-up": "mfa_reauthenticate"}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def digits(secret):
    return format_hotp_value(hotp_value(secret, int(NOW.timestamp()) // 30))


def signing_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def proving(user):
    client = Client()
    client.force_login(user)
    return client


def accepted(use, user, code):
    client = {"sign-in": signing_in, "step-up": proving}[use](user)
    return client.post(reverse(PAGES[use]), {"code": code}).status_code == 302


@pytest.mark.parametrize("again", ["sign-in", "step-up"])
def test_the_code_that_set_the_app_up_signs_nobody_in(clock, client, again):
    user = factories.user("Sam Ito")
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page.content.decode()).group(1)
    assert client.post(reverse("mfa_activate_totp"), {"code": digits(secret)}).status_code == 302
    assert not accepted(again, user, digits(secret))
    clock.shift(31)
    later = format_hotp_value(hotp_value(secret, int(NOW.timestamp() + 31) // 30))
    assert accepted(again, user, later)


@pytest.mark.parametrize("again", ["sign-in", "step-up"])
@pytest.mark.parametrize("first", ["sign-in", "step-up"])
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_a_code_is_used_up_wherever_it_was_used(clock, kind, first, again):
    user, secret = factories.user("Sam Ito"), generate_totp_secret()
    TOTP.activate(user, secret)
    code = digits(secret) if kind == "app" else RecoveryCodes.activate(user).get_unused_codes()[0]
    assert accepted(first, user, code)
    for written in (code, f"{code[:3]} {code[3:]}", f" {code} "):
        assert not accepted(again, user, written)
