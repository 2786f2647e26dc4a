"""A link to a page of another of one's own companies offers the switch; a stranger's page stays missing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.guard import SESSION_PURCHASER
from access.privileges import ADMINISTRATOR
from tests import companies, factories, role_world
from tests.companies import FENCED, state, working
from tests.forms import posts_of
from tests.role_table import TABLE
from tests.role_world import LONG_AGO, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world, both = role_world.made_world, role_world.world, companies.both
WITH_ID = [path for path in FENCED if "<" in path and TABLE[path][1] in ("200", "302")]


@pytest.mark.parametrize("path", WITH_ID)
def test_a_link_to_another_company_of_ones_own_offers_the_switch(world, both, path):
    client = working(Client(), both, world.other)
    address = filled(path, world) + "?back=check"
    before = state()
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"This page belongs to {world.employer.purchaser.name}" in page
    assert f"Switch to {world.employer.purchaser.name}?" in page
    assert client.session[SESSION_PURCHASER] == world.other.purchaser.pk
    assert state() == before
    form = next(each for each in posts_of(answer, address) if each.hidden("next"))
    assert client.post(form.action, form.sent())["Location"] == address
    assert client.session[SESSION_PURCHASER] == world.employer.purchaser.pk


@pytest.mark.parametrize("path", [path for path in FENCED if "<" in path and TABLE[path][1] != "-"])
def test_a_strangers_page_stays_missing_for_whoever_has_more_companies(world, path):
    """Neither the answer nor its work tells a stranger's id from one that does not exist."""
    user = factories.user("Of Two")
    first, second = world.other, factories.Employer("Second Company")
    for employer in (first, second):
        factories.grant(user, employer.purchaser, privileges=ADMINISTRATOR, at=LONG_AGO)
    client = working(Client(), user, first)
    client.get(reverse("roster"))  # the first page writes to the session
    theirs = filled(path, world)
    missing = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "00000000-0000-4000-8000-000000000000", theirs)
    missing = re.sub(r"(?<=/)[1-9]\d*(?=/)", "999999937", missing)
    asked = []
    for address in (missing, theirs):
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(address)
        body = re.sub(r"[0-9A-F]{8}(?=</strong>)|nonce=\"[^\"]*\"", "", answer.content.decode())
        asked.append((answer.status_code, body, len(counted)))
    assert asked[0] == asked[1]
    assert "This page belongs to" not in asked[1][1]


def test_access_that_does_not_open_a_page_offers_nothing(world):
    """Ended access, a missing permission, other units: the answer is that of a page that does not exist."""
    address = reverse("person", args=[world.change.person_id])
    lacking = {"privileges": ["manage_access"]}, {"privileges": ["view_roster"], "units": [world.other_unit.pk]}
    for number, facts in enumerate([*lacking, {"privileges": ADMINISTRATOR, "suspended": True}, None]):
        user = factories.user(f"Of Two {number}")
        factories.grant(user, world.other.purchaser, privileges=ADMINISTRATOR, at=LONG_AGO)
        if facts:
            suspended = facts.pop("suspended", False)
            grant = factories.grant(user, world.employer.purchaser, at=LONG_AGO, **facts)
            if suspended:
                with world.employer.scope():
                    type(grant).objects.filter(pk=grant.pk).update(suspended_at=timezone.now(), suspended_by=user)
        client = working(Client(), user, world.other)
        assert client.get(address).status_code == 404


def test_the_way_on_after_a_switch_stays_in_the_portal(world, both):
    client = working(Client(), both, world.other)
    for address in ("https://example.test/", "//example.test/", "javascript:alert(1)"):
        sent = {"purchaser": world.employer.purchaser.pk, "next": address}
        assert client.post(reverse("switch_purchaser"), sent)["Location"] == reverse("home")
