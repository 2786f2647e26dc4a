"""A real browser on a real server, signed in by cookie."""

import pytest

from tests import factories
from tests.browser import launch_options
from tests.factories import child, spouse
from tests.journeys.browsing import Desk, today
from tests.journeys.steps import recent


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture
def employer(transactional_db):
    return factories.Employer("Harbor Marine Supply")


@pytest.fixture
def desk(page, live_server, employer):
    return Desk(page, live_server).sign_in(employer.administrator)


@pytest.fixture
def family(employer):
    return employer.enroll(spouse(), child(), hired_on=recent(70), at=today())
