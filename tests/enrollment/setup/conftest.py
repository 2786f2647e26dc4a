"""A group that is being set up."""

import pytest

from tests.enrollment.setup.world import Group


@pytest.fixture
def group(db):
    return Group()
