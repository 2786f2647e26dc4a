"""A representative helps a user who lost the second factor or whose session is stolen."""

import html
import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import services, tenancy
from access.models import Grant
from access.tasks import tell_factors_removed, tell_sessions_ended
from accounts.models import Activity, Job
from tests import factories, staff_flags
from tests.factories import NOW, PASSWORD

pytestmark = pytest.mark.django_db
LONG_AGO = NOW.replace(year=2020)
NOTE = "Olga Berg, 510-555-0199, knows Sam Ito"
REASON = "Laptop stolen, Olga Berg called"


def page_of(grant):
    return reverse("admin:access_grant_sign_in", args=[grant.pk])


def signed_in(user):
    browser = Client()
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return browser


def is_signed_in(browser):
    return browser.get(reverse("sessions")).status_code == 200


def with_second_factors(user):
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def factors(user):
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def test_a_lost_second_factor_is_removed_after_a_call_back(rep_desk, employer, grant, settings):
    sam, there = grant.user, signed_in(grant.user)
    with_second_factors(sam)
    page = text(rep_desk.get(page_of(grant)))
    assert ("Authenticator app" in page, "Recovery codes" in page) == (True, True)
    assert rep_desk.post(page_of(grant), {"act": "remove", "note": NOTE})["Location"] == page_of(grant)
    assert (factors(sam), is_signed_in(there)) == ([], False)
    with employer.scope():
        lines = Activity.objects.filter(verb__in=["called_back", "removed_second_factors"]).order_by("pk")
        assert list(lines.values_list("verb", "summary", "staff_only")) == [
            ("called_back", NOTE, False),
            ("removed_second_factors", "Sam Ito", False),
        ]
    settings.MFA_REQUIRED = True
    assert signed_in(sam).get(reverse("roster"))["Location"] == reverse("mfa_index")


def test_the_user_is_told_by_a_mail_without_secrets(rep_desk, grant):
    with_second_factors(grant.user)
    rep_desk.post(page_of(grant), {"act": "remove", "note": NOTE})
    with tenancy.as_user(None), tenancy.service():
        job = Job.objects.get(kind="access.tell_factors_removed")
    assert job.arguments == {"user": grant.user_id}
    tell_factors_removed(str(job.pk))
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["sam@example.test"], "Your second steps were removed")
    assert "If you didn't request this, call us right away" in letter.body
    for secret in ("Sam", "Olga", "510-555-0199"):
        assert secret not in letter.body


def test_it_is_in_the_security_log(rep_desk, employer, grant, caplog):
    with_second_factors(grant.user)
    with caplog.at_level(logging.INFO):
        rep_desk.post(page_of(grant), {"act": "remove", "note": NOTE})
    (line,) = [each.msg for each in caplog.records if "second_factors_removed" in str(each.msg)]
    staff = employer.purchaser.representative.user
    assert (line["user_id"], line["by_id"]) == (grant.user_id, staff.pk)
    assert NOTE not in str(line)


def test_removing_asks_for_the_password_first_and_goes_on_from_there(client, employer, grant):
    with_second_factors(grant.user)
    client.force_login(employer.purchaser.representative.user)
    asked = client.post(page_of(grant), {"act": "remove", "note": NOTE})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert factors(grant.user) == ["recovery_codes", "totp"]
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == page_of(grant)
    assert factors(grant.user) == []


def test_without_a_note_nothing_is_removed(rep_desk, grant):
    with_second_factors(grant.user)
    refused = rep_desk.post(page_of(grant), {"act": "remove", "note": " \0 "})
    assert refused.status_code == 422
    assert "Enter whom you called back, and at which number on file." in text(refused)
    assert factors(grant.user) == ["recovery_codes", "totp"]


def test_where_there_is_no_second_factor_the_refusal_says_how_the_user_signs_in(rep_desk, grant):
    refused = rep_desk.post(page_of(grant), {"act": "remove", "note": NOTE})
    assert (refused.status_code, "signs in with a password." in text(refused)) == (422, True)
    with tenancy.as_user(None), tenancy.service():
        assert not Job.objects.exists()


@pytest.mark.parametrize("act", ["remove", "end"])
def test_nobody_does_it_for_themselves_not_even_a_superuser(client, employer, act):
    own = employer.purchaser.representative.user
    staff_flags.set_flags(own, is_superuser=True)
    grant = factories.grant(own, employer.purchaser, privileges=["view_roster"], at=LONG_AGO)
    with_second_factors(own)
    client.force_login(own)
    factories.has_just_signed_in(client)
    client.get("/")
    refused = client.post(page_of(grant), {"act": act, "note": NOTE, "reason": REASON, "session": sessions(own)})
    assert (refused.status_code, "You can't do this for yourself." in text(refused)) == (422, True)
    assert factors(own) == ["recovery_codes", "totp"]
    assert is_signed_in(client)


@pytest.mark.parametrize("act", ["remove", "end"])
@pytest.mark.parametrize("given", [{"is_staff": True}, {"is_superuser": True}], ids=["staff", "superuser"])
def test_only_a_superuser_does_it_for_who_works_on_the_desk(rep_desk, employer, grant, act, given):
    sam, there = grant.user, signed_in(grant.user)
    with_second_factors(sam)
    staff_flags.set_flags(sam, **given)
    typed = {"act": act, "note": NOTE, "reason": REASON, "session": sessions(sam)}
    refused = rep_desk.post(page_of(grant), typed)
    assert (refused.status_code, "Ask a superuser to do this" in text(refused)) == (422, True)
    assert (factors(sam), is_signed_in(there)) == (["recovery_codes", "totp"], True)
    staff = employer.purchaser.representative.user
    staff_flags.set_flags(staff, is_superuser=True)
    assert rep_desk.post(page_of(grant), typed)["Location"] == page_of(grant)
    assert not is_signed_in(there)


def sessions(user):
    return list(UserSession.objects.filter(user=user).values_list("pk", flat=True))


def test_the_sessions_that_are_chosen_end_and_no_others(rep_desk, employer, grant):
    first, second = signed_in(grant.user), signed_in(grant.user)
    stranger = signed_in(employer.administrator)
    newest = UserSession.objects.filter(user=grant.user).latest("pk").pk
    page = text(rep_desk.get(page_of(grant)))
    assert page.count('name="session"') == 2
    assert len(re.findall(r"since \w+ \d+, \d{4}, \d+:\d\d [AP]M P[SD]T", page)) == 2
    chosen = [newest, *sessions(employer.administrator), "x", "9" * 40]
    rep_desk.post(page_of(grant), {"act": "end", "reason": REASON, "session": chosen})
    assert [is_signed_in(each) for each in (first, second, stranger)] == [True, False, True]
    with employer.scope():
        assert Activity.objects.get(verb="ended_sessions").summary == "Sam Ito: Laptop stolen, Olga Berg called"
    assert len(services.sessions_of(grant.user, at=timezone.now())) == 1


def test_without_a_session_chosen_the_page_says_what_to_do(rep_desk, grant):
    refused = rep_desk.post(page_of(grant), {"act": "end", "reason": REASON})
    assert (refused.status_code, "Choose at least one session" in text(refused)) == (422, True)


def test_without_a_reason_no_session_ends_and_what_was_chosen_is_still_chosen(rep_desk, grant):
    there, here = signed_in(grant.user), signed_in(grant.user)
    first, second = sorted(sessions(grant.user))
    refused = rep_desk.post(page_of(grant), {"act": "end", "reason": " \0 ", "session": [second]})
    assert (refused.status_code, "Enter why the sessions end." in text(refused)) == (422, True)
    assert (f'value="{first}" checked' in text(refused), f'value="{second}" checked' in text(refused)) == (False, True)
    assert (is_signed_in(there), is_signed_in(here)) == (True, True)


def test_ending_sessions_asks_for_the_password_first_and_goes_on_from_there(client, employer, grant):
    there = signed_in(grant.user)
    client.force_login(employer.purchaser.representative.user)
    typed = {"act": "end", "reason": REASON, "session": sessions(grant.user)}
    asked = client.post(page_of(grant), typed)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert is_signed_in(there)
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == page_of(grant)
    assert not is_signed_in(there)


def test_who_was_signed_out_is_told_by_a_mail_that_names_nobody(rep_desk, grant):
    signed_in(grant.user)
    rep_desk.post(page_of(grant), {"act": "end", "reason": REASON, "session": sessions(grant.user)})
    with tenancy.as_user(None), tenancy.service():
        job = Job.objects.get(kind="access.tell_sessions_ended")
    assert job.arguments == {"user": grant.user_id}
    tell_sessions_ended(str(job.pk))
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["sam@example.test"], "You were signed out")
    assert "If you didn't request this, call us right away" in letter.body
    for secret in ("Sam", "Olga", "stolen"):
        assert secret not in letter.body


def test_each_purchaser_where_the_user_has_access_sees_it_and_only_one_sees_what_was_said(rep_desk, employer, grant):
    other, over = factories.Employer("Northgate Mills"), factories.Employer("Gone Inc.")
    factories.grant(grant.user, other.purchaser, privileges=["view_roster"], at=LONG_AGO)
    ended = factories.grant(grant.user, over.purchaser, privileges=["view_roster"], at=LONG_AGO)
    with over.scope():
        Grant.objects.filter(pk=ended.pk).update(revoked_at=NOW, revoked_by=over.administrator)
    signed_in(grant.user)
    with_second_factors(grant.user)
    rep_desk.post(page_of(grant), {"act": "end", "reason": REASON, "session": sessions(grant.user)})
    rep_desk.post(page_of(grant), {"act": "remove", "note": NOTE})
    assert said(employer) == [
        ("ended_sessions", f"Sam Ito: {REASON}"),
        ("called_back", NOTE),
        ("removed_second_factors", "Sam Ito"),
    ]
    assert said(other) == [("ended_sessions", "Sam Ito"), ("removed_second_factors", "Sam Ito")]
    assert said(over) == []


def said(employer):
    verbs = ["ended_sessions", "called_back", "removed_second_factors"]
    with employer.scope():
        return list(Activity.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", "summary"))


def test_somebody_whose_access_is_over_is_found_and_helped(rep_desk, employer, grant):
    with_second_factors(grant.user)
    with employer.scope():
        Grant.objects.filter(pk=grant.pk).update(revoked_at=NOW, revoked_by=employer.administrator)
    listed = reverse("admin:access_grant_changelist")
    assert "sam@example.test" not in text(rep_desk.get(listed))
    assert page_of(grant) in text(rep_desk.get(listed, {"over": "yes"}))
    assert rep_desk.get(reverse("admin:access_grant_stop", args=[grant.pk])).status_code == 404
    rep_desk.post(page_of(grant), {"act": "remove", "note": NOTE})
    assert factors(grant.user) == []


def test_the_desk_sees_that_there_is_a_second_factor_and_never_its_secret(grant):
    with_second_factors(grant.user)
    with tenancy.as_user(None), tenancy.staff(), connection.cursor() as cursor:
        cursor.execute("SELECT type FROM mfa_authenticator ORDER BY type")
        assert cursor.fetchall() == [("recovery_codes",), ("totp",)]
        for refused in ("SELECT data FROM mfa_authenticator", "UPDATE mfa_authenticator SET user_id = 1"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(refused)
