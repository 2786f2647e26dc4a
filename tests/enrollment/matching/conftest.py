import pytest


@pytest.fixture(scope="module", autouse=True)
def staged(scratch):
    """Members of a file are staged in temporary tables."""
