"""Scratch tables that stand in front of the real ones: TEMPORARY, of the same names and shape.

They live in one transaction of one connection: unlogged, seen by nobody else, gone when it ends however it ends.
Numbers are encrypted and everything else that finds a person is a blind index, as in the real tables.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from access import tenancy
from accounts.encryption import encrypt
from accounts.planned import forget_plans
from enrollment.match_file.rows import Row
from enrollment.matching.normalise import member_number_key, number_key
from enrollment.rules.names import name_key
from enrollment.services.people import contact_indexes, number_indexes
from enrollment.services.questions import NUMBER_CONTEXT

TABLES = ("enrollment_person", "enrollment_persondetail", "enrollment_formername", "enrollment_personmerge")
STAGED = (*TABLES, "enrollment_coverage")
SETTINGS = (
    "SET LOCAL temp_buffers = '1GB'",
    "SET LOCAL maintenance_work_mem = '256MB'",
    "SET LOCAL work_mem = '64MB'",
)
PERSON = (
    "id", "member_number", "first_name", "middle_name", "last_name", "suffix", "first_key", "last_key",
    "birth_date", "sex", "number", "number_index", "number_start_index", "number_end_index", "number_kind",
    "deceased_on",
)  # fmt: skip
DETAIL = ("person_id", "first_key", "last_key", "street_index", "phone_index", "email_index")
FORMER = ("person_id", "first_name", "middle_name", "last_name", "suffix", "first_key", "last_key")
LONGEST = 60
# A file says only that somebody has died: any day does.
DIED = "1900-01-01"


def _stand_in(cursor: Any, table: str) -> None:
    """An empty table like the real one, that asks for none of its columns."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING GENERATED INCLUDING DEFAULTS) ON COMMIT DROP"
    )
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull"
        " AND attgenerated = '' AND attidentity = ''",
        [f"pg_temp.{table}"],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE pg_temp.{table} ALTER "{column}" DROP NOT NULL')


def _make(cursor: Any) -> None:
    for statement in SETTINGS:
        cursor.execute(statement)
    for table in STAGED:
        _stand_in(cursor, table)
    cursor.execute("ALTER TABLE pg_temp.enrollment_person ALTER member_number TYPE text")


@contextmanager
def scratch_tables() -> Iterator[Any]:
    """A cursor in a transaction in which every look finds only what is staged there. Nothing of it is kept."""
    forget_plans()
    try:
        with tenancy.as_user(None), tenancy.matching(), connection.cursor() as cursor:
            _make(cursor)
            yield cursor
            for table in STAGED:
                cursor.execute(f"DROP TABLE pg_temp.{table}")
    finally:
        forget_plans()


def _hex(value: bytes | None) -> str | None:
    return None if value is None else "\\x" + value.hex()


def _name(row: Row, last: str) -> tuple[str, ...]:
    name = row.person.name
    return name.first[:LONGEST], name.middle[:LONGEST], last[:LONGEST], name.suffix[:8]


def _person(key: str, row: Row) -> tuple[Any, ...]:
    person = row.person
    digits = number_key(person.number.digits) if person.number else ""
    first, middle, last, suffix = _name(row, person.name.last)
    return (
        key, member_number_key(person.member_number) or None, first, middle, last, suffix, name_key(person.name.first),
        name_key(person.name.last), person.birth_date, person.sex,
        _hex(encrypt(digits, context=NUMBER_CONTEXT)) if digits else None,
        *(_hex(index) for index in number_indexes(digits).values()), "SSN" if digits else "",
        DIED if row.deceased else None,
    )  # fmt: skip


def _detail(key: str, row: Row) -> tuple[Any, ...] | None:
    person, address = row.person, row.person.address
    assert address is not None
    indexes = contact_indexes(street=address.street, zip_code=address.zip_code, phone=person.phone, email=person.email)
    if not any(indexes.values()):
        return None
    keys = (name_key(person.name.first), name_key(person.name.last))
    return (key, *keys, *(_hex(index) for index in indexes.values()))


def _former(key: str, row: Row) -> tuple[Any, ...] | None:
    if not row.former_last_name:
        return None
    name = row.person.name
    return (key, *_name(row, row.former_last_name), name_key(name.first), name_key(row.former_last_name))


def load(cursor: Any, members: Iterable[Row]) -> list[str]:
    """Stage the members; returns their ids, place by place: a person's id here is the place as a number."""
    ids: list[str] = []
    details: list[tuple[Any, ...]] = []
    former: list[tuple[Any, ...]] = []
    with cursor.copy(f"COPY pg_temp.enrollment_person ({', '.join(PERSON)}) FROM STDIN") as copy:
        for place, row in enumerate(members):
            key = str(UUID(int=place))
            ids.append(row.id)
            copy.write_row(_person(key, row))
            if detail := _detail(key, row):
                details.append(detail)
            if earlier := _former(key, row):
                former.append(earlier)
    for table, columns, rows in (("persondetail", DETAIL, details), ("formername", FORMER, former)):
        with cursor.copy(f"COPY pg_temp.enrollment_{table} ({', '.join(columns)}) FROM STDIN") as copy:
            for values in rows:
                copy.write_row(values)
    _index(cursor)
    return ids


def _index(cursor: Any) -> None:
    """The indexes of the real tables, without what they hold to be unique: a file may say one thing twice."""
    cursor.execute(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY (%s) ORDER BY indexname",
        [list(TABLES)],
    )
    for (definition,) in cursor.fetchall():
        cursor.execute(definition.replace("CREATE UNIQUE INDEX", "CREATE INDEX").replace(" ON public.", " ON pg_temp."))
    for table in STAGED:
        cursor.execute(f"ANALYZE pg_temp.{table}")
