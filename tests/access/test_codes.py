"""Access codes: one test for each edge case between a code and a grant."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from access import services, tenancy
from access.admission import Admission
from access.models import AccessCode
from access.rules.codes import ALPHABET, new_code, normalized
from accounts.models import Job
from tests import factories
from tests.access.codes import enter, grants_at, redeem, verbs
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_code_has_80_bits_in_four_groups():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", each) for each in codes)
    assert len(ALPHABET) ** 16 == 2**80
    assert {letter for each in codes for letter in each} == {*ALPHABET, "-"}


@given(st.text(ALPHABET, min_size=16, max_size=16), st.sampled_from(["", "-", " ", " - ", "–"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(letters, between, lower):
    typed = between.join(letters[at : at + 4] for at in range(0, 16, 4))
    assert normalized(typed.lower() if lower else typed) == letters
    assert normalized(typed.replace("O", "0").replace("I", "1").replace("B", "8")) == letters


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-IJKL-MNO", "ABCD-EFGH-IJKL-MNO9", "A" * 17, "\0" * 16, "é" * 16]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalized(typed) is None


def test_a_code_makes_the_grant_it_was_issued_for(employer, sam):
    code = factories.code(employer, privileges={"view_roster", "enroll"}, unit_ids=[employer.unit.pk])
    grant = redeem(sam, factories.mailed(employer, code))
    assert (grant.privileges, grant.unit_ids, grant.granted_by) == (
        ["enroll", "view_roster"],
        [employer.unit.pk],
        employer.administrator,
    )
    assert verbs(employer)[-3:] == ["issued_code", "granted_access", "redeemed_code"]


def test_only_a_keyed_hash_of_the_code_is_kept(employer, sam):
    plain = factories.mailed(employer, factories.code(employer))
    redeem(sam, plain)
    with tenancy.as_user(None), tenancy.service(), connection.cursor() as cursor:
        for table in ("access_accesscode", "accounts_job", "accounts_activity"):
            cursor.execute(f"SELECT coalesce(string_agg(row_to_json(each)::text, ''), '') FROM {table} each")
            (text,) = cursor.fetchone()
            assert plain not in text
            assert plain.replace("-", "") not in text


def test_the_code_stands_in_the_mail_and_the_mail_only(employer, django_capture_on_commit_callbacks):
    from access.tasks import mail_code

    code = factories.code(employer)
    with employer.scope():
        job = Job.objects.get(kind="access.mail_code")
    mail_code(str(job.pk))
    (sent,) = mail.outbox
    (plain,) = re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", sent.body)
    assert sent.to == ["sam@example.test"]
    assert plain not in sent.subject + str(sent.extra_headers)
    assert not re.search(r"http\S*" + plain, sent.body)
    assert "http://testserver/code/" in sent.body
    user = factories.user("Sam", email="sam@example.test")
    assert redeem(user, plain, at=timezone.now()).user == user
    with employer.scope():
        assert plain not in str(Job.objects.get(pk=job.pk).__dict__)
        code.refresh_from_db()
        assert code.expires_at - code.sent_at == timedelta(days=7)


def test_a_mail_that_failed_is_sent_again_with_another_code(employer, sam, monkeypatch):
    from access import delivery, jobs
    from access.tasks import mail_code

    factories.code(employer, at=timezone.now())
    with employer.scope():
        job = Job.objects.get(kind="access.mail_code")
    plain = []

    def fails(code, text):
        plain.append(text)
        raise ConnectionError

    monkeypatch.setattr(delivery, "mail_code", fails)
    mail_code(str(job.pk))
    with pytest.raises(services.CodeRefused):
        enter(sam, plain[0], at=timezone.now())
    monkeypatch.undo()
    jobs.ring_for_due_jobs(at=timezone.now() + jobs.LEASE * 2)
    mail_code(str(job.pk))
    (sent,) = mail.outbox
    assert plain[0] not in sent.body


@pytest.mark.parametrize("days", [7, 8])
def test_code_expired(employer, sam, days):
    """A code works for seven days. After that it stays dead."""
    plain = factories.mailed(employer, factories.code(employer))
    at = NOW + timedelta(days=days, seconds=-1)
    if days == 7:
        assert redeem(sam, plain, at=at).user == sam
        return
    with pytest.raises(services.CodeRefused):
        redeem(sam, plain, at=at)
    again = factories.mailed(employer, factories.code(employer, at=at), at=at)
    with pytest.raises(services.CodeRefused):
        redeem(sam, plain, at=at)
    assert redeem(sam, again, at=at).user == sam


def test_code_entered_twice_by_the_same_user(employer, sam):
    plain = factories.mailed(employer, factories.code(employer))
    redeem(sam, plain)
    with pytest.raises(services.AlreadyLinked) as linked:
        enter(sam, plain)
    assert linked.value.purchaser == employer.purchaser
    assert len(grants_at(employer)) == 1


def test_code_entered_by_another_person(employer, sam):
    """The wrong user sees the message for a wrong code. The first try is reported, and five tries kill the code."""
    plain = factories.mailed(employer, factories.code(employer))
    others = [factories.user(f"Other {place}") for place in range(5)]
    for place, other in enumerate(others):
        with pytest.raises(services.CodeRefused):
            enter(other, plain, address=f"203.0.113.{place}")
    assert verbs(employer).count("refused_code") == 5
    with employer.scope():
        assert Job.objects.filter(kind="access.tell_issuer").count() == 2
    with pytest.raises(services.CodeRefused):
        enter(sam, plain)
    assert grants_at(employer) == []


def test_a_code_that_one_has_entered_another_cannot_redeem(employer, sam):
    index = enter(sam, factories.mailed(employer, factories.code(employer)))
    with pytest.raises(services.CodeRefused):
        services.redeem(index=index, user=factories.user("Other"), at=NOW)
    assert grants_at(employer) == []
    assert services.redeem(index=index, user=sam, at=NOW).user == sam


def test_e_mail_on_the_code_is_compared_whole_and_in_any_case(employer):
    plain = factories.mailed(employer, factories.code(employer, email="Sam.Ito+work@Example.TEST"))
    for near in ("sam.ito@example.test", "am.ito+work@example.test", "sam.ito+work@example.test.evil"):
        with pytest.raises(services.CodeRefused):
            enter(factories.user(email=near), plain, address=near)
    assert redeem(factories.user(email="sam.ito+work@example.test"), plain).purchaser == employer.purchaser


def test_a_code_taken_back_is_dead(employer, sam):
    code = factories.code(employer)
    plain = factories.mailed(employer, code)
    with employer.scope():
        services.take_code_back(code_id=code.pk, own=Admission.of(employer.grant), at=NOW)
    with pytest.raises(services.CodeRefused):
        redeem(sam, plain)


def test_a_new_code_for_an_address_kills_the_earlier_one(employer, sam):
    first = factories.mailed(employer, factories.code(employer))
    second = factories.mailed(employer, factories.code(employer))
    with pytest.raises(services.CodeRefused):
        enter(sam, first)
    assert redeem(sam, second).user == sam


def test_group_terminated_before_redeem(employer, sam):
    plain = factories.mailed(employer, factories.code(employer))
    with tenancy.as_user(None), tenancy.staff():
        employer.purchaser.contract_ends_on = factories.date(2026, 11, 22)
        employer.purchaser.save()
    with pytest.raises(services.CodeRefused):
        redeem(sam, plain)


def test_a_code_whose_access_would_have_ended_is_refused(employer, sam):
    plain = factories.mailed(employer, factories.code(employer, ends_at=NOW + timedelta(days=1)))
    with pytest.raises(services.CodeRefused):
        enter(sam, plain, at=NOW + timedelta(days=2))
    index = enter(sam, plain)
    with pytest.raises(services.CodeRefused):
        services.redeem(index=index, user=sam, at=NOW + timedelta(days=2))


def test_user_works_for_two_groups(employer, sam):
    other = factories.Employer("Zenith Other")
    for at in (employer, other):
        redeem(sam, factories.mailed(at, factories.code(at)))
    assert [len(grants_at(at)) for at in (employer, other)] == [1, 1]


def test_somebody_with_access_is_changed_not_sent_a_code(employer, sam):
    redeem(sam, factories.mailed(employer, factories.code(employer)))
    with pytest.raises(services.CannotChangeAccess, match="already has access"):
        factories.code(employer)


def test_access_that_has_run_out_can_be_given_again(employer, sam):
    redeem(sam, factories.mailed(employer, factories.code(employer, ends_at=NOW + timedelta(days=1))))
    later = NOW + timedelta(days=3)
    grant = redeem(sam, factories.mailed(employer, factories.code(employer, at=later), at=later), at=later)
    assert grant.ends_at is None


def test_the_application_cannot_read_another_purchasers_codes(employer):
    code = factories.code(employer)
    factories.mailed(employer, code)
    other = factories.Employer("Other")
    with other.scope():
        assert AccessCode.objects.count() == 0
    with tenancy.as_user(other.administrator):
        assert AccessCode.objects.count() == 0
    with tenancy.holding_code(b"\1" * 16, user=other.administrator):
        assert AccessCode.objects.count() == 0
