"""Whoever gives, replaces or takes away goes no further than their own access."""

from datetime import timedelta

import pytest
from django.urls import reverse

from access import services
from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.privileges import ADMINISTRATOR
from access.rules.standing import Standing
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
MANAGES = ["manage_access", "view_roster"]
REFUSED = pytest.raises(services.CannotChangeAccess, match="beyond your own")


@pytest.fixture
def limited(employer):
    """Manages access, for one unit."""
    return factories.grant(
        factories.user("Lee Park"),
        employer.purchaser,
        privileges=MANAGES,
        units=[employer.unit.pk],
        at=NOW.replace(year=2020),
    )


def is_open(code):
    return AccessCode.objects.open().filter(pk=code.pk).exists()


@pytest.mark.parametrize(
    "standing",
    [
        {"privileges": {"view_roster"}},  # every unit
        {"privileges": {"view_roster", "see_number"}, "unit_ids": "own"},
    ],
    ids=["units", "privileges"],
)
def test_a_wider_code_is_neither_taken_back_nor_replaced(employer, limited, standing):
    units = [employer.unit.pk] if standing.get("unit_ids") else None
    wider = factories.code(employer, email="kim@example.test", **(standing | {"unit_ids": units}))
    own = Admission.of(limited)
    with employer.scope():
        with REFUSED:
            services.take_code_back(code_id=wider.pk, own=own, at=NOW)
        with REFUSED:
            services.issue_code(
                email="kim@example.test",
                name="Kim",
                standing=Standing.of({"view_roster"}, [employer.unit.pk]),
                purchaser=employer.purchaser,
                by=limited.user,
                at=NOW,
                own=own,
            )
        assert is_open(wider)


def test_a_code_within_ones_own_access_is_taken_back_and_replaced(employer, limited):
    within = {"privileges": {"view_roster"}, "unit_ids": [employer.unit.pk]}
    code = factories.code(employer, email="kim@example.test", **within)
    again = factories.code(employer, email="kim@example.test", own=limited, **within)
    with employer.scope():
        assert (is_open(code), is_open(again)) == (False, True)
        services.take_code_back(code_id=again.pk, own=Admission.of(limited), at=NOW)
        assert not is_open(again)


def test_the_page_says_why_a_code_stays(client, employer, limited):
    code = factories.code(employer)
    client.force_login(limited.user)
    page = client.post(reverse("take_code_back", args=[code.pk]), follow=True)
    assert (page.status_code, "goes beyond your own access" in page.content.decode()) == (200, True)


def test_a_brokers_administrator_does_not_replace_the_companys_own_code(employer):
    broker = factories.delegation(employer)
    with employer.scope():
        theirs = Grant.objects.create(
            user=factories.user("Bea Broker"),
            purchaser=employer.purchaser,
            privileges=sorted(ADMINISTRATOR),
            starts_at=NOW - timedelta(1),
            delegation=broker,
            granted_by=employer.administrator,
        )
    own = factories.code(employer, email="kim@example.test")
    with pytest.raises(services.CannotChangeAccess, match="not from your organization"):
        factories.code(employer, email="kim@example.test", own=theirs, under=broker)
    with employer.scope():
        assert is_open(own)


@pytest.mark.parametrize("what", ["code", "grant"])
def test_an_organization_stays_while_its_people_have_more(employer, limited, what):
    broker = factories.delegation(employer)
    if what == "code":
        factories.code(employer, under=broker)
    else:
        with employer.scope():
            Grant.objects.create(
                user=factories.user("Bea Broker"),
                purchaser=employer.purchaser,
                privileges=["view_roster"],
                starts_at=NOW - timedelta(1),
                delegation=broker,
                granted_by=employer.administrator,
            )
    with REFUSED, employer.scope():
        services.end_delegation(delegation_id=broker.pk, own=Admission.of(limited), at=NOW)
    with employer.scope():
        assert Delegation.objects.filter(pk=broker.pk, ended_at=None).exists()
        services.end_delegation(delegation_id=broker.pk, own=Admission.of(employer.grant), at=NOW)


@pytest.mark.parametrize("act", ["change", "suspend", "resume", "revoke"])
def test_no_verb_on_a_grant_reaches_a_wider_one(employer, limited, act):
    wider = factories.grant(factories.user("Sam Ito"), employer.purchaser, privileges=["view_roster"])
    own = Admission.of(limited)
    facts = {"grant_id": wider.pk, "own": own, "at": NOW}
    act_on = {"purchaser": employer.purchaser, "by": limited.user}
    acts = {
        "change": lambda: services.change_access(standing=Standing.of({"view_roster"}, [employer.unit.pk]), **facts),
        "suspend": lambda: services.suspend_access(**facts, **act_on),
        "resume": lambda: services.resume_access(**facts, **act_on),
        "revoke": lambda: services.revoke_access(grant=wider, by=limited.user, at=NOW, own=own),
    }
    with employer.scope(), REFUSED:
        acts[act]()
