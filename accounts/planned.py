"""Statements that Postgres plans once for each connection. Django's own are written out and planned each time.

For the few long statements whose planning costs more than their work. A plan is kept for any values: what is asked
for must not be of the kind that a common value should be planned for in another way (portal.database sets that).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

AT_THE_FIRST_TIME = 0


@contextmanager
def planned_cursor() -> Iterator[Any]:
    """A cursor of the present connection; values go to Postgres apart from the statement, each always of one type."""
    connection.ensure_connection()
    raw = connection.connection
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    raw.prepare_threshold = AT_THE_FIRST_TIME if settings.DATABASE_PREPARED else None
    try:
        with make(psycopg.Cursor(raw)) as cursor:
            yield cursor
    finally:
        raw.prepare_threshold = None


def forget_plans() -> None:
    """Before tables are made that stand in front of others of the same name: a kept plan would not see them."""
    with planned_cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
