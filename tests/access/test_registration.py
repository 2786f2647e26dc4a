"""Registration: open, without rights, verified by email, forgotten if not verified."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import tenancy
from access.services import forget_unverified
from accounts.models import User
from accounts.passwords import CommonValidator
from tests import factories
from tests.access.signing_in import PASSWORD, sign_in
from tests.addresses import addresses

pytestmark = pytest.mark.django_db
FORM = {"name": "Sam Ito", "email": "Sam@example.test", "password1": PASSWORD}


def register(client, **facts):
    response = client.post(reverse("account_signup"), FORM | facts)
    factories.register_who_asked()
    return response


def link_in(letter):
    return re.search(r"http://testserver(\S+)", letter.body).group(1)


def test_who_registers_confirms_the_address_and_can_do_nothing_but_enter_a_code(client):
    assert register(client)["Location"] == reverse("account_email_verification_sent")
    sign_in(client)
    assert client.get(reverse("enter_code")).status_code == 302
    client.post(link_in(mail.outbox[0]))
    sign_in(client)
    assert client.get(reverse("enter_code")).status_code == 200
    for name in ("home", "roster", "access", "activity"):
        assert client.get(reverse(name)).status_code == 403
    user = User.objects.get()
    assert (user.name, user.email, user.is_staff) == ("Sam Ito", "sam@example.test", False)


def test_a_link_in_a_mail_is_at_the_configured_address_whatever_the_host_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(reverse("account_signup"), FORM, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    factories.register_who_asked()
    assert "evil" not in mail.outbox[0].body
    assert "http://testserver/" in mail.outbox[0].body


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get(reverse("account_login"), headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short but nice", "at least 15 characters"),
        ("passwordpassword", "words about this site"),
        ("EvergreenHealthPlan1", "words about this site"),
        ("benefitdesk benefitdesk", "words about this site"),
        ("sam@example.test1", "too similar"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(client, password, words):
    response = register(client, password1=password)
    assert words in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("password", [PASSWORD, "x" * 40 + " long enough " * 8, "пароль из многих слов"])
def test_length_is_what_counts(client, password):
    register(client, password1=password)
    assert User.objects.count() == 1


def test_an_address_that_is_known_answers_like_a_new_one(client):
    factories.user("Sam", email="sam@example.test")
    known, new = register(client), register(Client(), email="new@example.test")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert User.objects.count() == 2


def test_who_never_verifies_is_forgotten_after_seven_days(client):
    register(client)
    register(client, email="verified@example.test")
    EmailAddress.objects.filter(email="verified@example.test").update(verified=True)
    employer = factories.Employer()
    before = User.objects.count()
    for days, left in ((6, before), (8, before - 1)):
        with tenancy.as_user(None), tenancy.service():
            forget_unverified(at=timezone.now() + timedelta(days=days))
        assert User.objects.count() == left
    assert not User.objects.filter(email="sam@example.test").exists()
    assert User.objects.filter(pk=employer.administrator.pk).exists()


LENGTHENED = [
    "iloveyouiloveyou",
    "basketball-liverpool",
    "Liverpool!!20262026",
    "qwertyuiop asdfghjkl",
    "monkey1234567890",
]


@pytest.mark.parametrize("password", [*LENGTHENED, "abcabcabcabcabcab", "111111111111111", "!!!!!!!!!!!!!!!!"])
def test_a_common_password_is_no_better_for_being_long(client, password):
    page = register(client, password1=password).content.decode()
    assert "This password, or part of it, is common." in page
    assert not User.objects.filter(email="sam@example.test").exists()


COMMON = CommonValidator()


def is_common(password):
    try:
        COMMON.validate(password)
    except ValidationError:
        return True
    return False


def test_thousands_of_common_passwords_are_refused_at_their_length_and_phrases_are_not():
    common = sorted(COMMON.common)[::5]
    assert len(common) >= 3_000
    for each in common:
        assert is_common(each * -(-15 // len(each))), each
        assert is_common(f"{each}!{each}"), each
    assert not any(
        map(is_common, [PASSWORD, factories.PASSWORD, "calm ledger demonstration", "das Boot liegt im Hafen"])
    )


def test_a_changed_password_is_told_and_ends_the_session(client):
    factories.user(email="sam@example.test")
    sign_in(client, password=factories.PASSWORD)
    typed = {"oldpassword": factories.PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_change_password"), typed)
    factories.send_notices()
    assert [letter.to for letter in mail.outbox] == [["sam@example.test"]]
    assert client.get(reverse("enter_code")).status_code == 302


def test_after_five_wrong_passwords_the_message_says_when_it_ends(client):
    factories.user(email="sam@example.test")
    for _ in range(5):
        sign_in(client, password="wrong")
    response = sign_in(client, password=factories.PASSWORD)
    assert "You can try again in 5 minutes." in response.content.decode()
    assert client.get(reverse("enter_code")).status_code == 302


@pytest.mark.parametrize(
    "report", [b"", b"[]", b"{}", b'{"csp-report": 1}', b"\xff", b'{"csp-report": {"status-code": 1}}']
)
def test_a_report_of_the_content_policy_is_taken_without_a_token_and_never_fails(report):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("csp_report"), report, content_type="application/csp-report")
    assert response.status_code in (204, 400)
    large = strict.post(reverse("csp_report"), b"x" * 20_000, content_type="application/csp-report")
    assert large.status_code == 413


def test_only_the_report_of_the_content_policy_needs_no_token():
    exempt = {pattern.name for _, pattern in addresses() if getattr(pattern.callback, "csrf_exempt", False)}
    assert exempt == {"csp_report"}


STRANGE_WAYS = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "\t//evil.example",
    "\n//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,evil",
    "vbscript:evil",
    "//evil.example@testserver",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "//testserver:80@evil.example",
    "/\u2215evil.example".replace("/", "//", 1),
    "ftp://evil.example",
    "//%65vil.example",
]


@pytest.mark.parametrize("way", STRANGE_WAYS)
def test_signing_in_leads_to_no_other_site(client, way):
    factories.user(email="sam@example.test")
    typed = {"login": "sam@example.test", "password": factories.PASSWORD, "next": way}
    to = client.post(f"{reverse('account_login')}", typed).get("Location", "/")
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    again = client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD, "next": way})
    assert again.get("Location", "/").startswith("/")
    assert not again.get("Location", "/").startswith(("//", "/\\"))


def test_a_forged_address_of_the_sender_resets_no_limit(client):
    """Without a configured proxy, the address a client claims does not count."""
    factories.user(email="sam@example.test")
    for number in range(10):
        forged = {"x-forwarded-for": f"198.51.100.{number}", "x-real-ip": f"198.51.100.{number}"}
        typed = {"login": f"user{number}@example.test", "password": "wrong"}
        client.post(reverse("account_login"), typed, headers=forged)
    typed = {"login": "sam@example.test", "password": factories.PASSWORD}
    refused = client.post(reverse("account_login"), typed, headers={"x-forwarded-for": "198.51.100.99"})
    assert refused.status_code in (200, 429)
    assert client.get(reverse("enter_code")).status_code == 302


def test_a_right_password_does_not_give_new_tries_to_an_address(client):
    """Five wrong tries lock that user, even if others sign in between."""
    factories.user(email="sam@example.test")
    other = factories.user()
    for _ in range(5):
        sign_in(client, password="wrong")
        sign_in(Client(), other.email, factories.PASSWORD)
    assert "You can try again in 5 minutes." in sign_in(client, password=factories.PASSWORD).content.decode()


def test_a_code_of_the_second_factor_counts_once(client):

    sam = factories.user(email="sam@example.test")
    secret = generate_totp_secret()
    TOTP.activate(sam, secret)
    codes = RecoveryCodes.activate(sam).get_unused_codes()
    with time_machine.travel(timezone.now(), tick=False):
        now = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
        for code, admitted in ((now, True), (now, False), (codes[0], True), (codes[0], False)):
            browser = Client()
            sign_in(browser, password=factories.PASSWORD)
            browser.post(reverse("mfa_authenticate"), {"code": code})
            assert (browser.get(reverse("enter_code")).status_code == 200) is admitted, code


def test_a_new_password_by_mail_does_not_skip_the_second_factor(client):
    sam = factories.user(email="sam@example.test")
    TOTP.activate(sam, generate_totp_secret())
    client.post(reverse("account_reset_password"), {"email": "sam@example.test"})
    way = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    form = client.get(way, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.get(reverse("enter_code")).status_code == 302
    sign_in(client)
    assert client.get(reverse("enter_code")).status_code == 302
