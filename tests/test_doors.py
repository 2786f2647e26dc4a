"""Rules for every address and user: methods, headers, cookies, client addresses."""

import json
import logging
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from enrollment.queries.roster import lines as roster
from tests import factories
from tests.checks import PRODUCTION
from tests.factories import NOW, applicant

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
ADDRESSES = (
    "/",
    "/employees/",
    "/accounts/login/",
    "/access/export/",
    "/admin/",
    "/healthz",
    "/no-such-page/",
    "/tour/",
)
HEADERS = """
from django.conf import settings
from django.test import Client
import django
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
client, host = Client(), {"host": "portal.example"}
pages = [client.get(path, secure=True, headers=host) for path in ("/accounts/login/", "/help/", "/nothing/")]
for page in pages:
    print(page["Strict-Transport-Security"], page["X-Content-Type-Options"], page["Referrer-Policy"],
          page["Cross-Origin-Opener-Policy"], page["Cross-Origin-Resource-Policy"], page["X-Frame-Options"],
          page["Cache-Control"], "camera=()" in page["Permissions-Policy"], sep="|")
cookie = pages[0].cookies["__Host-csrf"]
print(cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], repr(cookie["domain"]), sep="|")
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
      settings.SESSION_COOKIE_SAMESITE, settings.MFA_REQUIRED, settings.SESSION_COOKIE_DOMAIN, sep="|")
"""


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_no_other_method_is_answered_anywhere(client, method):
    client.force_login(factories.Employer().administrator)
    assert {client.generic(method, address).status_code for address in ADDRESSES} == {405}


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("cross-site", "no-cors", 403),
        ("cross-site", "cors", 403),
        ("cross-site", "navigate", 200),
        ("same-origin", "cors", 200),
        ("none", "navigate", 200),
        ("same-site", "no-cors", 200),
    ],
)
def test_another_site_cannot_load_a_page_or_file_into_its_own(client, site, mode, status):
    client.force_login(factories.Employer().administrator)
    for name in ("roster", "roster_csv", "access"):
        response = client.get(reverse(name), headers={"sec-fetch-site": site, "sec-fetch-mode": mode})
        assert response.status_code == status, name
        if status == 200:
            assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_in_production_every_page_has_its_headers_and_the_cookies_their_prefix():
    keys = {key: value for key, value in os.environ.items() if key != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    answer = subprocess.run(
        [sys.executable, "-c", HEADERS],
        cwd=ROOT,
        env=keys | PRODUCTION | {"LOG_LEVEL": "CRITICAL"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    *pages, token, session = answer.stdout.splitlines()
    strict = "max-age=31536000; includeSubDomains; preload"
    assert pages == [f"{strict}|nosniff|same-origin|same-origin|same-origin|DENY|no-store, private|True"] * 3
    assert token == "True|True|Lax|/|''"
    assert session == "__Host-session|True|True|Lax|True|None"


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_what_a_client_says_about_its_address_gives_no_new_tries(client, settings, proxies):
    """With any number of trusted proxies, only the addresses they added count."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    user = factories.user(email="sam@example.test")
    chain = ["203.0.113.9", "10.0.0.1"][:proxies]
    for number in range(12):
        forged = ", ".join([f"198.51.100.{number}", *chain])
        typed = {"login": f"nobody{number}@example.test", "password": "wrong"}
        client.post(reverse("account_login"), typed, headers={"x-forwarded-for": forged})
    typed = {"login": user.email, "password": factories.PASSWORD}
    forged = ", ".join(["198.51.100.99", *chain])
    refused = client.post(reverse("account_login"), typed, headers={"x-forwarded-for": forged})
    assert "You can try again in" in refused.content.decode()
    assert client.get(reverse("enter_code")).status_code == 302


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_what_a_client_says_about_its_address_is_not_logged(client, settings, monkeypatch, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    chain = ["203.0.113.9", "10.0.0.1"][:proxies]
    (console,) = (each for each in logging.getLogger().handlers if isinstance(each.formatter, ProcessorFormatter))
    monkeypatch.setattr(console, "stream", StringIO())
    client.force_login(factories.user())
    client.get(reverse("home"), headers={"x-forwarded-for": ", ".join(["198.51.100.1", *chain])})
    (line,) = [json.loads(line) for line in console.stream.getvalue().splitlines()]
    assert line["ip"] == (chain[0] if chain else "127.0.0.1")


def test_a_link_to_a_new_password_is_at_the_configured_address(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    factories.user(email="sam@example.test")
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    client.post(reverse("account_reset_password"), {"email": "sam@example.test"}, headers=headers)
    assert "evil" not in mail.outbox[0].body
    assert "http://testserver/accounts/password/reset/key/" in mail.outbox[0].body


def test_a_link_to_a_new_password_counts_once(client):
    factories.user(email="sam@example.test")
    client.post(reverse("account_reset_password"), {"email": "sam@example.test"})
    way = next(word for word in mail.outbox[0].body.split() if word.startswith("http://testserver/"))
    way = way.removeprefix("http://testserver")
    new = {"password1": "violet river seven lanterns", "password2": "violet river seven lanterns"}
    form = client.get(way, follow=True)
    client.post(form.request["PATH_INFO"], new)
    again = Client().get(way, follow=True)
    assert 'name="password1"' not in again.content.decode()


def test_a_person_moved_to_another_unit_leaves_the_view_of_a_delegate_of_the_first(client):
    """Not listed, counted, found or exported; no page, and no activity."""
    employer = factories.Employer()
    first = employer.unit
    employer.enroll(employee=applicant("Mia", "Stone", born=factories.date(1991, 5, 5), number="512-33-4417"))
    family = employer.enroll(hired_on=factories.date(2026, 9, 1))
    delegate = factories.user("Delegate")
    grant = factories.grant(
        delegate, employer.purchaser, privileges=["view_roster", "export"], units=[first.pk], at=NOW.replace(year=2020)
    )
    client.force_login(delegate)

    def seen():
        listed = client.get(reverse("roster")).content.decode()
        found = client.get(reverse("roster"), {"q": "morales"}).content.decode()
        lines = b"".join(client.get(reverse("roster_csv")).streaming_content).decode()
        with employer.scope():
            everybody = roster.filtered(grant, roster.Filters(), factories.TODAY)
            counts = roster.counts(grant, everybody, factories.TODAY)["all"]
        page = client.get(reverse("person", args=[family.person_id])).status_code
        return ("Morales" in listed, "Morales, Ana" in found, "Morales" in lines, counts, page)

    assert seen() == (True, True, True, 2, 200)
    employer.end(family, event_on=factories.date(2026, 11, 20))
    employer.unit = factories.unit(employer.purchaser, code="002", name="Warehouse")
    employer.offering = factories.offering(employer.unit)
    moved = employer.enroll(hired_on=factories.date(2026, 12, 1))
    assert (moved.state, moved.person_id) == ("completed", family.person_id)
    assert seen() == (False, False, False, 1, 404)
