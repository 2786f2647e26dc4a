"""Retiring a field key: every value is encrypted again and reads as before."""

import base64
import secrets

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.adapter import MFAAdapter
from accounts.platform.encryption import CannotDecrypt
from enrollment.models import Change, PersonDetail
from portal.management.commands import reencrypt
from tests import factories
from tests.factories import child, spouse

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_limits")]
LONG = "seven quiet lanterns over the bay"


def numbers(employer):
    with employer.scope():
        return sorted(filter(None, PersonDetail.objects.values_list("number", flat=True)))


def payload(employer):
    with employer.scope():
        return [(change.payload, change.outcome) for change in Change.objects.all()]


def test_what_an_old_key_encrypted_is_written_again_with_the_first(settings, monkeypatch, capsys):
    monkeypatch.setattr(reencrypt, "AT_ONCE", 2)
    old = settings.FIELD_KEYS
    employer = factories.Employer()
    employer.enroll(spouse(), child(number=""))
    before = numbers(employer), payload(employer)
    new = {"new": base64.b64encode(secrets.token_bytes(32)).decode()}
    settings.FIELD_KEYS = new
    with pytest.raises(CannotDecrypt):
        numbers(employer)
    settings.FIELD_KEYS = new | old
    call_command("reencrypt")
    settings.FIELD_KEYS = new
    assert (numbers(employer), payload(employer)) == before
    settings.FIELD_KEYS = new | old
    capsys.readouterr()
    call_command("reencrypt")
    assert all(line.endswith(": 0 values written again") for line in capsys.readouterr().out.splitlines())


def test_every_encrypted_column_is_known():
    assert sorted(f"{table}.{column}" for table, column, _ in reencrypt.encrypted_columns()) == [
        "enrollment_change.outcome",
        "enrollment_change.payload",
        "enrollment_person.number",
        "enrollment_persondetail.number",
    ]


def test_second_factors_go_on_working_without_the_old_key(settings):
    old = settings.FIELD_KEYS
    who = factories.user()
    factor = TOTP.activate(who, "JBSWY3DPEHPK3PXP").instance
    new = {"new": base64.b64encode(secrets.token_bytes(32)).decode()}
    settings.FIELD_KEYS = new | old
    call_command("reencrypt")
    settings.FIELD_KEYS = new
    factor.refresh_from_db()
    assert MFAAdapter().decrypt(factor.data["secret"]) == "JBSWY3DPEHPK3PXP"


def test_a_notice_on_its_way_is_sent_without_the_old_key(client, settings):
    old = settings.FIELD_KEYS
    who = factories.user(email="sam@example.test")
    client.post(reverse("account_login"), {"login": who.email, "password": factories.PASSWORD})
    typed = {"oldpassword": factories.PASSWORD, "password1": LONG, "password2": LONG}
    client.post(reverse("account_change_password"), typed)
    new = {"new": base64.b64encode(secrets.token_bytes(32)).decode()}
    settings.FIELD_KEYS = new | old
    call_command("reencrypt")
    settings.FIELD_KEYS = new
    factories.send_notices()
    assert [letter.to for letter in mail.outbox] == [["sam@example.test"]]
