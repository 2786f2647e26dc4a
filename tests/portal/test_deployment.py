"""Deployment: every key is listed, health names problems, a missing key is named."""

import base64
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import ConnectionHandler, OperationalError

from access import documents
from accounts.platform.keys import INDEXES
from portal import health
from portal.database import database_settings

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.django_db


def test_every_key_of_the_settings_is_in_the_example():
    source = "".join((ROOT / "portal" / name).read_text() for name in ("settings.py", "mail.py", "limits.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    read |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == listed


def test_the_commands_of_the_example_make_the_keys():
    """The commands in the comments of the example produce the empty values below them."""
    text = (ROOT / ".env.example").read_text()
    commands = re.findall(r'^# python -c "(.+)"\n(?:[^=\n]+\n)*?([A-Z_]+)=$', text, re.MULTILINE)
    made = {}
    for command, key in commands:
        answer = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
        made[key] = answer.stdout.strip()
    assert made.keys() == {"SECRET_KEY", "FIELD_KEYS", "INDEX_KEYS"}
    assert not any(set(value) & set("$ #") for value in made.values())
    rings = [dict(part.split(":", 1) for part in made[key].split(",")) for key in ("FIELD_KEYS", "INDEX_KEYS")]
    assert set(rings[1]) == set(INDEXES)
    assert {len(base64.b64decode(key)) for ring in rings for key in ring.values()} == {32}


def test_a_missing_key_is_named():
    keys = {"SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "FIELD_KEYS", "INDEX_KEYS", "REDIS_URL"}
    bare = {key: value for key, value in os.environ.items() if key not in keys | {"DJANGO_SETTINGS_MODULE"}}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=bare, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "SECRET_KEY" in answer.stderr


def test_the_commands_that_build_the_image_need_no_secret(tmp_path):
    commands = re.findall(
        r"DJANGO_SETTINGS_MODULE=(\S+) \S+/python manage.py (.+?)(?: \\\\)?$",
        (ROOT / "Dockerfile").read_text(),
        re.MULTILINE,
    )
    assert [command.split()[0] for _, command in commands] == ["build_assets", "collectstatic"]
    module, collect = commands[1]
    answer = subprocess.run(
        [sys.executable, "manage.py", *collect.split(), "--dry-run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": module},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")


def test_only_the_migration_is_told_who_owns_the_database():
    """env_file gives containers every key of .env; long-running ones get these empty."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    ours = {name: service for name, service in compose.items() if service.get("env_file")}
    assert ours.keys() == {"migrate", "web", "worker", "beat"}
    told = dict.fromkeys(["DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "POSTGRES_PASSWORD"], "")
    assert [ours[name]["environment"] for name in ("web", "worker", "beat")] == [told] * 3
    assert ours["migrate"]["environment"] == {"POSTGRES_PASSWORD": ""}


def test_the_image_takes_what_runs_and_nothing_else():
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    packages = {app.partition(".")[0] for app in settings.INSTALLED_APPS} & {path.name for path in ROOT.iterdir()}
    installs = {".ci/environment", ".ci/python", "requirements.txt", "requirements-dev.txt"}
    assert allowed == packages | installs | {"billing", "static", "templates", "manage.py"}


def test_the_proxy_takes_the_largest_file_that_a_form_takes():
    allowed = re.search(r"client_max_body_size (\d+)m;", (ROOT / "docs" / "nginx.conf").read_text())
    assert int(allowed.group(1)) * 1_000_000 > documents.LARGEST


def test_the_proxy_passes_on_what_the_one_before_it_says():
    """It claims no scheme, adds to the addresses, and is one of the proxies the example counts."""
    said = (ROOT / "docs" / "nginx.conf").read_text()
    assert "X-Forwarded-Proto $http_x_forwarded_proto;" in said
    assert "X-Forwarded-For $proxy_add_x_forwarded_for;" in said
    assert "\nTRUSTED_PROXY_COUNT=2\n" in (ROOT / ".env.example").read_text()


def test_on_a_developers_machine_the_error_pages_are_the_real_ones():
    answer = subprocess.run(
        [sys.executable, "-c", "from portal import settings; print(settings.LOCAL, settings.DEBUG)"],
        cwd=ROOT,
        env=os.environ | {"LOCAL": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "True False\n"


def test_alive_asks_nothing_of_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_by_address_is_answered(client, settings, path):
    settings.ALLOWED_HOSTS = ["portal.example"]
    assert client.get(path, headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/", headers={"host": "127.0.0.1:8000"}).status_code == 400
    assert client.post(path, headers={"host": "127.0.0.1:8000"}).status_code == 405


def test_ready_names_each_part(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "migrations": "ok", "broker": "ok"})


@pytest.mark.parametrize("part", ["database", "migrations", "broker"])
def test_not_ready_names_the_part_that_fails(client, monkeypatch, part):
    def fail():
        raise OperationalError

    monkeypatch.setitem(health.CHECKS, part, fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()[part] == "OperationalError"


def test_an_unreachable_database_is_named_at_once(client, monkeypatch):
    nowhere = ConnectionHandler({"default": database_settings("postgresql://a@127.0.0.1:1/none", pool=True)})["default"]
    monkeypatch.setattr(health, "connection", nowhere)
    start = time.monotonic()
    response = client.get("/readyz")
    took = time.monotonic() - start
    nowhere.close_pool()
    assert response.status_code == 503
    assert response.json() == {"database": "OperationalError", "migrations": "OperationalError", "broker": "ok"}
    assert took < 3 * health.SECONDS


def test_no_template_has_a_style_or_a_handler():
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|\son\w+=|hx-on|javascript:|<script(?![^>]*src=)", path.read_text()), path
