"""Single ASVS requirements that no other test covers."""

import ast
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.checks import PRODUCTION
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
ROOT = Path(__file__).resolve().parent.parent
# These start programs on a developer's machine; no page or job imports them.
DEVELOPMENT = {"portal/dev.py", "portal/embedded.py", "portal/alone.py", "portal/assets.py"}
# The one program that the application starts: it opens a received file, held to limits. And the reader of set-up files,
# which composes nodes by the safe loader and makes no object of what they name.
USES = {"access/drawing.py": {"subprocess"}, "enrollment/setup_file/reading.py": {"yaml"}}
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
REACHES_OUT = {"subprocess", "pickle", "marshal", "yaml", "xml", "lxml", "requests", "httpx", "urllib.request", "ldap3"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "", *(f"{node.module}.{each.name}" for each in node.names))


def test_the_application_starts_one_program_runs_no_text_and_calls_nobody():
    for app in ("accounts", "access", "enrollment", "billing", "portal"):
        for path in (ROOT / app).rglob("*.py"):
            if (name := str(path.relative_to(ROOT))) in DEVELOPMENT or "match_file" in name:
                continue
            tree = ast.parse(path.read_text())
            assert REACHES_OUT & set(imported(tree)) == USES.get(name, set()), name
            called = {
                node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "id")
            }
            assert RUNS_TEXT.isdisjoint(called), name


def test_scripts_write_text_and_no_markup_and_listen_to_no_other_window():
    scripts = list((ROOT / "static" / "js").glob("*.js"))
    assert scripts
    for path in scripts:
        unsafe = re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|postMessage|onpaste", path.read_text()
        )
        assert not unsafe, path


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/employees/", "/admin/", "/help/", "/no-such-page/", "/employees/employees.csv"]
)
def test_an_answer_says_its_type_and_characters_and_is_open_to_no_other_site(client, address):
    client.force_login(factories.Employer().administrator)
    response = client.get(address, follow=True, headers={"origin": "https://evil.example"})
    assert response["Content-Type"].endswith("; charset=utf-8")
    assert "Access-Control-Allow-Origin" not in response


def test_a_password_box_hides_it_and_lets_password_managers_fill_it(client):
    boxes = re.findall(r"<input[^>]*name=\"password\"[^>]*>", client.get(reverse("account_login")).content.decode())
    assert len(boxes) == 1
    assert 'type="password"' in boxes[0]
    assert 'autocomplete="current-password"' in boxes[0]


@pytest.mark.parametrize("typed", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_a_password_counts_exactly_as_it_was_typed(client, typed):
    user = factories.user()
    form = {"login": user.email, "password": typed}
    assert client.post(reverse("account_login"), form).status_code == 200
    assert client.post(reverse("account_login"), form | {"password": PASSWORD}).status_code == 302


def test_nobody_is_registered_in_a_new_database():
    assert User.objects.count() == 0


def test_a_session_id_is_long_and_the_pages_of_the_portal_have_the_way_out(client):
    client.force_login(factories.Employer().administrator)
    assert len(client.session.session_key) == 32
    assert set(client.session.session_key) <= set(string.ascii_lowercase + string.digits)
    for name in ("home", "roster", "requests", "activity", "access"):
        assert f'action="{reverse("account_logout")}"' in client.get(reverse(name)).content.decode(), name


def test_no_folder_is_listed(client):
    assert [client.get(path).status_code for path in ("/static/", "/media/", "/static/css/", "/.git/config")] == [
        404
    ] * 4


def test_production_hashes_passwords_slowly_and_shows_no_trace():
    code = (
        "import django; from portal import settings; django.setup()\n"
        "from django.contrib.auth.hashers import get_hasher\n"
        "print(get_hasher().algorithm, get_hasher().iterations >= 600_000, settings.DEBUG, settings.LOCAL)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | PRODUCTION, capture_output=True, text=True, check=True
    )
    assert shown.stdout == "pbkdf2_sha256 True False False\n"
