"""Ranges of columns as migration operations.

Postgres holds values that Python cannot read (a year 10000, infinity, NaN): one such row would fail every list that
shows it. NULL passes each check; infinity and NaN do not.
"""

from datetime import date

from django.db.migrations import RunSQL

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
# Days come from people and contracts, moments from the clock.
DAY = f"BETWEEN '{EARLIEST}' AND '{LATEST}'"
MOMENT = f"BETWEEN '2000-01-01 00:00+00' AND '{LATEST} 23:59:59.999999+00'"
# Numbers that count rows of the whole database, and transactions.
SEQUENCE = f"BETWEEN 0 AND {10**15}"
# Under a billion dollars.
AMOUNT = "BETWEEN 0 AND 999999999.99"
CREDIT_OR_CHARGE = "BETWEEN -999999999.99 AND 999999999.99"


def up_to(most: int, *, least: int = 0) -> str:
    """The range of a count, both ends included."""
    return f"BETWEEN {least} AND {most}"


def bound(table: str, **columns: str) -> RunSQL:
    """Keep each column of `table` within its range, by a check named TABLE_COLUMN_in_range."""
    return _checks(table, {f"{column}_in_range": f"{column} {span}" for column, span in columns.items()})


def bound_numbers(table: str, *columns: str) -> RunSQL:
    """Keep every number inside these JSON columns small enough for any reader, by a check named TABLE_COLUMN_numbers."""
    large = """'strict $.** ? (@.type() == "number" && (@ > 1e15 || @ < -1e15))'"""
    return _checks(table, {f"{column}_numbers": f"NOT jsonb_path_exists({column}, {large})" for column in columns})


def _checks(table: str, conditions: dict[str, str]) -> RunSQL:
    added = [f"ADD CONSTRAINT {table}_{name} CHECK ({condition})" for name, condition in conditions.items()]
    dropped = [f"DROP CONSTRAINT {table}_{name}" for name in conditions]
    return RunSQL(f"ALTER TABLE {table} {', '.join(added)};", f"ALTER TABLE {table} {', '.join(dropped)};")
