"""Without the mail server: actions that need a mailed link get an error page; the rest goes on."""

import socket
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import timezone

from access import jobs
from access.tasks import tell_sign_in_changed
from accounts.models import User
from tests import factories
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits", "no_mail_server")]
LONG = "seven quiet lanterns over the bay"


@pytest.fixture
def no_mail_server(settings):
    """A port without a listener."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        smtp = {"host": "127.0.0.1", "port": closed.getsockname()[1], "timeout": 10}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": smtp}}
        yield


def sign_in_and_confirm(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def refused(answer):
    return answer.status_code == 503 and "Try again in a minute" in answer.content.decode()


@pytest.mark.parametrize("who", ["known", "nobody"])
def test_a_forgotten_password_waits_for_the_mail_server_whoever_asks(client, who):
    client.raise_request_exception = False
    address = factories.user().email if who == "known" else "nobody@example.test"
    assert refused(client.post(reverse("account_reset_password"), {"email": address}))


def test_nobody_is_registered_before_the_mail_server_is_back(client, settings):
    form = {"name": "Sam Ito", "email": "sam@example.test", "password1": LONG}
    assert client.post(reverse("account_signup"), form).status_code == 302
    factories.register_who_asked()
    assert not User.objects.filter(email="sam@example.test").exists()
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    factories.register_who_asked()
    assert User.objects.get(email="sam@example.test").check_password(LONG)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["sam@example.test"], "Confirm your email address")
    ]


class Refuses(BaseEmailBackend):
    """A mail server that knows no such mailbox."""

    def send_messages(self, letters):
        raise SMTPRecipientsRefused({letters[0].to[0]: (550, b"no such mailbox")})


def test_nobody_is_registered_whose_mailbox_does_not_exist(client, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Refuses"}}
    form = {"name": "Sam Ito", "email": "sam@example.test", "password1": LONG}
    assert client.post(reverse("account_signup"), form).status_code == 302
    factories.register_who_asked()
    assert not User.objects.filter(email="sam@example.test").exists()
    assert not EmailAddress.objects.filter(email="sam@example.test").exists()
    assert jobs.ring_for_due_jobs(at=timezone.now() + timedelta(days=1)) == 0


def test_another_address_is_not_waited_for_whose_link_was_not_sent(client):
    client.raise_request_exception = False
    sign_in_and_confirm(client, factories.user(email="sam@example.test"))
    assert refused(client.post(reverse("account_email"), {"email": "new@example.test", "action_add": ""}))
    assert not EmailAddress.objects.filter(email="new@example.test").exists()


def test_a_changed_password_counts_though_its_notice_cannot_be_sent(client):
    user = factories.user()
    sign_in_and_confirm(client, user)
    form = {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    user.refresh_from_db()
    assert user.check_password(LONG)


def test_a_notice_waits_for_the_mail_server_however_long_and_is_sent_once_it_is_back(client, settings):
    user = factories.user(email="sam@example.test")
    sign_in_and_confirm(client, user)
    form = {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG}
    client.post(reverse("account_change_password"), form)
    (job,) = factories.notices_on_their_way()
    now = timezone.now()
    for tries in range(8):
        with time_machine.travel(now + timedelta(minutes=2 * tries), tick=False):
            assert jobs.ring_for_due_jobs(at=timezone.now()) == 1
            tell_sign_in_changed(str(job.pk))
    (job,) = factories.notices_on_their_way()
    assert (job.attempts, job.due_at) == (0, now + timedelta(minutes=15))
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    for _ in range(2):
        tell_sign_in_changed(str(job.pk))
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["sam@example.test"], "Your password was changed")
    ]
    assert factories.notices_on_their_way() == []


def test_a_job_that_has_waited_for_three_days_dies_like_any_other(client):
    sign_in_and_confirm(client, factories.user())
    form = {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG}
    client.post(reverse("account_change_password"), form)
    (job,) = factories.notices_on_their_way()
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)), pytest.raises(ConnectionRefusedError):
        tell_sign_in_changed(str(job.pk))
