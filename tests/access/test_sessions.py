"""Sessions: listed with their zone, ended remotely, cleared from the browser at sign-out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.access.signing_in import sign_in
from tests.pages import markup

pytestmark = pytest.mark.django_db


EVENING = datetime(2026, 11, 25, 2, 36, tzinfo=UTC)


def listed_sessions(user, *, chosen=None):
    """The sessions page after signing in and choosing a purchaser."""
    client = Client()
    with time_machine.travel(EVENING, tick=False):
        sign_in(client, user.email, factories.PASSWORD)
        if chosen:
            client.post(reverse("switch_purchaser"), {"purchaser": chosen.pk})
        return markup(client.get(reverse("sessions")))


def test_sessions_are_listed_in_the_zone_of_the_purchaser_and_it_is_named():
    employer = factories.Employer()
    page = listed_sessions(employer.administrator)
    assert ("since November 24, 2026, 6:36 PM<" in page, "Times are Pacific time." in page) == (True, True)
    east = factories.purchaser("Yankee Rope", zone="America/New_York")
    factories.grant(employer.administrator, east, privileges=["view_roster"], at=EVENING.replace(year=2020))
    page = listed_sessions(employer.administrator, chosen=east)
    assert ("since November 24, 2026, 9:36 PM<" in page, "Times are Eastern time." in page) == (True, True)


def test_a_representative_and_who_has_no_access_see_times_at_the_carriers_place():
    east = factories.purchaser("Yankee Rope", zone="America/New_York")
    factories.grant(east.representative.user, east, privileges=["view_roster"], at=EVENING.replace(year=2020))
    for user in (east.representative.user, factories.user()):
        page = listed_sessions(user)
        assert ("since November 24, 2026, 6:36 PM<" in page, "Times are Pacific time." in page) == (True, True)


def test_a_session_can_be_ended_from_elsewhere_with_fresh_proof_and_only_ones_own(client):
    sam, other = factories.user(email="sam@example.test"), factories.user()
    there, stranger = Client(), Client()
    for each in (client, there):
        sign_in(each, password=factories.PASSWORD)
    sign_in(stranger, other.email, factories.PASSWORD)
    page = client.get(reverse("sessions")).content.decode()
    assert page.count("End session") == 1
    theirs = UserSession.objects.get(user=other)
    assert client.post(reverse("end_session", args=[theirs.pk])).status_code == 404
    mine = UserSession.objects.get(user=sam, session_key=there.session.session_key)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.post(reverse("end_session", args=[mine.pk]))
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert there.get(reverse("enter_code")).status_code == 200
    client.post(reverse("end_session", args=[mine.pk]))
    assert there.get(reverse("enter_code")).status_code == 302
    assert client.get(reverse("enter_code")).status_code == 200
    assert stranger.get(reverse("enter_code")).status_code == 200


def test_every_page_of_ones_account_has_the_way_out(client):
    factories.user(email="sam@example.test")
    way_out = f'<a href="{reverse("account_logout")}">Sign out</a>'
    assert way_out not in client.get(reverse("account_login")).content.decode()
    sign_in(client, password=factories.PASSWORD)
    for name in ("sessions", "enter_code", "mfa_index", "account_email", "account_change_password", "help"):
        assert way_out in client.get(reverse(name)).content.decode()


def test_signing_out_clears_what_the_browser_keeps(client):
    factories.user(email="sam@example.test")
    sign_in(client, password=factories.PASSWORD)
    cookie = client.session.session_key
    response = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["session"] = cookie
    assert client.get(reverse("enter_code")).status_code == 302


def test_a_session_id_that_was_set_before_is_not_the_one_signed_in(client):
    factories.user(email="sam@example.test")
    client.cookies["session"] = "a" * 32
    sign_in(client, password=factories.PASSWORD)
    assert client.session.session_key != "a" * 32
    assert Client(headers={"cookie": f"session={'a' * 32}"}).get(reverse("enter_code")).status_code == 302
