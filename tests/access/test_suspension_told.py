"""A suspension is mailed once to the user and to the company's administrators."""

import pytest
from django.core import mail
from django.urls import reverse

from access import services, tenancy
from access.admission import Admission
from access.tasks import tell_suspended
from accounts.models import Job
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NOTE = "Olga Berg, 510-555-0199, laptop stolen"


def suspend(client, employer, grant):
    client.force_login(employer.purchaser.representative.user)
    stop = reverse("admin:access_grant_stop", args=[grant.pk])
    assert client.post(stop, {"act": "suspend", "note": NOTE}).status_code == 302


def send():
    with tenancy.as_user(None), tenancy.service():
        jobs = list(Job.objects.filter(kind="access.tell_suspended", state="queued").values_list("pk", flat=True))
    for job in jobs:
        tell_suspended(str(job))
    return sorted((letter.to[0], letter.subject, letter.body) for letter in mail.outbox)


def test_the_user_and_the_administrators_hear_of_it(client, employer, grant):
    viewer = factories.user("Kim Lee")
    factories.grant(viewer, employer.purchaser, privileges=["view_roster"])
    elsewhere = factories.Employer("Elsewhere")
    suspend(client, employer, grant)
    letters = {to: (subject, " ".join(body.split())) for to, subject, body in send()}
    assert set(letters) == {"sam@example.test", employer.administrator.email}
    assert elsewhere.administrator.email not in letters
    subject, body = letters["sam@example.test"]
    assert subject == "Your access was suspended"
    assert "suspended your access to Harbor Freight Cooperative." in body
    assert "1-800-555-0142" in body
    subject, body = letters[employer.administrator.email]
    assert subject == "A representative suspended a user's access"
    assert (
        "called your company and then suspended the access of Sam Ito (sam@example.test) to Harbor Freight Cooperative"
        in body
    )
    assert "http://testserver/access/" in body
    assert NOTE not in body


def test_the_last_administrator_hears_of_the_own_suspension_once(client, employer):
    suspend(client, employer, employer.grant)
    assert [to for to, _subject, _body in send()] == [employer.administrator.email]
    suspend(client, employer, employer.grant)
    assert len(send()) == 1


def test_what_an_administrator_suspends_is_not_a_representatives_word(employer, grant):
    with employer.scope():
        services.suspend_access(
            grant_id=grant.pk,
            own=Admission.of(employer.grant),
            purchaser=employer.purchaser,
            by=employer.administrator,
            at=NOW,
        )
    assert send() == []
