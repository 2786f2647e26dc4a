"""The order in which a unit's changes became known."""

from collections.abc import Iterable

from django.db import connection

TAKE_NEXT = """
WITH locked AS (
    SELECT id FROM accounts_enrollmentunit WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE
)
UPDATE accounts_enrollmentunit unit SET known_seq = unit.known_seq + 1 FROM locked WHERE unit.id = locked.id
RETURNING unit.id, unit.known_seq
"""


def next_known_seq(unit_ids: Iterable[int]) -> dict[int, int]:
    """Lock the units in id order and take the next number of each.

    Locks last until commit, so numbers commit in order.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NEXT, [list(unit_ids)])
        return dict(cursor.fetchall())
