"""Statements that Postgres plans once per connection, where Django's are planned on each call.

For the few long statements whose planning costs more than their work. A plan is kept for any values: what is asked
for must not be of the kind that a common value should be planned for in another way (portal.database sets that).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

AT_THE_FIRST_TIME = 0
NAMED = re.compile(r"%\((\w+)\)s")


@cache
def _numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """The statement as Postgres reads it, $1 for the first name in it, and the names in that order.

    psycopg caches this for short statements only.
    """
    names = tuple(dict.fromkeys(NAMED.findall(statement)))
    return NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement), names


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
    """Values are sent apart from the statement, each always as one type."""
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(psycopg.RawCursor(raw))


def planned_rows(statement: str, arguments: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement with %(name)s placeholders for `arguments`."""
    numbered, names = _numbered(statement)
    with _keeping_plans() as raw, _cursor(raw) as cursor:
        cursor.execute(numbered, [arguments[name] for name in names])
        return cursor.fetchall()


def forget_plans() -> None:
    """Forget kept plans, before temporary tables are created that shadow others by name."""
    with _keeping_plans() as raw, _cursor(raw) as cursor:
        cursor.execute("DEALLOCATE ALL")
