"""What two requests do at the same moment: one is first, the other is answered in words, and no log line quotes a row."""

import io
import json
import logging
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from access import tenancy
from access.tasks import register
from accounts.models import Closure, Job, User
from accounts.notices import REGISTER
from enrollment.models import CannedReply
from portal.logs import formatter
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_limits")]
FORM = {"name": "Canary Person", "email": "Canary@example.test", "password1": "violet river seven lanterns"}


@pytest.fixture
def logged():
    """Every log line of the test, as the console gets it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)


def at_once(count, ask):
    """The answers of `count` clients that ask at the same moment."""
    barrier, answers = threading.Barrier(count), []

    def run(place):
        client = Client(raise_request_exception=False)
        try:
            barrier.wait()
            answers.append(ask(client, place))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_an_address_registered_twice_at_once_is_answered_as_a_known_one(settings, logged):
    settings.ACCOUNT_RATE_LIMITS = False
    answers = at_once(5, lambda client, _place: client.post(reverse("account_signup"), FORM))
    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, reverse("account_email_verification_sent"))
    }
    with tenancy.as_user(None), tenancy.service():
        waiting = [str(key) for key in Job.objects.filter(kind=REGISTER).values_list("pk", flat=True)]
    at_once(len(waiting), lambda _client, place: register(waiting[place]))
    factories.register_who_asked()
    assert User.objects.filter(email="canary@example.test").count() == 1
    with tenancy.as_user(None), tenancy.service():
        assert not Job.objects.filter(error__icontains="canary").exists()
    assert "canary" not in logged.getvalue().lower()


def test_two_supervisors_close_one_day(logged):
    supervisors = [factories.supervisor("Ines Duarte"), factories.supervisor("Omar Reed")]

    def close(client, place):
        client.force_login(supervisors[place])
        return client.post(reverse("admin:accounts_closure_enter"), {"day": "12/24/2026", "reason": "Party"})

    assert sorted(each.status_code for each in at_once(2, close)) == [302, 422]
    assert Closure.objects.count() == 1


def test_two_representatives_add_one_saved_reply(canned_replies):
    people = [factories.user("Robin", representative=True), factories.user("Alex", representative=True)]

    def add(client, place):
        client.force_login(people[place])
        return client.post(reverse("admin:enrollment_cannedreply_add"), {"title": "Same title", "text": "Hello"})

    assert sorted(each.status_code for each in at_once(2, add)) == [200, 302]
    with tenancy.as_user(None), tenancy.staff():
        assert CannedReply.objects.filter(title="Same title").count() == 1


def failing(text):
    """A failure of the database that quotes a row, and what a page made of it."""
    try:
        with transaction.atomic():
            factories.user(email=text)
    except IntegrityError as failure:
        raise RuntimeError(f"could not add {text}") from failure


@pytest.mark.parametrize("way", ["exception", "exc_info", "celery"])
def test_a_line_about_a_failure_quotes_nothing(logged, way):
    factories.user(email="canary@example.test")
    log = logging.getLogger("celery.app.trace" if way == "celery" else "x")
    try:
        failing("canary@example.test")
    except RuntimeError as failure:
        if way == "exception":
            log.exception("It failed: %s", failure)
        elif way == "exc_info":
            log.error("It failed: %r", failure.__cause__, exc_info=failure)
        else:
            log.error("Task %s raised unexpected: %r", "access.mail_code", failure, exc_info=True)
    (line,) = logged.getvalue().splitlines()
    told = json.loads(line)
    assert "canary" not in line
    assert "RuntimeError" in told["exception"]
    assert "psycopg.errors.UniqueViolation (user_email_unique" in told["exception"]
    assert "test_same_moment.py" in told["exception"]
    assert told["event"].startswith(("It failed: ", "Task access.mail_code raised unexpected: "))


def test_a_page_that_fails_logs_no_text_of_the_failure(client, monkeypatch, logged):
    factories.user(email="canary@example.test")
    monkeypatch.setattr("portal.views.help.render", lambda *_, **__: failing("canary@example.test"))
    client.raise_request_exception = False
    assert client.get(reverse("help")).status_code == 500
    assert "canary" not in logged.getvalue()
    assert "UniqueViolation" in logged.getvalue()


def test_a_report_nested_without_end_is_refused(client):
    address, body = reverse("csp_report"), "[" * 9_000
    assert client.post(address, body, content_type="application/csp-report").status_code == 400
