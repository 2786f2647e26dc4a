"""Representatives, supervisors and superusers of tests.

A test runs in one transaction as the application's role, which may make nobody the carrier's, and the owner's connection
would not see its rows. So the test database has a function that sets the flags with the owner's rights.
"""

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from accounts.services import users

FLAGS = ("is_staff", "is_superuser", "is_supervisor")
PREPARE = """
CREATE SCHEMA IF NOT EXISTS test_tools AUTHORIZATION portal_owner;
GRANT USAGE ON SCHEMA test_tools TO portal_app, portal_match, portal_staff, portal_service;
CREATE OR REPLACE FUNCTION test_tools.set_staff_flags(bigint, boolean, boolean, boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE public.accounts_user SET is_staff = $2, is_superuser = $3, is_supervisor = $4 WHERE id = $1
$$;
ALTER FUNCTION test_tools.set_staff_flags(bigint, boolean, boolean, boolean) OWNER TO portal_owner;
"""


def allow(admin_url, name):
    """Let this process set the flags in a test database."""
    with psycopg.connect(make_conninfo(admin_url, dbname=name), autocommit=True) as database:
        database.execute(PREPARE)
    users.set_staff_flags = set_flags


def set_flags(user, **flags):
    """As `accounts.services.users.set_staff_flags`."""
    for name, value in flags.items():
        setattr(user, name, value)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT test_tools.set_staff_flags(%s, %s, %s, %s)", [user.pk, *(getattr(user, name) for name in FLAGS)]
        )
