"""The mail server is down: what hangs on a mailed link is refused with a page; what does not goes on."""

import socket

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits", "no_mail_server")]
LONG = "seven quiet lanterns over the bay"


@pytest.fixture
def no_mail_server(settings):
    """A port that nobody listens on."""
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
    return answer.status_code == 503 and "Please try again in a minute" in answer.content.decode()


@pytest.mark.parametrize("who", ["known", "nobody"])
def test_a_forgotten_password_waits_for_the_mail_server_whoever_asks(client, who):
    client.raise_request_exception = False
    address = factories.user().email if who == "known" else "nobody@example.test"
    assert refused(client.post(reverse("account_reset_password"), {"email": address}))


def test_nobody_is_registered_who_cannot_be_mailed(client):
    client.raise_request_exception = False
    form = {"name": "Sam Ito", "email": "sam@example.test", "password1": LONG}
    assert refused(client.post(reverse("account_signup"), form))
    assert not User.objects.filter(email="sam@example.test").exists()


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
