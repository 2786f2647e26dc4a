"""Merged records of one person; the surviving record stands for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from access import tenancy
from accounts.models import Purchaser
from enrollment.models import Person, PersonDetail

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

TOGETHER = """
WITH RECURSIVE asked AS (
    SELECT DISTINCT record, enrollment_survivor(record) AS top FROM unnest(%s::uuid[]) AS record
), human AS (
    SELECT top, top AS id FROM asked
    UNION
    SELECT human.top, merged.duplicate_id FROM human
      JOIN enrollment_personmerge merged ON merged.survivor_id = human.id AND merged.undone_at IS NULL
)
SELECT asked.record, human.id FROM asked JOIN human USING (top)
"""


def _pairs(statement: str, ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    with tenancy.matching(), connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        return cursor.fetchall()


def survivors(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The record that stands for each: itself, or the end of its links."""
    return dict(_pairs(SURVIVORS, person_ids))


def records_under(person_id: UUID) -> set[UUID]:
    """A record and all records merged into it, directly or indirectly."""
    return {record for _top, record in _pairs(UNDER, [person_id])}


def records_of(person_id: UUID) -> set[UUID]:
    """All records of a record's person."""
    (records,) = records_of_each([person_id])
    return records


def records_of_each(person_ids: Sequence[UUID]) -> list[set[UUID]]:
    """The same for several, by position, in one statement."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for asked, record in _pairs(TOGETHER, person_ids):
        found[asked].add(record)
    return [found[each] for each in person_ids]


def reported_elsewhere(person: Person, purchaser: Purchaser) -> bool:
    """Whether another purchaser reports this person under any record. Never shown to an employer."""
    records = records_of(person.pk)
    with tenancy.matching():
        return (
            PersonDetail.objects.filter(person_id__in=records, superseded_at=None).exclude(purchaser=purchaser).exists()
        )
