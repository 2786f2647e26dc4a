"""Changes of sign-in data: need fresh proof, are reported to the old address, and are stored encrypted."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import services
from access.admission import Admission
from tests import factories
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]


@pytest.fixture
def confirmed(client, sam):
    """Signed in, with the password entered a moment ago."""
    sign_in(client)
    confirm(client)
    return client


def sign_in(client, email="sam@example.test"):
    return client.post(reverse("account_login"), {"login": email, "password": PASSWORD})


def confirm(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def link_in(letter):
    return re.search(r"http://testserver(\S+)", letter.body).group(1)


def digits(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def change_address(client, email="sam.ito@example.test"):
    return client.post(reverse("account_email"), {"email": email, "action_add": ""})


def test_a_new_address_counts_once_its_link_is_opened_and_the_old_one_is_told(confirmed, sam):
    change_address(confirmed)
    (letter,) = mail.outbox
    assert letter.to == ["sam.ito@example.test"]
    sam.refresh_from_db()
    assert sam.email == "sam@example.test"
    assert "open the link we sent to that address" in confirmed.get(reverse("account_email")).content.decode()
    confirmed.post(link_in(letter))
    sam.refresh_from_db()
    assert sam.email == "sam.ito@example.test"
    assert list(EmailAddress.objects.filter(user=sam).values_list("email", "verified", "primary")) == [
        ("sam.ito@example.test", True, True)
    ]
    (job,) = factories.notices_on_their_way()
    assert ("@" in str(job.arguments), job.created_by_id, job.purchaser_id) == (False, None, None)
    factories.send_notices()
    assert (mail.outbox[-1].to, "was changed from sam@example.test" in mail.outbox[-1].body) == (
        ["sam@example.test"],
        True,
    )
    again = Client()
    assert sign_in(again).status_code == 200
    assert sign_in(again, "sam.ito@example.test").status_code == 302


def test_changing_the_address_asks_for_the_password_first(client, sam):
    sign_in(client)
    assert change_address(client)["Location"].startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []


def test_a_change_that_was_not_confirmed_can_be_taken_back(confirmed, sam):
    change_address(confirmed)
    confirmed.post(reverse("account_email"), {"email": "sam.ito@example.test", "action_remove": ""})
    confirmed.post(link_in(mail.outbox[0]))
    sam.refresh_from_db()
    assert sam.email == "sam@example.test"


def test_somebody_elses_address_answers_like_any_other_and_is_not_taken(confirmed, sam):
    factories.user("Kim", email="kim@example.test")
    answers = {change_address(confirmed, email)["Location"] for email in ("kim@example.test", "new@example.test")}
    assert answers == {reverse("account_email")}
    confirmed.post(link_in(next(each for each in mail.outbox if each.to == ["kim@example.test"])))
    sam.refresh_from_db()
    assert sam.email == "sam@example.test"


@pytest.mark.django_db(transaction=True)
def test_every_change_of_the_second_factor_is_told(confirmed, sam):
    page = confirmed.get(reverse("mfa_activate_totp"))
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page.content.decode()).group(1)
    confirmed.post(reverse("mfa_activate_totp"), {"code": digits(secret)})
    confirmed.post(reverse("mfa_generate_recovery_codes"))
    confirmed.post(reverse("mfa_deactivate_totp"))
    assert mail.outbox == []
    factories.send_notices()
    assert [letter.to for letter in mail.outbox] == [["sam@example.test"]] * 3
    assert [letter.subject for letter in mail.outbox] == [
        "An authenticator app was set up",
        "New recovery codes",
        "The authenticator app was turned off",
    ]
    assert all("If this wasn't you, call us right away" in letter.body for letter in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_a_change_of_how_one_signs_in_ends_the_other_sessions(confirmed, sam):
    there = Client()
    sign_in(there)
    assert there.get(reverse("enter_code")).status_code == 200
    page = confirmed.get(reverse("mfa_activate_totp"))
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page.content.decode()).group(1)
    confirmed.post(reverse("mfa_activate_totp"), {"code": digits(secret)})
    assert there.get(reverse("enter_code")).status_code == 302
    assert confirmed.get(reverse("enter_code")).status_code == 200


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_email"]
)
def test_a_session_alone_changes_no_second_factor_and_no_address(client, sam, name):
    if name == "mfa_generate_recovery_codes":
        TOTP.activate(sam, generate_totp_secret())
    client.force_login(sam)
    response = client.post(reverse(name), {"code": "000000", "action_add": "", "email": "a@example.test"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_secrets_of_second_factors_are_kept_encrypted(sam):
    secret = generate_totp_secret()
    TOTP.activate(sam, secret)
    codes = RecoveryCodes.activate(sam)
    seed = codes.instance.data["seed"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, '') FROM mfa_authenticator")
        (kept,) = cursor.fetchone()
    assert secret not in kept
    assert len(seed) > 60
    stored = Authenticator.objects.get(user=sam, type="totp")
    assert stored.wrap().validate_code(digits(secret))


def test_after_five_wrong_codes_of_the_second_factor_the_right_one_is_refused_too(client, sam):
    secret = generate_totp_secret()
    TOTP.activate(sam, secret)
    sign_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    refused = client.post(reverse("mfa_authenticate"), {"code": digits(secret)})
    assert "You can try again in 5 minutes." in refused.content.decode()
    assert client.get(reverse("enter_code")).status_code == 302


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"response": {"userHandle": "x"}}', "\0", '"' * 9])
def test_what_is_no_passkey_signs_nobody_in(client, sam, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert client.post(reverse("mfa_login_webauthn"), {"credential": credential}).status_code == 302
    assert client.get(reverse("enter_code")).status_code == 302


def test_showing_the_password_again_gives_the_session_another_id(client, sam):
    sign_in(client)
    before = client.session.session_key
    confirm(client)
    assert client.session.session_key != before
    assert Client(headers={"cookie": f"session={before}"}).get(reverse("enter_code")).status_code == 302
    assert UserSession.objects.get(user=sam).session_key == client.session.session_key


def test_a_session_that_entered_a_code_is_still_listed_and_ends_with_the_access(client, sam):
    employer, now = factories.Employer(), timezone.now()
    plain = factories.mailed(employer, factories.code(employer, at=now), at=now)
    sign_in(client)
    client.post(reverse("enter_code"), {"code": plain})
    client.post(reverse("confirm_code"))
    assert "This browser" in client.get(reverse("sessions")).content.decode()
    with employer.scope():
        grant = sam.grants.get()
        services.revoke_access(
            grant=grant, by=employer.administrator, at=timezone.now(), own=Admission.of(employer.grant)
        )
    assert client.get(reverse("enter_code")).status_code == 302
