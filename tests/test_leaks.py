"""Two complete companies, one full of canaries: none of its words reaches the other."""

import re

import openpyxl
import pypdfium2
import pytest
from celery import current_app
from django.core import mail
from django.db import connection
from django.db.models import Q
from django.db.models.query import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import tenancy
from accounts.models import Job
from enrollment.models import Change, Coverage, Employment, Enrollment, PersonDetail, RosterLine
from portal.database import as_owner
from tests import factories
from tests.factories import applicant, child, spouse

pytestmark = pytest.mark.django_db
CANARIES = ("Canary", "Zeisig", "Xanthippe", "456-78-9123", "456789123", "-9123", "1 Canary Way", "canary@")
PAGES_AT_MOST = 150
SHOWN = (Change, Coverage, Employment, Enrollment, PersonDetail, RosterLine)


@pytest.fixture
def two():
    own, other = factories.Employer("Harbor Marine Supply"), factories.Employer("Canary Company")
    own.enroll(spouse(), child(), hired_on=factories.date(2026, 9, 1))
    born = factories.date(1970, 1, 1)
    family = other.enroll(
        child("Canarito", "Zeisig", born=factories.date(2012, 3, 3), number=""),
        employee=applicant("Xanthippe", "Zeisig", born=born, number="456-78-9123"),
    )
    assert family.state == "completed"
    held = other.enroll(employee=applicant("Canary", "Morales", born=born, number="123-45-6788"))
    assert held.state == "in_review"
    factories.code(other, email="canary@example.test", name="Canary Clerk", at=timezone.now())
    return own, other


def text_of(response):
    """The readable text of a response: pages, files, PDFs and workbooks."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    if kind == "application/pdf":
        with pypdfium2.PdfDocument(content) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)
    if "spreadsheet" in kind:
        import io

        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return "\n".join(str(cell) for row in sheet.values for cell in row)
    return content.decode(errors="replace")


def crawled(client):
    """(address, text) of everything reachable from the first page, exports included."""
    seen, waiting = set(), [reverse("home"), *(reverse(name) for name in ("roster_csv", "roster_xlsx", "activity_csv"))]
    while waiting and len(seen) < PAGES_AT_MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address, follow=True)
        text = text_of(response)
        yield address, text
        links = re.findall(r'(?:href|hx-get)="(/[^"#]*|\?[^"#]*)"', text)
        for link in links:
            link = link.replace("&amp;", "&")
            link = address.split("?")[0] + link if link.startswith("?") else link
            if not link.startswith(("/static/", "/accounts/", "/tour/", "/healthz")):
                waiting.append(link)


def test_a_crawl_of_everything_meets_no_canary(two):
    own, _other = two
    client = Client()
    client.force_login(own.administrator)
    factories.has_just_signed_in(client)
    pages = dict(crawled(client))
    assert len(pages) > 30
    assert any("Ana Morales" in text for text in pages.values())
    for address, text in pages.items():
        for canary in CANARIES:
            assert canary not in text, address


def test_the_same_crawl_as_the_other_company_meets_every_canary_but_whole_numbers(two):
    _own, other = two
    client = Client()
    client.force_login(other.administrator)
    factories.has_just_signed_in(client)
    everything = "".join(text for _address, text in crawled(client))
    assert {each for each in CANARIES if each in everything} >= {"Canary", "Zeisig", "Xanthippe", "canary@"}
    assert "456-78-9123" not in everything


def test_no_mail_names_anybody(two):
    current_app.loader.import_default_modules()
    with tenancy.as_user(None), tenancy.service():
        jobs = list(Job.objects.all())
    current_app.loader.import_default_modules()
    for job in jobs:
        current_app.tasks[job.kind](str(job.pk))
    assert len(mail.outbox) >= 3
    for letter in mail.outbox:
        for secret in ("Morales", "Zeisig", "Xanthippe", "456-78-9123", "6788"):
            assert secret not in letter.subject + re.sub(r"http\S+", "", letter.body)


def names_purchaser(path):
    return not {"purchaser", "purchaser_id"}.isdisjoint(path.split("__"))


def without_purchaser(condition, dropped):
    """A Q without its conditions on the purchaser."""
    kept = Q(_connector=condition.connector, _negated=condition.negated)
    for part in condition.children:
        if isinstance(part, tuple) and names_purchaser(part[0]):
            dropped.append(part[0])
        else:
            kept.children.append(without_purchaser(part, dropped) if isinstance(part, Q) else part)
    return kept


@pytest.fixture
def careless(monkeypatch):
    """Drop every condition on the purchaser: in filter, exclude and get, as keyword or Q, and in related managers.
    Returns the names of what was dropped.
    """
    dropped, filtered = [], QuerySet._filter_or_exclude_inplace

    def without(self, negate, args, kwargs):
        kept = without_purchaser(Q(*args, **kwargs), dropped)
        if kept:
            filtered(self, negate, (kept,), {})

    monkeypatch.setattr(QuerySet, "_filter_or_exclude_inplace", without)
    return dropped


def text_of_rows(statements):
    """The rows that the statements return now."""
    shown = []
    with connection.cursor() as cursor:
        for statement, arguments in statements:
            cursor.execute(statement, arguments)
            shown.append(str(cursor.fetchall()))
    return "\n".join(shown)


@pytest.mark.django_db(transaction=True)
def test_without_any_filter_of_the_application_the_database_still_shows_nothing_foreign(two, careless):
    """The owner of the tables runs the same statements and does see the other company."""
    own, other = two
    client, asked = Client(), {}
    client.force_login(own.administrator)
    factories.has_just_signed_in(client)

    def listen(execute, sql, params, many, context):
        if sql.startswith("SELECT") and 'FROM "enrollment_' in sql:
            asked.setdefault((sql, str(params)), (sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        pages = dict(crawled(client))
    assert len(pages) > 30
    assert len(careless) > 100
    for address, text in pages.items():
        for canary in CANARIES:
            assert canary not in text, address
    with own.scope():
        held = text_of_rows(asked.values())
    assert [canary for canary in CANARIES if canary in held] == []
    with as_owner():
        leaked = text_of_rows(asked.values())
        everybody = {model: set(model.objects.values_list("purchaser_id", flat=True)) for model in SHOWN}
    assert {"Canary", "Zeisig", "Xanthippe"} <= {canary for canary in CANARIES if canary in leaked}
    assert list(everybody.values()) == [{own.purchaser.pk, other.purchaser.pk}] * len(SHOWN)
    with own.scope():
        for model in SHOWN:
            assert set(model.objects.values_list("purchaser_id", flat=True)) == {own.purchaser.pk}
