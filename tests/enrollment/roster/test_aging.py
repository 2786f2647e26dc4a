from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from access.admission import Admission
from access.models import Grant
from enrollment.queries.roster.aging import aging
from enrollment.rules.codes import EndReason
from enrollment.rules.dates import add_years
from tests import factories
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 2)


def near(employer, grant=None, day=DAY):
    with employer.scope():
        grant = grant or Grant.objects.get(user=employer.administrator)
        return [(each.name, each.last_day) for each in aging(Admission.of(grant), day, at_most=8)]


def test_a_child_is_announced_sixty_days_before_the_age_limit_of_its_unit(employer):
    family = employer.enroll(
        spouse(born=date(2000, 12, 20)),
        child("Soon", born=date(2000, 12, 20), number="345-67-8912"),
        child("Later", born=date(2001, 4, 1), number="345-67-8913"),
        employee=factories.applicant(born=date(1970, 4, 28)),
    )
    assert near(employer) == [("Soon Morales", date(2026, 12, 31))]
    with employer.scope():
        soon = family.enrollment.coverages.get(rated_birth_date=date(2000, 12, 20), relationship="19")
    employer.end(family, person_ids=[soon.person_id], reason=EndReason.DEPENDENT_AGE, event_on=date(2026, 12, 20))
    assert near(employer) == []


def test_it_stands_among_the_things_to_do_of_who_may_see_the_unit(client, employer):
    at = timezone.now() - timedelta(days=90)
    born = add_years(employer.purchaser.today(timezone.now()) + timedelta(days=20), -26)
    family = employer.enroll(
        child("Soon", born=born), employee=factories.applicant(born=date(1970, 4, 28)), hired_on=at.date(), at=at
    )
    with employer.scope():
        person = family.enrollment.coverages.get(relationship="19").person_id
    client.force_login(employer.administrator)
    page = client.get(reverse("home")).content.decode()
    assert f'href="{reverse("end_coverage", args=[person])}">End coverage for Soon Morales' in page
    elsewhere = factories.unit(employer.purchaser, code="002", name="Elsewhere")
    clerk = factories.user()
    factories.grant(clerk, employer.purchaser, units=[elsewhere.pk], at=at)
    client.force_login(clerk)
    assert "Soon Morales" not in client.get(reverse("home")).content.decode()
