"""What the tests of access share: limits of their own, a user without access, a request on its way."""

import pytest

from tests import factories
from tests.access.intake import Intake


@pytest.fixture(autouse=True)
def _limits(own_limits):
    """Reset the address limits on sign-in and registration: all tests come from one address."""


@pytest.fixture
def sam():
    return factories.user("Sam Ito", email="sam@example.test")


@pytest.fixture
def grant(employer, sam):
    """Sam may see the roster, and has been allowed to for years."""
    return factories.grant(sam, employer.purchaser, privileges=["view_roster"], at=factories.NOW.replace(year=2020))


@pytest.fixture
def intake():
    return Intake()
