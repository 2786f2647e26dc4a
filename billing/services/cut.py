"""Cut a unit's bill of everything known at a number. Runs under the money role, in the purchaser's scope."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from accounts.platform.planned import planned_rows
from billing.models import Bill
from billing.sql import statement


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A charged key without a rate: its enrollment and the first day of its month."""

    enrollment_id: int
    month: date


class CannotPrice(Exception):
    """A charged month has no rate; `keys` says whose and which. It is never billed at 0.00."""

    def __init__(self, keys: list[Unpriced]):
        self.keys = keys
        super().__init__(f"{len(keys)} charged keys without a rate")


@contextmanager
def _large_joins() -> Iterator[None]:
    """Keep the planner, which expects few rows, from joining thousands one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


@transaction.atomic
def cut_lines(*, purchaser_id: int, unit_id: int, month: date, seqs: Mapping[int, int], at: datetime) -> Bill:
    """The bill of a unit for a month, with its new lines.

    `seqs` has the number of each of the purchaser's units up to which the bill holds everything; the caller has locked
    the unit. Raises CannotPrice, and then there is no bill.
    """
    bill = Bill.objects.create(
        purchaser_id=purchaser_id,
        unit_id=unit_id,
        month=month,
        as_of_seq=seqs[unit_id],
        seqs_of_purchaser={str(unit): seq for unit, seq in seqs.items()},
        cut_at=at,
    )
    arguments = {
        "units": [unit_id],
        "known_units": list(seqs),
        "known_seqs": list(seqs.values()),
        "through": month,
    }
    with _large_joins():
        without = planned_rows(statement("new_lines"), arguments)
    if without:
        raise CannotPrice([Unpriced(enrollment_id, month) for _, enrollment_id, month in without])
    return bill
