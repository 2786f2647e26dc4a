"""A second representative, and records to merge."""

from datetime import date

import pytest

from tests import factories
from tests.enrollment.merging.world import World, zed


@pytest.fixture
def second():
    return factories.representative("Sam Ito").user


@pytest.fixture
def gone(employer):
    """A person whose coverage at the employer ended on November 30."""
    change = employer.enroll(employee=zed(), hired_on=date(2026, 8, 3))
    employer.end(change)
    return change.person_id


@pytest.fixture
def world(rep, second):
    return World(rep, second)
