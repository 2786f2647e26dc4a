"""Without the cache: signed-in users work on; requests that need counting get an error page."""

import signal

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import timezone

from portal.embedded import Valkey
from tests import factories, role_world
from tests.counts import count
from tests.factories import PASSWORD
from tests.role_table import DESK, DOORS, TABLE
from tests.role_world import answer, client_of, filled

pytestmark = pytest.mark.django_db
made_world, world = role_world.made_world, role_world.world
# A POST here is counted first.
UNCOUNTED = {
    "anonymous": {
        "tour/start/",
        "accounts/login/",
        "accounts/signup/",
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "accounts/2fa/webauthn/login/",
    }
}
UNCOUNTED["administrator"] = UNCOUNTED["representative"] = UNCOUNTED["anonymous"] | {
    "accounts/email/",
    "accounts/password/change/",
    "accounts/password/set/",
    "accounts/reauthenticate/",
}


class OwnCache:
    """A cache for one test, which can stop and freeze it."""

    def __init__(self, settings, folder):
        self.settings, self.others = settings, settings.CACHES["default"]
        self.valkey = Valkey(folder).start()
        settings.CACHES = {"default": self.others | {"LOCATION": self.valkey.cache_url}}

    def stop(self, how=signal.SIGKILL):
        self.valkey.process.send_signal(how)
        if how == signal.SIGKILL:
            self.valkey.process.wait()

    def is_back(self):
        self.settings.CACHES = {"default": self.others}


@pytest.fixture
def cache(settings, tmp_path):
    own = OwnCache(settings, tmp_path / "valkey")
    yield own
    own.stop()


@pytest.mark.parametrize("role", UNCOUNTED)
def test_no_address_is_at_fault_and_only_what_must_be_counted_is_refused(role, world, cache, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = {}
    client, answers = client_of(role, world), {}
    client.raise_request_exception = False
    cache.stop()
    for turn, path in enumerate([*TABLE, *DESK, *DOORS]):
        # Only a POST is counted, so every POST is tried each time.
        for method in ("GET", "POST") if turn % 2 < count("pages without a cache") else ("POST",):
            answers.setdefault(answer(client, method, filled(path, world)), set()).add((method, path))
    assert "500" not in answers
    assert answers["503"] == {("POST", path) for path in UNCOUNTED[role]}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["down", "hung"])
def test_signing_in_is_refused_with_a_page_that_says_so_and_works_again_with_the_cache(client, cache, how):
    user = factories.user()
    client.raise_request_exception = False
    cache.stop(how)
    assert client.get(reverse("account_login")).status_code == 200
    form = {"login": user.email, "password": PASSWORD}
    refused = client.post(reverse("account_login"), form)
    assert (refused.status_code, "Try again in a minute" in refused.content.decode()) == (503, True)
    assert not get_user(client).is_authenticated
    cache.is_back()
    assert client.post(reverse("account_login"), form).status_code == 302


def test_known_and_unknown_addresses_are_refused_alike(client, cache):
    user = factories.user()
    client.raise_request_exception = False
    cache.stop()
    for name, form in (("account_login", {"password": "wrong"}), ("account_reset_password", {})):
        field = "login" if name == "account_login" else "email"
        answers = [client.post(reverse(name), form | {field: who}) for who in (user.email, "nobody@example.test")]
        assert [answer.status_code for answer in answers] == [503, 503]


def test_a_code_of_the_second_factor_that_cannot_be_marked_as_used_is_not_taken(client, cache):
    user = factories.user()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.raise_request_exception = False
    cache.stop()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 503
    assert not get_user(client).is_authenticated


def test_access_codes_are_entered_and_counted_in_the_database(client, cache):
    employer, sam = factories.Employer(), factories.user("Sam", email="sam@example.test")
    now = timezone.now()
    plain = factories.mailed(employer, factories.code(employer, at=now), at=now)
    client.force_login(sam)
    cache.stop()
    address = reverse("enter_code")
    assert [client.post(address, {"code": "ABCD-EFGH-IJKL-MNOP"}).status_code for _ in range(4)] == [422] * 4
    assert client.post(address, {"code": plain})["Location"] == reverse("confirm_code")
    assert [client.post(address, {"code": "ABCD-EFGH-IJKL-MNOP"}).status_code for _ in range(2)] == [422, 429]
    assert client.post(address, {"code": plain}).status_code == 429
