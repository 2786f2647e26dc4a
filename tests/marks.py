"""Representatives, supervisors and superusers of tests.

A test runs in one transaction as the application's role, which may mark nobody; the owner's connection would not see
its rows. So the test database has a function that marks with the owner's rights.
"""

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

MARKS = ("is_staff", "is_superuser", "is_supervisor")
PREPARE = """
CREATE SCHEMA IF NOT EXISTS test_tools AUTHORIZATION portal_owner;
GRANT USAGE ON SCHEMA test_tools TO portal_app, portal_match, portal_staff, portal_service;
CREATE OR REPLACE FUNCTION test_tools.mark(bigint, boolean, boolean, boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE public.accounts_user SET is_staff = $2, is_superuser = $3, is_supervisor = $4 WHERE id = $1
$$;
ALTER FUNCTION test_tools.mark(bigint, boolean, boolean, boolean) OWNER TO portal_owner;
"""


def prepare(admin_url, name):
    with psycopg.connect(make_conninfo(admin_url, dbname=name), autocommit=True) as database:
        database.execute(PREPARE)


def give(user, **marks):
    """As `accounts.services.users.mark`."""
    for name, value in marks.items():
        setattr(user, name, value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT test_tools.mark(%s, %s, %s, %s)", [user.pk, *(getattr(user, name) for name in MARKS)])
