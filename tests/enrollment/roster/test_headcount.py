from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.admission import Admission
from access.models import Grant
from enrollment.queries.roster.headcount import headcount
from tests import factories
from tests.factories import TODAY, applicant, child, spouse

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)


def count(employer, day=DECEMBER):
    with employer.scope():
        return headcount(Admission.of(Grant.objects.get(user=employer.administrator)), day)


def test_the_count_follows_every_change_at_once(employer):
    assert count(employer) == {"subscribers": 0, "dependents": 0}
    family = employer.enroll(spouse(), child())
    assert count(employer) == {"subscribers": 1, "dependents": 2}
    assert count(employer, TODAY) == {"subscribers": 0, "dependents": 0}
    employer.end(family, event_on=TODAY)
    assert count(employer, date(2027, 1, 1)) == {"subscribers": 0, "dependents": 0}


def test_a_count_that_is_kept_is_not_made_again(employer):
    employer.enroll()
    count(employer)
    with CaptureQueriesContext(connection) as captured:
        assert count(employer) == {"subscribers": 1, "dependents": 0}
    assert not [query for query in captured.captured_queries if "enrollment_coverage" in query["sql"]]


def test_a_grant_of_one_unit_counts_that_unit(employer):
    other = factories.unit(employer.purchaser, code="002", name="Warehouse")
    clerk = factories.user()
    factories.grant(clerk, employer.purchaser, units=[other.pk])
    employer.enroll(employee=applicant())
    assert count(employer) == {"subscribers": 1, "dependents": 0}
    with employer.scope():
        grant = Admission.of(Grant.objects.get(user=clerk))
        assert headcount(grant, DECEMBER) == {"subscribers": 0, "dependents": 0}


def test_without_the_cache_people_are_counted_all_the_same(employer, settings):
    employer.enroll()
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert count(employer) == {"subscribers": 1, "dependents": 0}
