import pytest


@pytest.fixture(autouse=True)
def _limits(own_limits):
    """Reset the address limits on sign-in and registration: all tests come from one address."""
