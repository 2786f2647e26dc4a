"""Insert any number of rows, none too, by one statement: the number of statements then says nothing of the rows."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import Binary


def _written(value: Any) -> Any:
    if isinstance(value, Binary):
        value = value.obj
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert the rows with all their columns; an identity column is left to Postgres."""
    fields = [
        each for each in model._meta.concrete_fields if not each.generated and not isinstance(each, models.AutoField)
    ]
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    written = [
        {field.column: _written(field.get_db_prep_save(field.pre_save(row, True), connection)) for field in fields}
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json)",
            [json.dumps(written)],
        )
