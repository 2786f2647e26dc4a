"""Hostile input: shown and stored as text, never executed and never logged."""

import io
import json
import logging
import re

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse

from access.models import AccessCode
from access.rules.codes import new_code
from access.tasks import mail_code
from accounts.models import Job, User
from portal.logs import formatter
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
MARKUP = """"'><svg onload=alert(1)>{{7*7}}{% debug %}{x.__class__}%(x)s"""
SQL = ["' OR 1=1 --", "\\", "%", "1) UNION SELECT 1", "\0", "a" * 5_000]


def test_markup_in_what_people_type_is_shown_as_text(desk, employer):
    person = employer.enroll().person_id
    assert desk.post(*factories.correction(desk, person, street=MARKUP)).status_code == 302
    assert desk.post(reverse("new_delegation"), {"name": MARKUP, "kind": "broker"}).status_code == 302
    pages = [reverse(name) for name in ("home", "roster", "activity", "access", "new_access", "requests")]
    pages += [reverse("person", args=[person]), reverse("correct_details", args=[person])]
    text = "".join(desk.get(page).content.decode() for page in pages)
    assert "<svg onload" not in text
    assert text.count("&lt;svg onload=alert(1)&gt;{{7*7}}{% debug %}{x.__class__}%(x)s") >= 4


def test_a_name_in_a_mail_is_text_and_adds_no_header(employer):
    factories.code(employer, name="Sam {{7*7}} {x.__class__} %(x)s")
    with employer.scope():
        job = Job.objects.get(kind="access.mail_code")
    mail_code(str(job.pk))
    assert "Sam {{7*7}} {x.__class__} %(x)s, here is your access code" in mail.outbox[0].body
    assert mail.outbox[0].recipients() == ["sam@example.test"]


@pytest.mark.parametrize("name", ["roster", "roster_csv", "requests", "activity", "access"])
def test_whatever_is_asked_for_in_an_address_is_a_value_and_no_statement(desk, employer, name, settings):
    settings.EXPORTS_PER_DAY = settings.SEARCHES_PER_MINUTE = 1_000
    employer.enroll()
    for text in SQL:
        for field in ("q", "unit", "plan", "tab", "sort", "after", "state", "verb", "page"):
            response = desk.get(reverse(name), {field: text})
            assert response.status_code in (200, 400, 422), (field, text)
            if response.streaming:
                list(response.streaming_content)


def extra_fields():
    """A value for every column that access forms write or read."""
    values = {}
    for model in apps.get_models():
        if model._meta.app_label in ("accounts", "access", "enrollment"):
            for field in model._meta.concrete_fields:
                wanted = "on" if isinstance(field, models.BooleanField) else "1"
                values |= {field.name: wanted, field.attname: wanted}
    return values


def test_fields_that_were_not_asked_for_change_nothing(employer):
    """With every column name posted, only the form's own fields are written."""
    own = {"name": "Sam Ito", "email": "sam@example.test", "password1": "violet river seven lanterns"}
    Client().post(reverse("account_signup"), extra_fields() | own)
    factories.register_who_asked()
    user = User.objects.get(email="sam@example.test")
    assert (user.is_staff, user.is_superuser, user.is_active, user.pk == 1) == (False, False, True, False)
    desk = Client()
    desk.force_login(employer.administrator)
    factories.has_just_signed_in(desk)
    asked = {"name": "Kim", "email": "kim@example.test", "privileges": ["view_roster"], "organization": ""}
    asked |= {"unit_ids": [], "ends_on": "", "payment_limit": "5"}
    rows = []
    for extra in ({}, extra_fields()):
        desk.post(reverse("new_access"), extra | asked)
        with employer.scope():
            code = AccessCode.objects.open().get()
            told = {"id", "issued_at", "revoked_at", "revoked_by"}
            rows.append({f.attname: getattr(code, f.attname) for f in code._meta.concrete_fields if f.name not in told})
    assert rows[0] == rows[1]


def test_no_log_line_holds_a_secret_or_a_person_and_each_is_one_line(client, employer):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        code, password = new_code(), "canary password of somebody"
        form = {"name": "Canary Person", "email": "canary@example.test", "password1": password}
        client.post(reverse("account_signup"), form, headers={"user-agent": "evil\r\nforged: line"})
        factories.register_who_asked()
        client.post(reverse("account_login"), {"login": "canary@example.test", "password": password})
        client.force_login(employer.administrator)
        factories.has_just_signed_in(client)
        client.post(reverse("enter_code"), {"code": code})
        client.get(reverse("roster"), {"q": "Canary Person 123-45-6788"})
        client.get("/no/such/page%0d%0aforged/?ssn=123-45-6788")
        logging.getLogger("x").error("Number %s of %s", "123-45-6788", "x")
        Client().post(reverse("account_login"), {"login": employer.administrator.email, "password": "wrong"})
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    lines = out.getvalue().splitlines()
    assert len(lines) > 5
    assert all(json.loads(line)["timestamp"].endswith("Z") for line in lines)
    for secret in ("canary", "Canary", code, code.replace("-", ""), "123-45-6788", employer.administrator.email):
        assert secret not in out.getvalue()
    assert not re.search("^forged", out.getvalue(), re.MULTILINE)
    assert '"event": "sign-in failed"' in out.getvalue()
