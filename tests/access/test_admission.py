"""The value that the door makes of a grant, and what has no grant of its own."""

from dataclasses import FrozenInstanceError

import pytest
from django.urls import reverse

from access import services
from access.admission import Admission
from access.privileges import ON_BEHALF, RUN_OUT, Privilege
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_an_admission_says_what_its_grant_says_and_cannot_be_changed(employer):
    clerk = factories.user()
    unit = employer.unit.pk
    grant = factories.grant(clerk, employer.purchaser, privileges=["view_roster", "view_bill"], units=[unit])
    admission = Admission.of(grant)
    assert (admission.user_id, admission.purchaser_id, admission.grant_id) == (
        clerk.pk,
        employer.purchaser.pk,
        grant.pk,
    )
    assert admission.allows(Privilege.VIEW_ROSTER, "view_bill")
    assert not admission.allows(Privilege.VIEW_ROSTER, Privilege.ENROLL)
    assert (admission.covers_unit(unit), admission.covers_unit(unit + 1)) == (True, False)
    with pytest.raises(FrozenInstanceError):
        admission.privileges = frozenset(Privilege)


def test_every_unit_is_covered_where_none_is_named(employer):
    assert Admission.of(employer.grant).covers_unit(employer.unit.pk + 1)


def test_less_than_the_grant_is_never_more_than_it(employer):
    clerk = factories.user()
    grant = factories.grant(clerk, employer.purchaser, privileges=["view_roster", "view_bill"])
    assert Admission.of(grant, only=RUN_OUT).privileges == {"view_bill"}
    assert Admission.of(grant, only=()).privileges == frozenset()


def test_who_acts_without_a_grant_changes_no_access(employer):
    other = factories.grant(factories.user(), employer.purchaser)
    own = Admission(user=employer.administrator, purchaser=employer.purchaser, privileges=frozenset(Privilege))
    with employer.scope():
        for act in (
            lambda: services.revoke_access(grant=other, own=own, by=own.user, at=NOW),
            lambda: services.leave(own=own, at=NOW),
        ):
            with pytest.raises(services.CannotChangeAccess):
                act()


def test_a_representative_cannot_leave_an_employer(client, employer):
    client.force_login(employer.purchaser.representative.user)
    client.post(reverse("admin:accounts_purchaser_on_behalf", args=[employer.purchaser.pk]))
    page = client.post(reverse("leave"), follow=True)
    assert page.context["privileges"] == ON_BEHALF
    assert "You have no access of your own to this company." in page.content.decode()
