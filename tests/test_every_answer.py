"""The security headers stand on every answer, whichever layer gives it."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from portal.views import front
from tests import factories, role_world
from tests.role_table import DESK, DOORS, TABLE
from tests.role_world import client_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world = role_world.made_world, role_world.world
HEADERS = {
    "Cache-Control": "no-store, private",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def lacking(response):
    found = {name for name, value in HEADERS.items() if response.get(name) != value}
    policy = response.get("Content-Security-Policy", "")
    found |= set() if "default-src 'none'" in policy and "frame-ancestors 'none'" in policy else {"policy"}
    return found | (set() if "camera=()" in response.get("Permissions-Policy", "") else {"permissions"})


def big(client):
    return client.post(
        "/accounts/login/", b"login=" + b"a" * 1_100_000, content_type="application/x-www-form-urlencoded"
    )


ASKED = {
    "a page": (200, lambda client: client.get("/help/")),
    "another method": (405, lambda client: client.put("/help/")),
    "a method of no page": (405, lambda client: client.generic("TRACE", "/")),
    "a post where there is none": (405, lambda client: client.post("/help/")),
    "another site": (
        403,
        lambda client: client.get("/help/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}),
    ),
    "another host": (400, lambda client: client.get("/help/", headers={"host": "evil.example"})),
    "no host": (400, lambda client: client.get("/help/", headers={"host": "a b"})),
    "another host, probed": (200, lambda client: client.get("/healthz", headers={"host": "evil.example"})),
    "no such page": (404, lambda client: client.get("/nothing/")),
    "no such static file": (404, lambda client: client.get("/static/nothing.css")),
    "no slash": (301, lambda client: client.get("/help")),
    "sign in first": (302, lambda client: client.get("/employees/")),
    "no token": (403, lambda _client: Client(enforce_csrf_checks=True).post("/switch/", {"purchaser": "1"})),
    "too much": (413, big),
    "a broken upload": (
        400,
        lambda client: client.post("/accounts/login/", b"x", content_type="multipart/form-data; boundary="),
    ),
    "a null byte": (400, lambda client: client.get("/help/?q=%00")),
    "ready": (200, lambda client: client.get("/readyz")),
    "another method of a probe": (405, lambda client: client.post("/readyz")),
    "a report": (400, lambda client: client.post("/csp-report/", b"x", content_type="application/csp-report")),
}


@pytest.mark.parametrize("asked", ASKED)
def test_an_answer_has_every_header(client, asked):
    status, ask = ASKED[asked]
    response = ask(client)
    assert (response.status_code, lacking(response)) == (status, set())


@pytest.mark.parametrize(("host", "status"), [("testserver", 301), ("evil.example", 400)])
def test_an_answer_without_tls_has_every_header(settings, host, status):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/help/", headers={"host": host})
    assert (response.status_code, lacking(response)) == (status, set())


def test_a_fault_has_every_header(client, monkeypatch):
    monkeypatch.setattr(front, "render", lambda *_, **__: 1 / 0, raising=False)
    monkeypatch.setattr("portal.views.help.render", lambda *_, **__: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/help/")
    assert (response.status_code, lacking(response)) == (500, set())


@pytest.mark.parametrize("role", ["anonymous", "administrator", "representative"])
def test_every_address_sends_every_header_in_each_method(role, world):
    client, wrong = client_of(role, world), []
    for path in [*TABLE, *DESK, *DOORS]:
        response = client.get(filled(path, world))
        if getattr(response, "streaming", False):
            list(response.streaming_content)
        if found := lacking(response):
            wrong.append((path, response.status_code, found))
        if found := lacking(client.options(filled(path, world))):
            wrong.append((path, "OPTIONS", found))
    assert wrong == []


def test_the_proxy_adds_the_headers_to_its_own_answers_only():
    """What it refuses itself (413, 502) has none from the portal; what the portal says is not said twice."""
    said = (Path(__file__).resolve().parent.parent / "docs" / "nginx.conf").read_text()
    for name, value in HEADERS.items():
        upstream = "$upstream_http_" + name.lower().replace("-", "_")
        assert f"map {upstream} " in said
        assert f'"" "{value}"' in said
        assert f"add_header {name} " in said
    assert said.count(" always;") == len(HEADERS) + 2


def test_a_refused_address_is_readable_and_says_what_to_do(client):
    client.force_login(factories.user())
    page = client.get(reverse("help") + "?x=%00")
    assert page.status_code == 400
    assert "Traceback" not in page.content.decode()
