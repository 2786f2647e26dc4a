"""Members of a file: in memory for comparing, and in temporary tables for finding.

The TEMPORARY tables have the names and columns of the real ones, so that the portal's statements find the staged rows.
They live in one transaction of one connection: unlogged, private, and gone when it ends. As in the real tables, numbers
are encrypted and blind indexes find a person.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from access import tenancy
from accounts.platform.encryption import encrypt
from accounts.platform.planned import forget_plans
from enrollment.match_file.rows import Row
from enrollment.matching import Known
from enrollment.matching.normalise import name_keys
from enrollment.matching.placeholders import UNKNOWN_BIRTH_DATE
from enrollment.queries.identity.looks import NUMBER_CONTEXT, Question, question
from enrollment.rules.codes import NumberKind
from enrollment.rules.names import name_key

TABLES = ("enrollment_person", "enrollment_persondetail", "enrollment_formername", "enrollment_personmerge")
STAGED = (*TABLES, "enrollment_coverage")
SETTINGS = (
    "SET LOCAL temp_buffers = '4GB'",
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
# A longer member number is compared but not indexed.
LONGEST_MEMBER_NUMBER = 64
# A file gives no date of death, so any day serves.
DIED = "1900-01-01"


def _stand_in(cursor: Any, table: str) -> None:
    """An empty copy of a real table without NOT NULL columns."""
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
    """A cursor in a transaction where every look finds only staged rows. Rolled back at the end."""
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


@dataclass
class Members:
    """Everyone on file by position: the file's id and the comparable form. A person id is the position as a number."""

    ids: list[str] = field(default_factory=list)
    people: list[Known] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def id_of(self, person_id: UUID) -> str:
        return self.ids[person_id.int]

    def add(self, row: Row, ours: Question) -> str:
        """Add a member and return their person id as text."""
        person_id, name, asked = UUID(int=len(self.ids)), row.person.name, ours.asked
        former = (
            (name_keys(name.first, row.former_last_name, name.middle, name.suffix),) if row.former_last_name else ()
        )
        self.ids.append(row.id)
        self.people.append(
            Known(
                person_id=person_id,
                name=asked.name,
                birth_date=asked.birth_date,
                sex=asked.sex,
                number=asked.number,
                member_number=asked.member_number,
                contacts=asked.contacts,
                other_names=former,
                deceased=row.deceased,
            )
        )
        return str(person_id)


def _person(key: str, row: Row, ours: Question) -> tuple[Any, ...]:
    name, asked = row.person.name, ours.asked
    first, middle, last, suffix = _name(row, name.last)
    member_number = asked.member_number if 0 < len(asked.member_number) <= LONGEST_MEMBER_NUMBER else None
    return (
        key, member_number, first, middle, last, suffix, asked.name.first, asked.name.last,
        asked.birth_date or UNKNOWN_BIRTH_DATE, asked.sex,
        _hex(encrypt(asked.number, context=NUMBER_CONTEXT)) if asked.number else None,
        *map(_hex, ours.number_indexes), NumberKind.SSN if asked.number else "",
        DIED if row.deceased else None,
    )  # fmt: skip


def _details(people: Iterable[Known]) -> Iterator[tuple[Any, ...]]:
    for each in people:
        contacts = each.contacts
        indexes = [next(iter(keys), None) for keys in (contacts.streets, contacts.phones, contacts.emails)]
        if any(indexes):
            yield str(each.person_id), each.name.first, each.name.last, *map(_hex, indexes)


def _former(key: str, row: Row) -> tuple[Any, ...] | None:
    if not row.former_last_name:
        return None
    name = row.person.name
    return (key, *_name(row, row.former_last_name), name_key(name.first), name_key(row.former_last_name))


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Freeze the objects: they live until the end, so the collector need not scan millions of them."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@_kept_for_good()
def load(cursor: Any, members: Iterable[Row]) -> Members:
    on_file = Members()
    former: list[tuple[Any, ...]] = []
    with cursor.copy(f"COPY pg_temp.enrollment_person ({', '.join(PERSON)}) FROM STDIN") as copy:
        for row in members:
            ours = question(row.person)
            key = on_file.add(row, ours)
            copy.write_row(_person(key, row, ours))
            if earlier := _former(key, row):
                former.append(earlier)
    for table, columns, rows in (("persondetail", DETAIL, _details(on_file.people)), ("formername", FORMER, former)):
        with cursor.copy(f"COPY pg_temp.enrollment_{table} ({', '.join(columns)}) FROM STDIN") as copy:
            for values in rows:
                copy.write_row(values)
    _index(cursor)
    return on_file


def _index(cursor: Any) -> None:
    """Copy the indexes of the real tables without uniqueness: a file may repeat a value."""
    cursor.execute(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY (%s) ORDER BY indexname",
        [list(TABLES)],
    )
    for (definition,) in cursor.fetchall():
        cursor.execute(definition.replace("CREATE UNIQUE INDEX", "CREATE INDEX").replace(" ON public.", " ON pg_temp."))
    for table in STAGED:
        cursor.execute(f"ANALYZE pg_temp.{table}")
