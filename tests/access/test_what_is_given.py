"""A code gives at most the giver's own rights, and only within the company."""

import pytest
from django.core import mail

from access import services
from access.rules.standing import Standing
from access.tasks import tell_administrators
from accounts.models import Job
from tests import factories
from tests.access.codes import redeem
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_no_more_administrators_than_the_setting_says(employer, settings):
    settings.ADMINISTRATORS_AT_MOST = 2
    factories.code(employer, privileges=set(employer.grant.privileges))
    with pytest.raises(services.CannotChangeAccess, match="already has 2 administrators"):
        factories.code(employer, email="third@example.test", privileges={"manage_access"})


def test_every_other_administrator_hears_of_a_new_one(employer, sam):
    redeem(sam, factories.mailed(employer, factories.code(employer, privileges={"manage_access"})))
    with employer.scope():
        job = Job.objects.filter(kind="access.tell_administrators").latest("created_at")
    tell_administrators(str(job.pk))
    (letter,) = mail.outbox
    assert (letter.to, "Sam Ito" in letter.body) == ([employer.administrator.email], True)


def test_nobody_gives_more_than_they_have(employer):
    clerk = factories.user("Clerk")
    own = factories.grant(
        clerk,
        employer.purchaser,
        privileges={"manage_access", "view_roster"},
        units=[employer.unit.pk],
        at=NOW.replace(year=2020),
    )
    for standing, words in [
        ({"privileges": {"view_bill"}, "unit_ids": [employer.unit.pk]}, "only permissions you have yourself"),
        ({"privileges": {"view_roster"}}, "only to your own units"),
    ]:
        with pytest.raises(services.CannotChangeAccess, match=words):
            factories.code(employer, own=own, **standing)
    assert factories.code(employer, own=own, unit_ids=[employer.unit.pk]).unit_ids == [employer.unit.pk]


def test_a_unit_of_another_company_is_not_given(employer):
    other = factories.Employer("Other")
    for unit_id in (other.unit.pk, 999_999_999):
        with pytest.raises(services.CannotChangeAccess, match="your own company's units"):
            factories.code(employer, unit_ids=[unit_id])


def test_standing_in_a_grant_is_that_of_the_code():
    assert Standing.of(["a"], [1]) == Standing(frozenset("a"), frozenset({1}))
