"""Statements that Postgres plans once for each connection. Django's own are written out and planned each time.

For the few long statements whose planning costs more than their work. A plan is kept for any values: what is asked
for must not be of the kind that a common value should be planned for in another way (portal.database sets that).
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

AT_THE_FIRST_TIME = 0


@contextmanager
def _keeping_plans() -> Iterator[psycopg.Connection]:
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = AT_THE_FIRST_TIME if settings.DATABASE_PREPARED else None
    try:
        yield raw
    finally:
        raw.prepare_threshold = None


def _cursor(raw: psycopg.Connection) -> Any:
    """Values go to Postgres apart from the statement, each always of one type."""
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(psycopg.Cursor(raw))


def planned_rows(*asked: tuple[str, Mapping[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of each statement with its arguments, sent together: all of them are waited for once."""
    with connection.wrap_database_errors, _keeping_plans() as raw, ExitStack() as opened, raw.pipeline():
        cursors = [opened.enter_context(_cursor(raw)) for _ in asked]
        for cursor, (statement, arguments) in zip(cursors, asked, strict=True):
            cursor.execute(statement, arguments)
        return [cursor.fetchall() for cursor in cursors]


def forget_plans() -> None:
    """Before tables are made that stand in front of others of the same name: a kept plan would not see them."""
    with _keeping_plans() as raw, _cursor(raw) as cursor:
        cursor.execute("DEALLOCATE ALL")
