"""The test database: created and migrated as the owner, used as the application's role."""

import gc
import os
import secrets
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings

from portal.database import let_make_temporary_tables, set_up
from tests import staff_flags
from tests.servers import ADMIN, PASSWORD

# The same examples in every run, without a deadline per example.
hypothesis_settings.register_profile("project", deadline=None, derandomize=True)
hypothesis_settings.load_profile("project")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One database per parallel worker. Its name must start with test_."""
    name = f"test_portal_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    connection.settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        set_up(os.environ[ADMIN], name, passwords=dict.fromkeys(["portal_owner", "portal_app"], PASSWORD))
        call_command("migrate", verbosity=0)
    assert connection.settings_dict["NAME"].startswith("test_")
    staff_flags.allow(os.environ[ADMIN], name)


@pytest.fixture(scope="module")
def kept_rows(django_db_setup, django_db_blocker):
    """A transaction around all tests of a module, so that module fixtures can write rows once for all of them.

    Rolled back after the last test. Not for modules with transactional tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def scratch(django_db_setup):
    """The right to stage members of a file, as on the database that such a run has of its own."""
    name = connection.settings_dict["NAME"]
    let_make_temporary_tables(os.environ[ADMIN], name)
    yield
    set_up(os.environ[ADMIN], name, passwords={})


@pytest.fixture
def own_limits(settings):
    """Clear the cached limits, so that tests do not share them."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": secrets.token_hex(8)}}


# The slowest files: parallel runs start with them.
LONGEST = ("tests/test_races.py", "tests/test_roles.py", "tests/access/test_standing_machine.py", "tests/journeys/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish():
    """Loaded modules and tests stay to the end, so the garbage collector need not look through them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def that_day():
    """Set the clock to the day of the factories, for pages that judge dates by today."""
    from tests.factories import NOW

    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def canned_replies(db):
    """The initial saved replies, for tests that commit."""
    from access import tenancy
    from enrollment import migrations
    from enrollment.models import CannedReply

    rows = (Path(migrations.__file__).parent / "sql" / "canned_replies.sql").read_text()
    with tenancy.as_user(None), tenancy.staff(), connection.cursor() as cursor:
        CannedReply.objects.all().delete()
        cursor.execute(rows)
        return list(CannedReply.objects.values_list("text", flat=True))


@pytest.fixture
def employer(db):
    from tests import factories

    return factories.Employer()


@pytest.fixture
def desk(client, employer):
    """The employer's administrator, signed in a moment ago."""
    return _signed_in(client, employer.administrator)


@pytest.fixture
def rep(employer):
    """The employer's representative."""
    return employer.purchaser.representative.user


@pytest.fixture
def rep_desk(client, rep):
    """The employer's representative, signed in a moment ago."""
    return _signed_in(client, rep)


def _signed_in(client, user):
    from tests import factories

    client.force_login(user)
    factories.has_just_signed_in(client)
    return client
