"""Actions that give access ask for the password again, then continue."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from access import tenancy
from access.models import AccessCode, Delegation, Grant
from accounts.models import Activity
from tests import factories
from tests.access.intake import Intake, approve
from tests.factories import NOW, PASSWORD

pytestmark = pytest.mark.django_db
LONG_AGO = NOW.replace(year=2020)
NOTE = "Olga Berg, 510-555-0199, asks for it"


def suspended(employer):
    grant = factories.grant(factories.user("Sam Ito"), employer.purchaser, privileges=["view_roster"], at=LONG_AGO)
    with employer.scope():
        Grant.objects.filter(pk=grant.pk).update(suspended_at=NOW, suspended_by=employer.administrator)
    return grant


def is_suspended(grant):
    with tenancy.scope(grant.purchaser):
        return Grant.objects.get(pk=grant.pk).suspended_at is not None


def prove(client, asked):
    """Enter the password on the page a view redirected to."""
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    return client.post(asked["Location"], {"password": PASSWORD})


def test_an_administrator_who_resumes_access_shows_the_password_first(client, employer):
    grant = suspended(employer)
    client.force_login(employer.administrator)
    asked = client.post(reverse("act_on_access", args=[grant.pk, "resume"]))
    assert is_suspended(grant)
    assert prove(client, asked)["Location"] == reverse("access")
    assert not is_suspended(grant)


def test_an_administrator_who_stops_access_is_asked_nothing(client, employer):
    grant = factories.grant(factories.user("Sam Ito"), employer.purchaser, privileges=["view_roster"], at=LONG_AGO)
    client.force_login(employer.administrator)
    assert client.post(reverse("act_on_access", args=[grant.pk, "suspend"]))["Location"] == reverse("access")
    assert is_suspended(grant)


def test_an_administrator_who_names_an_organization_shows_the_password_first(client, employer):
    client.force_login(employer.administrator)
    asked = client.post(reverse("new_delegation"), {"name": "Summit Brokers", "kind": "broker"})
    with employer.scope():
        assert not Delegation.objects.exists()
    made = prove(client, asked)["Location"]
    with employer.scope():
        assert made == reverse("delegation", args=[Delegation.objects.get(name="Summit Brokers").pk])


def test_a_representative_who_resumes_access_shows_the_password_first_and_the_note_is_kept(client, employer):
    grant = suspended(employer)
    client.force_login(employer.purchaser.representative.user)
    asked = client.post(reverse("admin:access_grant_stop", args=[grant.pk]), {"note": NOTE, "act": "resume"})
    assert is_suspended(grant)
    assert prove(client, asked)["Location"] == reverse("admin:access_grant_changelist")
    assert not is_suspended(grant)
    with employer.scope():
        assert Activity.objects.get(verb="called_back").summary == NOTE


def test_a_representative_who_stops_access_in_an_emergency_is_asked_nothing(client, employer):
    client.force_login(employer.purchaser.representative.user)
    client.post(reverse("admin:access_grant_stop", args=[employer.grant.pk]), {"note": NOTE, "act": "suspend"})
    assert is_suspended(employer.grant)


def test_a_note_that_was_left_out_is_asked_for_and_what_was_chosen_stays(client, employer):
    grant = suspended(employer)
    client.force_login(employer.purchaser.representative.user)
    factories.has_just_signed_in(client)
    refused = client.post(reverse("admin:access_grant_stop", args=[grant.pk]), {"note": " ", "act": "resume"})
    assert (refused.status_code, is_suspended(grant)) == (422, True)


@pytest.mark.parametrize("act", ["approve", "link"])
def test_a_representative_who_approves_shows_the_password_first(client, act):
    intake = Intake()
    sam = factories.user("Sam Ito", email="sam@example.test")
    made = intake.checked()
    approve(intake, made, intake.first)
    client.force_login(intake.second)
    case = reverse("admin:access_accessrequest_case", args=[made.pk])
    asked = client.post(
        reverse("admin:access_accessrequest_act", args=[made.pk]), {"act": act, "seen": intake.seen(made)}
    )
    assert intake.again(made).state == "approved"
    assert prove(client, asked)["Location"] == case
    with tenancy.scope(intake.purchaser):
        given = [*AccessCode.objects.values_list("email"), *Grant.objects.values_list("user_id")]
    expected = {"approve": ("code_sent", [("sam@example.test",)]), "link": ("completed", [(sam.pk,)])}
    assert (intake.again(made).state, given) == expected[act]


def test_proof_at_the_desk_works_with_its_tokens_and_a_wrong_password_gives_nothing():
    intake = Intake()
    made = intake.checked()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(intake.first)

    def token(address):
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode()).group(1)

    case = reverse("admin:access_accessrequest_case", args=[made.pk])
    act = {"act": "approve", "csrfmiddlewaretoken": token(case), "seen": intake.seen(made)}
    ask = browser.post(reverse("admin:access_accessrequest_act", args=[made.pk]), act)["Location"]
    for password, state in (("a wrong password here", "verifying"), (PASSWORD, "approved")):
        browser.post(ask, {"password": password, "csrfmiddlewaretoken": token(ask)})
        assert intake.again(made).state == state


def test_rejecting_and_asking_are_not_held_up(client):
    intake = Intake()
    client.force_login(intake.first)
    for act, state in ((("ask"), "needs_info"), (("reject"), "rejected")):
        made = intake.checked(requester_email=f"{act}@example.test")
        address = reverse("admin:access_accessrequest_act", args=[made.pk])
        sent = {"act": act, "note": "A page is missing", "reason": "not_signed", "seen": intake.seen(made)}
        client.post(address, sent)
        assert intake.again(made).state == state
