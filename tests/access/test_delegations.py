"""Brokers and TPAs: everything of theirs depends on one row and ends with it."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import services, tenancy
from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.privileges import ADMINISTRATOR
from accounts.models import Activity
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(employer):
    return factories.delegation(employer)


def staff(employer, delegation, name="Bea Broker", *, at=NOW, privileges=("view_roster",), own=None, **standing):
    """A user of the organization with an entered code."""
    user = factories.user(name)
    code = factories.code(
        employer, email=user.email, name=name, under=delegation, privileges=set(privileges), at=at, own=own, **standing
    )
    plain = factories.mailed(employer, code, at=at)
    index = services.enter_code(user=user, typed=plain, address=user.email, at=at)
    return services.redeem(index=index, user=user, at=at)


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def grant_of(employer, user):
    with employer.scope():
        return Grant.objects.get(user=user, purchaser=employer.purchaser)


def test_broker_terminated_ends_the_access_of_all_its_staff_at_once(desk, employer, broker):
    other = factories.Employer("Zenith Other")
    now = timezone.now()
    first, second = (staff(employer, broker, name, at=now) for name in ("Bea Broker", "Bo Broker"))
    elsewhere = factories.grant(second.user, other.purchaser, privileges=["view_roster"], at=NOW.replace(year=2020))
    own = factories.grant(factories.user("Own Clerk"), employer.purchaser, privileges=["view_roster"])
    waiting = factories.mailed(employer, factories.code(employer, under=broker, at=now), at=now)
    browser = Client()
    browser.post(reverse("account_login"), {"login": first.user.email, "password": factories.PASSWORD})
    assert browser.get(reverse("roster")).status_code == 200
    page = desk.post(reverse("end_delegation", args=[broker.pk]), follow=True)
    assert "Summit Brokers is removed: the access of 2 people has ended." in text(page)
    assert browser.get(reverse("roster"))["Location"].startswith(reverse("account_login"))
    assert [grant_of(employer, each.user).revoked_by for each in (first, second)] == [employer.administrator] * 2
    assert grant_of(other, second.user) == elsewhere
    assert grant_of(other, second.user).revoked_at is None
    assert grant_of(employer, own.user).revoked_at is None
    with pytest.raises(services.CodeRefused):
        services.enter_code(user=factories.user(email="sam@example.test"), typed=waiting, address="x", at=now)
    with employer.scope():
        line = Activity.objects.get(verb="ended_organization")
    assert (line.actor, line.summary, line.after["people"]) == (employer.administrator, "Summit Brokers", 2)


def test_nobody_of_an_organization_has_access_longer_than_it(employer):
    last = NOW + timedelta(days=30)
    agent = factories.delegation(employer, "Harbor Agents", kind="agent", ends_at=last)
    grant = staff(employer, agent)
    assert grant.ends_at == last
    assert staff(employer, agent, "Short", ends_at=NOW + timedelta(days=2)).ends_at == NOW + timedelta(days=2)
    with employer.scope():
        for at, open_ones in ((last - timedelta(seconds=1), 1), (last, 0)):
            assert Grant.objects.in_force(at).filter(user=grant.user).count() == open_ones
    with pytest.raises(services.CannotChangeAccess, match="no longer works for the company"):
        factories.code(employer, under=agent, at=last)


def test_a_longer_end_is_not_given_by_a_change_either(employer):
    last = NOW + timedelta(days=30)
    grant = staff(employer, factories.delegation(employer, ends_at=last))
    standing = services.standing_of(factories.grant(factories.user(), employer.purchaser, privileges=["view_roster"]))
    with employer.scope():
        changed = services.change_access(grant_id=grant.pk, standing=standing, own=Admission.of(employer.grant), at=NOW)
    assert changed.ends_at == last


def test_who_manages_access_for_an_organization_gives_it_to_its_people_only(employer, broker):
    chief = staff(employer, broker, "Chief Broker", privileges=ADMINISTRATOR)
    employee = factories.grant(factories.user("Own Clerk"), employer.purchaser, privileges=["view_roster"])
    with pytest.raises(services.CannotChangeAccess, match="only to people in your own organization"):
        factories.code(employer, own=chief)
    with pytest.raises(services.CannotChangeAccess, match="only to people in your own organization"):
        factories.code(employer, own=chief, under=factories.delegation(employer, "Rival Brokers"))
    assert staff(employer, broker, "Clerk", own=chief).delegation_id == broker.pk
    own_code = factories.code(employer, email="own@example.test")
    with employer.scope():
        for act in (services.suspend_access, services.resume_access):
            with pytest.raises(services.CannotChangeAccess, match="people in your own organization"):
                act(grant_id=employee.pk, own=Admission.of(chief), purchaser=employer.purchaser, by=chief.user, at=NOW)
        with pytest.raises(AccessCode.DoesNotExist):
            services.take_code_back(code_id=own_code.pk, own=Admission.of(chief), at=NOW)
        for act in (
            lambda: services.delegate(name="Mine", kind="broker", ends_at=None, own=Admission.of(chief), at=NOW),
            lambda: services.end_delegation(delegation_id=broker.pk, own=Admission.of(chief), at=NOW),
        ):
            with pytest.raises(services.CannotChangeAccess, match="the company's own administrators"):
                act()


def test_an_organizations_administrator_is_no_successor(employer, broker):
    staff(employer, broker, "Chief Broker", privileges=ADMINISTRATOR)
    with employer.scope(), pytest.raises(services.CannotChangeAccess, match="Choose a successor first"):
        services.leave(own=Admission.of(employer.grant), at=NOW)


def test_the_employer_sees_what_an_organization_did_and_only_that(desk, employer, broker):
    person = employer.enroll().person_id
    theirs = staff(employer, broker, at=timezone.now() - timedelta(minutes=1))
    own = factories.grant(factories.user("Own Clerk"), employer.purchaser, privileges=["view_roster"], at=NOW)
    for user in (theirs.user, own.user):
        browser = Client()
        browser.force_login(user)
        assert browser.get(reverse("person", args=[person])).status_code == 200
    page = text(desk.get(reverse("delegation", args=[broker.pk])))
    done = page[page.index("Activity") :]
    assert (done.count("Viewed a member"), "Bea Broker" in done, "Own Clerk" in done) == (1, True, False)
    desk.post(reverse("end_delegation", args=[broker.pk]))
    assert "Viewed a member" in text(desk.get(reverse("delegation", args=[broker.pk])))


def test_an_organization_is_named_on_the_page_and_its_people_get_codes_there(desk, employer):
    page = desk.post(reverse("new_delegation"), {"name": "Summit Brokers", "kind": "broker"}, follow=True)
    assert "No one at this organization has access." in text(page)
    again = desk.post(reverse("new_delegation"), {"name": "Summit Brokers", "kind": "agent"})
    assert (again.status_code, "already have an organization with this name" in text(again)) == (422, True)
    with employer.scope():
        broker = Delegation.objects.get()
    form = {"name": "Bea", "email": "bea@broker.test", "privileges": ["view_roster"], "organization": broker.pk}
    assert "selected>Summit Brokers" in text(desk.get(reverse("new_access"), {"organization": broker.pk}))
    desk.post(reverse("new_access"), form)
    with employer.scope():
        assert AccessCode.objects.get().delegation == broker
    assert "Summit Brokers" in text(desk.get(reverse("access")))
    strange = factories.delegation(factories.Employer("Other"), "Strange Brokers")
    refused = desk.post(reverse("new_access"), form | {"email": "b@broker.test", "organization": strange.pk})
    assert (refused.status_code, "Strange Brokers" in text(refused)) == (422, False)


def test_a_grant_cannot_hang_under_another_purchasers_delegation(employer):
    strange = factories.delegation(factories.Employer("Other"))
    failure = pytest.raises(IntegrityError, match="grant_delegation_of_its_purchaser")
    with tenancy.scope(employer.purchaser), tenancy.staff(), failure, transaction.atomic():
        Grant.objects.filter(pk=employer.grant.pk).update(delegation_id=strange.pk)
