"""A user of two companies, and what tests of their tabs look at."""

import pytest

from access import tenancy
from access.guard import SESSION_PURCHASER
from access.models import AccessCode, AccessRequest, Grant
from access.opened_for import Mark
from access.privileges import ADMINISTRATOR
from accounts.models import Activity, Job
from enrollment.models import Change, Coverage, Employment, Enrollment, PersonDetail, RosterLine
from tests import factories
from tests.addresses import addresses
from tests.role_world import LONG_AGO

WRITTEN = (Change, PersonDetail, Coverage, Employment, Enrollment, RosterLine, Grant, AccessCode, AccessRequest)
FENCED = [path for path, pattern in addresses() if path and getattr(pattern.callback, "fence", "") == "requires"]


@pytest.fixture
def both(world):
    """A user who works for both companies, at the world's employer now."""
    user = factories.user("Both Sides")
    for employer in (world.employer, world.other):
        factories.grant(user, employer.purchaser, privileges=ADMINISTRATOR, at=LONG_AGO)
    return user


def working(client, user, employer):
    client.force_login(user)
    factories.has_just_signed_in(client)
    switched(client, employer)
    return client


def switched(client, employer):
    session = client.session
    session[SESSION_PURCHASER] = employer.purchaser.pk
    session.save()


def mark(employer):
    return str(Mark(employer.purchaser.pk))


def state():
    """Every row that a form of the portal can write."""
    with tenancy.as_user(None), tenancy.staff():
        return [(model.__name__, list(model.objects.order_by("pk").values())) for model in (*WRITTEN, Activity, Job)]
