"""Problems on the way to a user ID: a returned email, an unknown officer, a changed ID, and more."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from access import delivery, documents, services, tenancy
from access.admission import Admission
from access.models import AccessCode, AccessRequest, Grant
from access.privileges import ADMINISTRATOR
from access.tasks import mail_code, tell_contacts, tell_issuer, tell_requester
from accounts.models import Activity, Contact, Job, Purchaser
from accounts.services import CannotRenumber, renumber
from tests import factories
from tests.access.intake import approve, code_sent, job, scan
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]


def test_e_mail_bounced(client, intake):
    """The code dies, the request waits for the right address, and approval restarts."""
    made = code_sent(intake)
    client.force_login(intake.first)
    case = reverse("admin:access_accessrequest_case", args=[made.pk])
    page = client.get(case).content.decode()
    assert ("The code is sent automatically." in page, "Mark email as returned" in page) == (True, False)
    mail_code(job("access.mail_code"))
    page = client.get(case).content.decode()
    assert ("The code is sent automatically." in page, "Mark email as returned" in page) == (False, True)
    mail.outbox.clear()
    client.post(
        reverse("admin:access_accessrequest_act", args=[made.pk]), {"act": "came_back", "seen": intake.seen(made)}
    )
    waiting = intake.again(made)
    assert (waiting.state, waiting.approved_by, waiting.seconded_by) == ("needs_info", None, None)
    with intake.staff():
        assert AccessCode.objects.get().revoked_by == intake.first
    tell_requester(job("access.tell_requester"))
    assert "We couldn't deliver the email with your access code." in mail.outbox[0].body


def test_e_mail_that_the_server_refuses_kills_the_code_and_its_issuer_hears_of_it(monkeypatch):
    employer = factories.Employer()
    factories.code(employer)

    def refuse(code, plain):
        raise SMTPRecipientsRefused({code.email: (550, b"no such user")})

    monkeypatch.setattr(delivery, "mail_code", refuse)
    mail_code(job("access.mail_code"))
    with employer.scope():
        assert AccessCode.objects.get().revoked_at is not None
        assert Activity.objects.filter(verb="returned_code").count() == 1
    tell_issuer(job("access.tell_issuer"))
    (letter,) = mail.outbox
    assert (letter.to, "to sam@example.test" in letter.body) == (
        [employer.administrator.email],
        True,
    )


def test_officer_not_on_contract_is_called_back_at_a_number_on_file_only(client, intake):
    made = intake.checked(officer_name="Somebody Else", requester_phone="900-555-0000")
    client.force_login(intake.first)
    page = client.get(reverse("admin:access_accessrequest_case", args=[made.pk])).content.decode()
    call = page[page.index("Call-back contacts") : page.index("<h2>Received documents")]
    assert ("510-555-0199" in call, "900-555-0000" in call) == (True, False)
    with pytest.raises(services.CannotProceed, match="officer who signs is on the contract"):
        approve(intake, made, intake.first)
    with intake.staff():
        services.ask_requester(request_id=made.pk, note="The officer is not in the contract", by=intake.first, at=NOW)
    assert intake.again(made).state == "needs_info"


def test_fax_illegible_is_asked_for_again_and_the_image_is_kept(intake):
    made = intake.checked()
    with intake.staff():
        services.ask_requester(request_id=made.pk, note="The fax cannot be read", by=intake.first, at=NOW)
        services.register_document(content=scan(), kind="fax", reference=made.reference, by=intake.first, at=NOW)
        first, second = made.documents.order_by("registered_at", "id")
        assert {documents.original(each.pk) for each in (first, second)} == {scan()}
    assert intake.again(made).state == "verifying"


def with_an_administrator(intake):
    kim = factories.user("Kim Lee", email="kim@example.test")
    factories.grant(kim, intake.purchaser, at=NOW.replace(year=2020))
    with tenancy.as_user(None), tenancy.staff():
        Contact.objects.create(purchaser=intake.purchaser, role="officer", name="Olga Berg", email="olga@example.test")
        Contact.objects.create(purchaser=intake.purchaser, role="billing", name="Bill", email="bill@example.test")


def test_second_primary_administrator_waits_two_days_and_everybody_on_file_is_told(intake):
    with_an_administrator(intake)
    approve(intake, intake.checked(), intake.second)
    with tenancy.as_user(None), tenancy.service():
        sending = Job.objects.get(kind="access.mail_code")
    assert sending.due_at == NOW + timedelta(days=2)
    tell_contacts(job("access.tell_contacts"))
    assert [letter.to for letter in mail.outbox] == [
        ["bill@example.test"],
        ["kim@example.test"],
        ["olga@example.test"],
    ]
    assert all("Sam Ito will become an administrator" in letter.body for letter in mail.outbox)
    assert "Wednesday, November 25, 2026" in mail.outbox[0].body


def test_an_existing_user_who_becomes_a_second_administrator_waits_too(intake):
    with_an_administrator(intake)
    sam = factories.user("Sam Ito", email="sam@example.test")
    approve(intake, intake.checked(), intake.second, link=True)
    with tenancy.scope(intake.purchaser):
        for days, grants in ((1, 0), (3, 1)):
            assert Grant.objects.in_force(NOW + timedelta(days=days)).filter(user=sam).count() == grants


def test_the_first_administrator_does_not_wait(intake):
    code_sent(intake)
    with tenancy.as_user(None), tenancy.service():
        assert Job.objects.get(kind="access.mail_code").due_at == NOW


def test_a_code_that_was_sent_is_stopped_when_the_company_objects(intake):
    with_an_administrator(intake)
    made = intake.checked()
    approve(intake, made, intake.second)
    with intake.staff():
        services.reject(request_id=made.pk, reason="not_confirmed", note="", by=intake.first, at=NOW)
        assert AccessCode.objects.get().revoked_by == intake.first
    assert intake.again(made).state == "rejected"
    mail_code(job("access.mail_code"))
    assert mail.outbox == []


def test_a_code_that_was_entered_cannot_be_stopped_by_rejecting(intake):
    made = code_sent(intake)
    with tenancy.scope(intake.purchaser):
        plain = services.make_code(made.code, at=NOW)
    sam = factories.user("Sam Ito", email="sam@example.test")
    services.redeem(index=services.enter_code(user=sam, typed=plain, address="x", at=NOW), user=sam, at=NOW)
    with intake.staff(), pytest.raises(services.CannotProceed, match="Suspend the access instead"):
        services.reject(request_id=made.pk, reason="not_confirmed", note="", by=intake.first, at=NOW)


def test_purchaser_id_changes_and_grants_follow_and_the_old_one_still_finds_it(client, intake):
    """After a merger or new contract everyone keeps access, and the old ID finds the same company."""
    old, clerk = intake.purchaser.number, factories.user("Clerk")
    factories.grant(clerk, intake.purchaser, privileges=["view_bill"], at=NOW.replace(year=2020))
    client.force_login(intake.first)
    address = reverse("admin:accounts_purchaser_number", args=[intake.purchaser.pk])
    assert client.post(address, {"number": "12"}).status_code == 422
    client.post(address, {"number": "777-00001", "seen": old})
    with intake.staff():
        now = Purchaser.objects.get(pk=intake.purchaser.pk)
        assert (now.number, now.former_numbers) == ("777-00001", [old])
        assert Activity.objects.get(verb="renumbered_purchaser").before == {"number": old}
    assert intake.received(purchaser_number=old).purchaser_id == intake.purchaser.pk
    assert intake.received(purchaser_number="777-00001").purchaser_id == intake.purchaser.pk
    client.force_login(clerk)
    assert "777-00001" in client.get(reverse("home")).content.decode()


def test_a_purchaser_id_that_was_anothers_is_not_given(intake):
    other = factories.purchaser("Other")
    before = other.number
    with intake.staff():
        renumber(purchaser=other, number="777-00002", by=intake.first, at=NOW)
        for taken in (before, "777-00002", intake.purchaser.number):
            with pytest.raises(CannotRenumber):
                renumber(purchaser=intake.purchaser, number=taken, by=intake.first, at=NOW)
        renumber(purchaser=other, number=before, by=intake.first, at=NOW)
        assert Purchaser.objects.get(pk=other.pk).former_numbers == ["777-00002"]


def test_purchaser_id_guessed_answers_alike_and_soon_not_at_all(client, intake):
    answers = set()
    for number in (intake.purchaser.number, "999-99999", "", "x" * 400):
        response = client.post(reverse("tour_start"), {"number": number})
        answers.add((response.status_code, response["Location"]))
    assert len(answers) == 1
    for _ in range(16):
        client.post(reverse("tour_start"), {"number": intake.purchaser.number})
    refused = client.post(reverse("tour_start"), {"number": intake.purchaser.number})
    assert refused.status_code == 429


def test_the_same_form_asked_for_too_often_says_when_it_goes_on(client):
    for _ in range(10):
        client.post(reverse("user_id_request"), {"blank": "1"})
    refused = client.post(reverse("user_id_request"), {"blank": "1"})
    assert refused.status_code == 429
    minutes = int(re.search(r"in (\d+) minutes", refused.content.decode()).group(1))
    assert 55 <= minutes <= 60
    assert int(refused["Retry-After"]) > 3000
    assert AccessRequest.objects.count() == 0


def test_administrator_leaves_and_no_delegate_can_take_the_place():
    employer = factories.Employer()
    deputy = factories.grant(
        factories.user("Deputy"), employer.purchaser, privileges=["manage_access", "view_roster"], at=NOW
    )
    with employer.scope():
        services.leave(own=Admission.of(employer.grant), at=timezone.now())
    with pytest.raises(services.CannotChangeAccess, match="can't change your own access"), employer.scope():
        services.change_access(
            grant_id=deputy.pk,
            standing=services.standing_of(employer.grant),
            own=Admission.of(deputy),
            at=timezone.now(),
        )
    with pytest.raises(services.CannotChangeAccess, match="only permissions you have yourself"):
        factories.code(employer, own=deputy, privileges=ADMINISTRATOR)
