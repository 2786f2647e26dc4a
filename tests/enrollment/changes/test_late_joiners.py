"""Who joins a family that ends, or while somebody else is to join it."""

from dataclasses import replace
from datetime import date

import pytest

from enrollment import services
from tests import factories
from tests.enrollment.changes.ends import covered, joined, undo
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db


OLGA = factories.applicant("Olga", "Petrov", number="533-44-5518", born=date(1979, 7, 8))


def test_who_joins_a_family_that_ends_is_covered_as_long_as_the_employee(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    end = employer.end(family, event_on=date(2026, 12, 10))
    change = joined(employer, family, child())
    assert covered(employer) == [("18", date(2026, 12, 31)), ("19", date(2026, 12, 31))]
    client.force_login(employer.administrator)
    page = client.get(change.get_absolute_url()).content.decode()
    assert "Covered from November 2, 2026 through December 31, 2026, like the employee" in page
    undo(employer, end)
    assert covered(employer) == [("18", None), ("19", None)]


def test_who_is_covered_elsewhere_until_the_family_ends_cannot_join_it(employer):
    """The child is in the family of another employee until the day on which this one ends."""
    other = employer.enroll(child(), employee=OLGA, hired_on=date(2026, 9, 1))
    employer.end(other, event_on=date(2026, 12, 10))
    family = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(family, event_on=date(2026, 12, 15))
    with pytest.raises(services.CannotEnroll, match="has other coverage until the employee's ends on December 31"):
        joined(employer, family, child())


def test_each_dependent_starts_on_a_day_of_their_own(employer):
    other = employer.enroll(child(), employee=OLGA, hired_on=date(2026, 9, 1))
    employer.end(other, event_on=date(2026, 12, 10))
    family = employer.enroll(hired_on=date(2026, 9, 1))
    change = joined(employer, family, child(), child("Ida", number="356-78-9123", born=date(2012, 5, 5)))
    assert [each["on"] for each in change.outcome] == ["2027-01-01", "2026-11-02"]


def test_a_spouse_who_starts_later_counts_already(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    with employer.scope():
        command = factories.dependents(family, spouse(), event="marriage", event_on=date(2026, 11, 10))
        services.submit(command=command, submission=employer.submission())
    with pytest.raises(services.CannotEnroll, match="only one spouse or partner"):
        joined(employer, family, replace(spouse("Max", number="356-78-9123"), relationship="53"), on=date(2026, 11, 15))
