"""Check the ledger and the bills of a purchaser; price every month anew. Runs in the purchaser's scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from access import tenancy
from accounts.models import EnrollmentUnit, Purchaser
from billing.models import Bill
from billing.queries.due import last_bill
from billing.queries.known import known_at, rows_of_unit
from billing.sql import statement

CHECKS = (
    "unbalanced_postings",
    "bills_that_do_not_foot",
    "bills_unlike_their_posting",
    "lines_that_do_not_follow",
    "changed_bills",
    "wrong_allocations",
)
# Before any number: everything is computed, and compared with everything that was billed.
NOTHING_KNOWN = -1


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that a check found, by the name of the check."""

    check: str
    row: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.check}: " + ", ".join(f"{name} {value}" for name, value in self.row.items())


def wrong_rows(purchaser: Purchaser) -> Iterator[Wrong]:
    """What contradicts itself among a purchaser's postings, bills, lines and allocations."""
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(statement(f"verify/{check}"), {"purchaser": purchaser.pk})
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                yield Wrong(check, dict(zip(names, row, strict=True)))


def differently_priced(purchaser: Purchaser) -> Iterator[Wrong]:
    """Keys whose lines do not add up to what every month owes, as known at the unit's last bill."""
    for unit in EnrollmentUnit.objects.filter(purchaser=purchaser).order_by("pk"):
        if (last := last_bill(unit)) is not None:
            yield from _recomputed(last)


def _recomputed(last: Bill) -> Iterator[Wrong]:
    seqs = {int(unit): seq for unit, seq in last.seqs_of_purchaser.items()}
    arguments = known_at(seqs, last=None) | {"unit": last.unit_id, "through": last.month}
    with tenancy.money():
        rows = rows_of_unit("next_lines", arguments | {"since_seqs": [NOTHING_KNOWN] * len(seqs)})
    for enrollment, person, month, owed, billed, *_others in rows:
        found = {"unit": last.unit_id, "enrollment": enrollment, "person": person, "month": month}
        yield Wrong("differently_priced", found | {"owed": owed, "billed": billed})
