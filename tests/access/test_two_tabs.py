"""Two people on one page of access or of the desk: the second overwrites nothing and is told."""

import re

import pytest
from django.urls import reverse

from access import services
from access.models import Grant
from accounts.models import Purchaser
from tests import factories
from tests.access.members import member, refreshed, text
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def seen_on(page):
    return re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]


@pytest.fixture
def warehouse(employer):
    return factories.unit(employer.purchaser, code="002", name="Warehouse")


@pytest.mark.parametrize("seen", ["opened", "", "no mark"])
def test_access_that_another_administrator_changed_is_not_overwritten(desk, employer, warehouse, seen):
    grant = member(employer, privileges=["view_roster", "enroll"])
    address = reverse("change_access", args=[grant.pk])
    opened = seen_on(desk.get(address))
    first = {"privileges": ["view_roster", "view_bill"], "unit_ids": [warehouse.pk], "seen": opened}
    assert desk.post(address, first).status_code == 302
    changed = refreshed(employer, grant)
    mark = opened if seen == "opened" else seen
    second = {"privileges": ["view_roster", "end_coverage"], "seen": mark}
    told = desk.post(address, second)
    page = text(told)
    assert told.status_code == 422
    assert "This access was changed after you opened this page" in page
    assert ("Dana Rivera changed this access on" in page) == bool(mark)
    assert re.search(r"<dt>Enrollment units</dt>\s*<dd>Warehouse</dd>", page)
    assert "See employees and dependents; See bills and payments" in page
    kept = re.findall(r'value="(\w+)"[^>]*checked', page)
    assert {"view_roster", "end_coverage"} <= set(kept)
    assert refreshed(employer, grant).privileges == changed.privileges
    assert desk.post(address, second | {"seen": seen_on(told)}).status_code == 302
    assert refreshed(employer, grant).privileges == ["end_coverage", "view_roster"]


def test_access_that_was_only_suspended_meanwhile_is_changed(desk, employer):
    """Suspending is an act of its own and is not overwritten."""
    grant = member(employer, privileges=["view_roster", "enroll"])
    address = reverse("change_access", args=[grant.pk])
    opened = seen_on(desk.get(address))
    desk.post(reverse("act_on_access", args=[grant.pk, "suspend"]))
    assert desk.post(address, {"privileges": ["view_roster"], "seen": opened}).status_code == 302
    with employer.scope():
        assert Grant.objects.get(pk=grant.pk).suspended_at


@pytest.mark.parametrize("act", ["fill_in", "approve", "link", "ask", "reject"])
def test_a_step_on_a_request_that_changed_meanwhile_is_refused_once(client, intake, act):
    made = intake.checked()
    client.force_login(intake.first)
    factories.has_just_signed_in(client)
    case = client.get(reverse("admin:access_accessrequest_case", args=[made.pk]))
    opened = seen_on(case)
    facts = {"call_back": "", "requester_email": "other@example.test"}
    with intake.staff():
        services.fill_in(request_id=made.pk, by=intake.second, at=NOW, **facts)
    before = intake.again(made)
    address = reverse("admin:access_accessrequest_act", args=[made.pk])
    typed = {"act": act, "note": "A page is missing", "reason": "not_signed", "requester_name": "Typed Name"}
    for mark in (opened, ""):
        told = client.post(address, typed | {"seen": mark})
        assert (told.status_code, "changed after you opened this page" in told.content.decode()) == (422, True)
        assert act != "fill_in" or 'value="Typed Name"' in told.content.decode()
    after = intake.again(made)
    assert (after.state, after.requester_email) == (before.state, "other@example.test")
    assert seen_on(told) == intake.seen(made)


def test_a_purchaser_id_that_changed_meanwhile_is_not_changed_again(client, intake):
    client.force_login(intake.first)
    address = reverse("admin:accounts_purchaser_number", args=[intake.purchaser.pk])
    opened = seen_on(client.get(address))
    assert client.post(address, {"number": "777-00001", "seen": opened}).status_code == 302
    for mark in (opened, ""):
        assert client.post(address, {"number": "777-00009", "seen": mark}).status_code == 422
    with intake.staff():
        assert Purchaser.objects.get(pk=intake.purchaser.pk).number == "777-00001"
