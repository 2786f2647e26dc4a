"""`make run` recognizes a database of earlier migrations and says what to delete."""

import os

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from portal.earlier import gone_migrations, migrations_on_disk
from tests.servers import APP


@pytest.fixture
def database(db):
    return make_conninfo(os.environ[APP], dbname=connection.settings_dict["NAME"])


def test_a_database_of_now_has_no_migration_that_is_gone(database):
    assert gone_migrations(database) == []


def test_applied_migrations_that_are_not_on_disk_are_named(database):
    known = migrations_on_disk()
    known["access"] -= {"0002_policies"}
    assert gone_migrations(database, known) == ["access.0002_policies"]


def test_a_database_that_does_not_exist_yet_has_none(database):
    assert gone_migrations(make_conninfo(database, dbname="test_portal_none")) == []
