"""Seals over the activity record: `verify` finds any row that was changed, removed or added behind a seal.

Rows are sealed in the order (transaction id, id), up to the oldest transaction still running, so that a
late commit can never slip in below a seal. A chain computed on insert would queue every page view.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.models import Activity, Seal

SEALED = [
    "id",
    "at",
    "actor_id",
    "on_behalf_of_id",
    "purchaser_id",
    "unit_id",
    "channel",
    "verb",
    "object_type",
    "object_id",
    "summary",
    "before",
    "after",
    "staff_only",
    "transaction_id",
]


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: the seals that do not fit their rows, and how much is not sealed yet."""

    seals: int
    rows: int
    broken: tuple[int, ...]
    unsealed: int


def _rows(after: int, through: int) -> Iterator[tuple]:
    run = Activity.objects.filter(transaction_id__gt=after, transaction_id__lte=through)
    return run.order_by("transaction_id", "id").values_list(*SEALED).iterator()


def _digest(before: bytes, rows: Iterator[tuple]) -> tuple[int, bytes]:
    running, count = hashlib.sha256(before), 0
    for row in rows:
        running.update(json.dumps(row, default=str, sort_keys=True).encode() + b"\n")
        count += 1
    return count, running.digest()


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def seal(*, at: datetime) -> Seal | None:
    """Seal every row of finished transactions since the last seal; None when there is none. Needs the service role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.seal'))")
    last = Seal.objects.order_by("id").last()
    after = last.through_transaction_id if last else 0
    through = _oldest_running() - 1
    count, digest = _digest(bytes(last.digest) if last else b"", _rows(after, through))
    if not count:
        return None
    return Seal.objects.create(
        sealed_at=at, after_transaction_id=after, through_transaction_id=through, rows=count, digest=digest
    )


def verify() -> Verdict:
    """Compute every seal again. Needs the service role."""
    digest, after, total, broken, seals = b"", 0, 0, [], 0
    for each in Seal.objects.order_by("id").iterator():
        count, fresh = _digest(digest, _rows(each.after_transaction_id, each.through_transaction_id))
        digest = bytes(each.digest)
        if (count, fresh, each.after_transaction_id) != (each.rows, digest, after):
            broken.append(each.pk)
        after, total, seals = each.through_transaction_id, total + count, seals + 1
    unsealed = Activity.objects.filter(transaction_id__gt=after).count()
    return Verdict(seals=seals, rows=total, broken=tuple(broken), unsealed=unsealed)
