"""Lock the record that stands for a person until the transaction ends."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection

from access import tenancy
from enrollment.queries.identity.humans import survivors

# Blocks merges of these records, which lock them fully, until commit.
HOLD = "SELECT id FROM enrollment_person WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def _hold(person_ids: Collection[UUID]) -> None:
    with tenancy.matching(), connection.cursor() as cursor:
        cursor.execute(HOLD, [list(person_ids)])


def as_humans(person_ids: Sequence[UUID]) -> list[UUID]:
    """The record that stands for each person, by position, unchanged until commit."""
    held: set[UUID] = set()
    standing = {each: each for each in person_ids}
    while missing := set(standing.values()) - held:
        _hold(missing)
        held |= missing
        standing = survivors(standing)
    return [standing[each] for each in person_ids]
