"""A user ID request without progress: reminded, then expired."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from access import services, tenancy
from access.models import AccessCode
from access.tasks import tell_requester
from accounts.models import Activity, Job
from tests import factories
from tests.access.intake import code_sent, job, scan
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]


def test_request_never_followed_is_reminded_of_once_after_14_days(intake):
    made = intake.drawn_up()
    services.draw_up(at=NOW)
    for days, reminders in ((13, 0), (15, 1), (16, 1)):
        with tenancy.as_user(None), tenancy.service():
            services.follow_up(at=NOW + timedelta(days=days))
            assert Job.objects.filter(kind="access.tell_requester").count() == reminders, days
    tell_requester(job("access.tell_requester"))
    (letter,) = mail.outbox
    assert (letter.to, made.reference in letter.subject) == (["sam@example.test"], True)
    assert "We haven't received the signed form yet." in letter.body


def waiting(intake, state):
    """A request waiting for its requester since NOW."""
    if state == "draft":
        return intake.drawn_up()
    if state == "code_sent":
        return code_sent(intake)
    made = intake.checked()
    with intake.staff():
        return services.ask_requester(request_id=made.pk, note="Sam Ito's last page", by=intake.first, at=NOW)


def the_clock_runs(*, after):
    with tenancy.as_user(None), tenancy.service():
        services.follow_up(at=NOW + after)


ALMOST = timedelta(days=60, seconds=-1)


@pytest.mark.parametrize("state", ["draft", "needs_info", "code_sent"])
def test_request_never_followed_expires_60_days_after_it_began_to_wait(client, intake, state):
    made = waiting(intake, state)
    the_clock_runs(after=timedelta(days=14))
    the_clock_runs(after=ALMOST)
    assert intake.again(made).state == state
    the_clock_runs(after=timedelta(days=60))
    over = intake.again(made)
    assert (over.state, over.waits_since, over.due_at, over.minutes_left) == ("expired", None, None, None)
    assert over.closed_at == NOW + timedelta(days=60)
    with intake.staff():
        line = Activity.objects.get(verb="expired_request")
        assert (line.object_id, line.actor, line.channel, line.staff_only) == (str(made.pk), None, "clock", True)
    page = client.post(reverse("request_status"), {"reference": made.reference}).content.decode()
    assert "If you still need a user ID, send a new form." in page
    assert f'href="{reverse("user_id_request")}"' in page


def test_request_never_followed_is_told_by_a_mail_without_personal_data(intake, settings):
    waiting(intake, "needs_info")
    the_clock_runs(after=timedelta(days=60))
    tell_requester(job("access.tell_requester"))
    (letter,) = mail.outbox
    assert letter.to == ["sam@example.test"]
    assert "We closed the request because we didn't hear from you for 60 days." in letter.body
    assert f"{settings.BASE_URL}/user-id-request/\n" in letter.body
    for personal in ("Sam", "Ito", "Olga", "510-555", intake.purchaser.number, intake.purchaser.name):
        assert personal not in letter.subject + letter.body


def test_request_never_followed_takes_its_code_along(intake):
    """The code expires too, although it was mailed late and would work another week."""
    made = waiting(intake, "code_sent")
    with tenancy.scope(intake.purchaser):
        plain = services.make_code(made.code, at=NOW + ALMOST)
    the_clock_runs(after=timedelta(days=60))
    sam, later = factories.user("Sam Ito", email="sam@example.test"), NOW + timedelta(days=61)
    with pytest.raises(services.CodeRefused):
        services.enter_code(user=sam, typed=plain, address="x", at=later)
    with tenancy.scope(intake.purchaser):
        assert AccessCode.objects.get().revoked_at == NOW + timedelta(days=60)
        assert services.make_code(made.code, at=later) is None


def test_request_whose_code_was_entered_at_the_last_moment_does_not_expire(intake):
    made = waiting(intake, "code_sent")
    with tenancy.scope(intake.purchaser):
        plain = services.make_code(made.code, at=NOW + ALMOST)
    sam = factories.user("Sam Ito", email="sam@example.test")
    index = services.enter_code(user=sam, typed=plain, address="x", at=NOW + ALMOST)
    redeemed = []

    def redeem_first(execute, sql, *args):
        """The code is redeemed after the clock looked for used codes, and before it looks for what is over."""
        if "SKIP LOCKED" in sql and not redeemed:
            redeemed.append(index)
            with tenancy.acting_for(intake.purchaser, user=sam):
                services.redeem(index=index, user=sam, at=NOW + ALMOST)
        return execute(sql, *args)

    with connection.execute_wrapper(redeem_first):
        the_clock_runs(after=timedelta(days=60))
    assert (len(redeemed), intake.again(made).state) == (1, "code_sent")
    the_clock_runs(after=timedelta(days=60))
    assert intake.again(made).state == "completed"
    with tenancy.scope(intake.purchaser):
        assert AccessCode.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("needs_info", "Send us the missing information, or call us."),
        ("code_sent", "You haven't entered the access code we sent you. Enter it, or request a new one"),
    ],
)
def test_request_never_followed_is_reminded_of_14_days_after_it_began_to_wait(intake, state, words):
    waiting(intake, state)
    with tenancy.as_user(None), tenancy.service():
        before = Job.objects.filter(kind="access.tell_requester").count()
        for after, reminders in ((timedelta(days=14, seconds=-1), 0), (timedelta(days=14), 1), (timedelta(days=20), 1)):
            services.follow_up(at=NOW + after)
            assert Job.objects.filter(kind="access.tell_requester").count() == before + reminders, after
    tell_requester(job("access.tell_requester"))
    assert words in " ".join(mail.outbox[0].body.split())


def test_request_that_is_followed_does_not_expire(intake):
    """Both periods, 14 and 60 days, restart each time the requester is asked."""
    made, later = waiting(intake, "needs_info"), NOW + timedelta(days=50)
    the_clock_runs(after=timedelta(days=20))
    assert intake.again(made).reminded_at == NOW + timedelta(days=20)
    with intake.staff():
        services.register_document(content=scan(), kind="fax", reference=made.reference, by=intake.first, at=later)
    the_clock_runs(after=timedelta(days=200))
    assert intake.again(made).state == "verifying"
    with intake.staff():
        services.ask_requester(request_id=made.pk, note="Still one page", by=intake.first, at=later)
    the_clock_runs(after=timedelta(days=109))
    asked = intake.again(made)
    assert (asked.state, asked.reminded_at) == ("needs_info", NOW + timedelta(days=109))
    the_clock_runs(after=timedelta(days=110))
    assert intake.again(made).state == "expired"


def test_request_that_comes_back_after_it_expired_is_checked_anew(intake):
    made, later = waiting(intake, "code_sent"), NOW + timedelta(days=70)
    the_clock_runs(after=timedelta(days=60))
    with intake.staff():
        services.register_document(content=scan(), kind="fax", reference=made.reference, by=intake.first, at=later)
    back = intake.again(made)
    assert (back.state, back.call_back, back.approved_by, back.seconded_by) == ("received", "", None, None)
    with intake.staff():
        written = {"requester_email": "sam@example.test", "purchaser_number": intake.purchaser.number}
        services.fill_in(request_id=made.pk, by=intake.first, at=later, call_back="Olga Berg, again", **written)
        for who in (intake.second, intake.first):
            services.approve(request_id=made.pk, by=who, at=later)
        assert AccessCode.objects.open().count() == 1
    assert intake.again(made).waits_since == later
