"""The human behind records: merged records are one, and whoever stands for them answers for all."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connection

from access import tenancy

# Keeps a merge of these records, which locks them whole, waiting until the end of the transaction.
HOLD = "SELECT id FROM enrollment_person WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
SURVIVORS = "SELECT record, enrollment_survivor(record) FROM unnest(%s::uuid[]) AS record"
UNDER = """
WITH RECURSIVE human AS (
    SELECT record AS top, record AS id FROM unnest(%s::uuid[]) AS record
    UNION
    SELECT human.top, merged.duplicate_id FROM human
      JOIN enrollment_personmerge merged ON merged.survivor_id = human.id AND merged.undone_at IS NULL
)
SELECT top, id FROM human
"""


def _pairs(statement: str, ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    with tenancy.matching(), connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        return cursor.fetchall()


def survivors(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The record that stands for each: itself, or the end of the links."""
    return dict(_pairs(SURVIVORS, person_ids))


def records_under(person_id: UUID) -> set[UUID]:
    """A record with all that were merged into it, directly or not."""
    return {record for _top, record in _pairs(UNDER, [person_id])}


def records_of(person_id: UUID) -> set[UUID]:
    """Every record of the human that a record belongs to."""
    return records_under(survivors([person_id])[person_id])


def _hold(person_ids: Collection[UUID]) -> None:
    with tenancy.matching(), connection.cursor() as cursor:
        cursor.execute(HOLD, [list(person_ids)])


def as_humans(person_ids: Sequence[UUID | None]) -> list[UUID | None]:
    """The record that stands for each human, place by place, and goes on to do so until the transaction ends."""
    held: set[UUID] = set()
    standing = {each: each for each in person_ids if each}
    while missing := set(standing.values()) - held:
        _hold(missing)
        held |= missing
        standing = survivors(standing)
    return [standing[each] if each else None for each in person_ids]
