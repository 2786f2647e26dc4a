"""The command that creates representatives."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from access import tenancy
from accounts.models import Activity, User
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def make(email="Robin@Carrier.example", name="Robin Okafor"):
    call_command("representative", email, name)


def test_a_representative_chooses_a_password_by_mail_and_works_the_desk(client):
    make()
    client.post(reverse("account_reset_password"), {"email": "robin@carrier.example"})
    (link,) = re.findall(r"http://testserver(\S+/reset/key/\S+)", mail.outbox[0].body)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    client.post(reverse("account_login"), {"login": "robin@carrier.example", "password": PASSWORD})
    assert client.get("/admin/enrollment/review/").status_code == 200
    user = User.objects.get(email="robin@carrier.example")
    assert (user.is_staff, user.is_superuser, user.is_supervisor) == (True, False, False)
    with tenancy.as_user(None), tenancy.staff():
        (line,) = Activity.objects.filter(verb="made_representative")
    assert (line.actor, line.summary, line.staff_only) == (None, "Robin Okafor", True)


def test_neither_a_known_address_nor_what_is_none_makes_one():
    factories.user(email="robin@carrier.example")
    with pytest.raises(CommandError, match="already"):
        make()
    with pytest.raises(CommandError, match="not an email"):
        make("robin")
    assert not User.objects.representatives().exists()
