"""Whoever manages access for some units, or for an organization, looks at that access and no other."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from access import tenancy
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
MANAGES = ["manage_access", "view_roster", "export"]
LONG_AGO = NOW.replace(year=2020)


class Company:
    """Two units, a broker, and somebody with access to each."""

    def __init__(self):
        self.employer = factories.Employer()
        self.warehouse = factories.unit(self.employer.purchaser, code="002", name="Warehouse")
        self.broker = factories.delegation(self.employer, "Summit Brokers")
        units = {"Hana Head": [self.employer.unit.pk], "Wim Ware": [self.warehouse.pk], "Eve Every": None}
        self.grants = {name: self.grant(name, units=ids) for name, ids in units.items()}
        self.grants["Bo Broker"] = self.grant("Bo Broker", under=self.broker)
        self.code = factories.code(
            self.employer, email="waiting@example.test", privileges=["view_roster"], unit_ids=[self.warehouse.pk]
        )

    def grant(self, name, *, units=None, under=None, privileges=("view_roster",)):
        user = factories.user(name)
        grant = factories.grant(user, self.employer.purchaser, privileges=list(privileges), units=units, at=LONG_AGO)
        if under:
            grant.delegation = under
            with tenancy.as_user(None), tenancy.staff():
                grant.save(update_fields=["delegation"])
        return grant

    def manager(self, **limits):
        client = Client()
        client.force_login(self.grant("Mona Manager", privileges=MANAGES, **limits).user)
        factories.has_just_signed_in(client)
        return client


@pytest.fixture
def company():
    return Company()


def names(company, client):
    """Who stands on each page that lists access."""
    pages = [client.get(reverse(name)) for name in ("access", "review_access")]
    texts = [page.content.decode() for page in pages]
    texts.append(b"".join(client.get(reverse("access_csv")).streaming_content).decode())
    wanted = "|".join([*company.grants, "Warehouse", "waiting@example.test"])
    return [set(re.findall(wanted, text)) for text in texts]


def test_a_manager_of_one_unit_sees_who_has_access_to_it(company):
    client = company.manager(units=[company.employer.unit.pk])
    assert names(company, client) == [{"Hana Head", "Eve Every", "Bo Broker"}] * 3
    assert "Wim Ware" not in client.get(reverse("access"), {"q": "wim"}).content.decode().partition("<main")[2]


def test_a_manager_of_every_unit_sees_everybody(company):
    listed, review, exported = names(company, company.manager())
    assert listed == exported == {*company.grants, "Warehouse", "waiting@example.test"}
    assert review == {*company.grants, "Warehouse"}


def test_a_brokers_manager_sees_the_brokers_people(company):
    client = company.manager(under=company.broker)
    assert names(company, client) == [{"Bo Broker"}] * 3
    other = factories.delegation(company.employer, "Other Agents")
    assert client.get(reverse("delegation", args=[company.broker.pk])).status_code == 200
    assert client.get(reverse("delegation", args=[other.pk])).status_code == 404
    assert "Other Agents" not in client.get(reverse("access")).content.decode()


def acts(company, grant):
    return [
        ("get", reverse("change_access", args=[grant.pk])),
        ("post", reverse("change_access", args=[grant.pk])),
        ("post", reverse("act_on_access", args=[grant.pk, "suspend"])),
        ("post", reverse("act_on_access", args=[grant.pk, "revoke"])),
        ("post", reverse("preview_access", args=[grant.pk])),
    ]


def test_what_is_not_seen_is_not_there(company):
    limited, of_broker = company.manager(units=[company.employer.unit.pk]), company.manager(under=company.broker)
    for client, grant in ((limited, company.grants["Wim Ware"]), (of_broker, company.grants["Eve Every"])):
        for verb, address in acts(company, grant):
            assert getattr(client, verb)(address).status_code == 404, address
    for client in (limited, of_broker):
        assert client.post(reverse("take_code_back", args=[company.code.pk])).status_code == 404
