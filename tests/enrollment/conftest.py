"""People on file before an employer sends a request."""

import pytest

from tests import factories
from tests.enrollment.changes.forms import Browser


@pytest.fixture
def client():
    return Browser()


@pytest.fixture
def on_file():
    """Ana, enrolled by another employer. A test that uses it first meets her in the employer's next request."""
    return factories.Employer("First").enroll().person_id


@pytest.fixture
def ana(employer):
    """Ana, enrolled by the employer."""
    return employer.enroll().person_id
