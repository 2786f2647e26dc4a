"""An employer who may send somebody that another one, the first, has put on file; and its representative."""

import pytest

from tests import factories


@pytest.fixture
def employer():
    factories.Employer("First").enroll()
    return factories.Employer("Second")


@pytest.fixture
def rep(employer):
    return employer.purchaser.representative.user
