"""An employer, a first employer with people on file, and the representative."""

import pytest

from tests import factories


@pytest.fixture
def employer():
    factories.Employer("First").enroll()
    return factories.Employer("Second")


@pytest.fixture
def rep(employer):
    return employer.purchaser.representative.user
