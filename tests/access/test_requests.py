"""A representative's work on a user ID request, from receipt to code."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from access import services, tenancy
from access.models import AccessCode, AccessRequest, Grant
from access.privileges import ADMINISTRATOR
from access.tasks import follow_up_requests, mail_code, tell_requester
from accounts.models import Job
from tests import factories
from tests.access.intake import FORM, approve, scan
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_receipt_starts_a_clock_of_five_business_days(intake):
    """Monday 2026-11-23 with Thanksgiving on the 26th: the fifth business day after is Tuesday, December 1."""
    made = intake.received()
    assert (made.state, made.purchaser_id, made.due_at.isoformat()) == (
        "received",
        intake.purchaser.pk,
        "2026-12-02T01:00:00+00:00",
    )


def test_waiting_for_information_stops_the_clock_and_a_document_starts_it_again(intake):
    made = intake.checked()
    with intake.staff():
        services.ask_requester(request_id=made.pk, note="The form cannot be read", by=intake.first, at=NOW)
    waiting = intake.again(made)
    assert (waiting.state, waiting.due_at, waiting.minutes_left > 0) == ("needs_info", None, True)
    later = NOW + timedelta(days=10)
    with intake.staff():
        services.register_document(content=scan(), kind="fax", reference=made.reference, by=intake.first, at=later)
    assert intake.again(made).due_at > later


def test_duplicate_forms_attach_to_the_first(intake):
    first = intake.received()
    second = intake.drawn_up()
    with intake.staff():
        document = services.register_document(
            content=scan(), kind="letter", reference=second.reference, by=intake.first, at=NOW
        )
        assert document.request_id == first.pk
        assert first.documents.count() == 2


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"officer_name": "Somebody Else"}, "officer who signs is on the contract"),
        ({"call_back": ""}, "called back"),
        ({"purchaser_number": "999-99999"}, "contract is active"),
        ({"requester_email": ""}, "requester is named"),
        ({"privileges": []}, "Privileges are chosen"),
    ],
)
def test_nothing_is_approved_before_everything_holds(intake, facts, words):
    made = intake.checked(**facts)
    with pytest.raises(services.CannotProceed, match=words):
        approve(intake, made, intake.first)


def test_group_terminated_cannot_be_approved(intake):
    made = intake.checked()
    with intake.staff():
        intake.purchaser.contract_ends_on = factories.date(2026, 11, 1)
        intake.purchaser.save()
    with pytest.raises(services.CannotProceed, match="contract is active"):
        approve(intake, made, intake.first)


def test_the_first_administrator_needs_two_who_approve_and_gets_the_code(intake):
    made = intake.checked()
    approve(intake, made, intake.first)
    assert intake.again(made).state == "approved"
    with pytest.raises(services.CannotProceed, match="needs a second approval"):
        approve(intake, made, intake.first)
    approve(intake, made, intake.second)
    sent = intake.again(made)
    assert (sent.state, sent.approved_by, sent.seconded_by) == ("code_sent", intake.first, intake.second)
    with tenancy.as_user(None), tenancy.service():
        job = Job.objects.get(kind="access.mail_code")
    mail_code(str(job.pk))
    sam = factories.user("Sam Ito", email="sam@example.test")
    (plain,) = re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", mail.outbox[0].body)

    at = timezone.now()
    index = services.enter_code(user=sam, typed=plain, address="203.0.113.7", at=at)
    grant = services.redeem(index=index, user=sam, at=at)
    assert set(grant.privileges) == ADMINISTRATOR
    follow_up_requests()
    assert intake.again(made).state == "completed"


def test_a_further_administrator_needs_one(intake):
    factories.grant(factories.user("Kim"), intake.purchaser, at=NOW.replace(year=2020))
    approve(intake, intake.checked(), intake.second)
    with intake.staff():
        assert AccessCode.objects.get().email == "sam@example.test"


def test_an_existing_user_is_linked_without_a_code_and_told(intake):
    sam = factories.user("Sam Ito", email="sam@example.test")
    made = intake.checked()
    approve(intake, made, intake.first)
    approve(intake, made, intake.second, link=True)
    with tenancy.scope(intake.purchaser):
        assert Grant.objects.get().user == sam
        assert not AccessCode.objects.exists()
    with tenancy.as_user(None), tenancy.service():
        job = Job.objects.get(kind="access.tell_requester")
    tell_requester(str(job.pk))
    assert "linked to your existing user ID" in mail.outbox[0].body


def test_wrong_requester_is_rejected_and_the_mail_says_how_to_mend_it(intake):
    made = intake.checked()
    with intake.staff():
        services.reject(request_id=made.pk, reason="requester_mismatch", note="", by=intake.first, at=NOW)
        job = Job.objects.get(kind="access.tell_requester")
    tell_requester(str(job.pk))
    assert "List the person who will use the portal as the requester" in mail.outbox[0].body
    with intake.staff(), pytest.raises(services.CannotProceed, match="now “Rejected”"):
        services.reject(request_id=made.pk, reason="not_signed", note="", by=intake.first, at=NOW)


def test_a_request_that_was_never_followed_expires(intake):
    made = intake.drawn_up()
    with tenancy.as_user(None), tenancy.service():
        services.follow_up(at=NOW + timedelta(days=59))
        assert AccessRequest.objects.get(pk=made.pk).state == "draft"
        services.follow_up(at=NOW + timedelta(days=61))
        assert AccessRequest.objects.get(pk=made.pk).state == "expired"


def test_a_representative_takes_a_fax_in_and_brings_it_to_a_code(client, intake):
    made = intake.drawn_up()
    client.force_login(intake.first)
    fax = SimpleUploadedFile("../../etc/passwd.pdf", scan("PDF"))
    address = reverse("admin:access_accessdocument_register")
    case = client.post(address, {"file": fax, "kind": "fax", "reference": made.reference})["Location"]
    assert case == reverse("admin:access_accessrequest_case", args=[made.pk])
    act = reverse("admin:access_accessrequest_act", args=[made.pk])
    written = FORM | {"purchaser_number": intake.purchaser.number, "call_back": "Olga Berg, 510-555-0199, confirms"}
    assert "Not yet" in client.get(case).content.decode()
    client.post(act, written | {"act": "fill_in", "seen": intake.seen(made)})
    assert "Not yet" not in client.get(case).content.decode()
    factories.has_just_signed_in(client)
    client.post(act, {"act": "approve", "seen": intake.seen(made)})
    refused = client.post(act, {"act": "approve", "seen": intake.seen(made)})
    assert (refused.status_code, "needs a second approval" in refused.content.decode()) == (422, True)
    client.force_login(intake.second)
    factories.has_just_signed_in(client)
    client.post(act, {"act": "approve", "seen": intake.seen(made)})
    assert intake.again(made).state == "code_sent"
    listed = client.get(reverse("admin:access_accessrequest_changelist")).content.decode()
    assert made.reference in listed
