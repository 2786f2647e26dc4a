from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from portal.middleware import SEEN_EVERY_SECONDS
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD})


def test_the_e_mail_address_signs_in_in_any_case(client, employer):
    assert sign_in(client, employer.administrator)["Location"] == reverse("home")
    assert client.get(reverse("roster")).status_code == 200


def test_twelve_hours_end_a_session_however_busy(client, employer):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client.force_login(employer.administrator)
        for minutes in range(0, 12 * 60, 10):
            clock.move_to(now + timedelta(minutes=minutes))
            assert client.get(reverse("help")).status_code == 200
        assert client.get(reverse("roster")).status_code == 200
        clock.move_to(now + timedelta(hours=12, seconds=1))
        assert client.get(reverse("roster")).status_code == 302


def test_where_a_second_factor_is_required_nothing_is_seen_without_one(client, employer, settings):
    settings.MFA_REQUIRED = True
    sign_in(client, employer.administrator)
    for name in ("home", "roster", "activity"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    "page", ["", "jsi18n/", "enrollment/", "enrollment/review/", "access/grant/", "enrollment/person/"]
)
def test_the_desk_needs_the_second_factor_too(client, employer, settings, page):
    sign_in(client, employer.purchaser.representative.user)
    assert client.get(f"/admin/{page}").status_code == 200
    settings.MFA_REQUIRED = True
    assert client.get(f"/admin/{page}")["Location"] == reverse("mfa_index")


def test_a_user_with_a_second_factor_is_asked_for_it(client, employer, settings):
    settings.MFA_REQUIRED = True
    TOTP.activate(employer.administrator, generate_totp_secret())
    codes = RecoveryCodes.activate(employer.administrator).get_unused_codes()
    assert sign_in(client, employer.administrator)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("roster"))["Location"].startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("roster")).status_code == 200


@pytest.mark.parametrize(("idle", "kept"), [(900, True), (900 + SEEN_EVERY_SECONDS + 1, False)])
def test_a_session_ends_after_15_idle_minutes(client, employer, idle, kept):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client.force_login(employer.administrator)
        client.get(reverse("roster"))
        clock.move_to(now + timedelta(seconds=idle))
        assert (client.get(reverse("roster")).status_code == 200) is kept


def test_a_poll_does_not_keep_a_session_alive(client, employer):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client.force_login(employer.administrator)
        client.get(reverse("roster"))
        clock.move_to(now + timedelta(minutes=10))
        client.get(reverse("home"), headers={"X-Poll": "1"})
        clock.move_to(now + timedelta(minutes=17))
        assert client.get(reverse("roster")).status_code == 302


def test_staying_signed_in_does(client, employer):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client.force_login(employer.administrator)
        client.get(reverse("roster"))
        clock.move_to(now + timedelta(minutes=14))
        assert client.post(reverse("stay_signed_in")).status_code == 204
        clock.move_to(now + timedelta(minutes=20))
        assert client.get(reverse("roster")).status_code == 200


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_off_the_site(client, next_page):
    assert "evil" not in client.get(reverse("session_ended"), {"next": next_page}).content.decode()
