import pytest


@pytest.fixture(autouse=True)
def _limits(own_limits):
    """Signing in and registering are limited by address, and every test here comes from one."""
