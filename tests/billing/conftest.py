import pytest

from billing.price.run import price
from billing.price.scenario import scenario as read
from billing.price.scratch import scratch_tables


@pytest.fixture
def bills(db, scratch):
    """The bills of a scenario that is given as a JSON value."""
    with scratch_tables() as cursor:
        yield lambda scenario: price(cursor, read(scenario))["bills"]
