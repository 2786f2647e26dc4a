"""Cut the lines of a unit's bill, of everything known at a number. Runs under the money role, in the purchaser's scope."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from accounts.platform.planned import planned_rows
from billing.models import Bill
from billing.sql import statement

# Before the first month: nothing was billed yet.
NEVER = date(1900, 1, 1)


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


@dataclass(frozen=True, slots=True)
class Cut:
    """What the new lines add up to, and how many of earlier months have no cause."""

    new_charges: Decimal
    without_cause: int


@contextmanager
def large_joins() -> Iterator[None]:
    """Keep the planner, which expects few rows, from joining thousands one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def known_at(seqs: Mapping[int, int], last: Bill | None) -> dict[str, object]:
    """The arguments that say what is known now, and what was at the last bill."""
    since = last.seqs_of_purchaser if last else {}
    return {
        "known_units": list(seqs),
        "known_seqs": list(seqs.values()),
        "since_seqs": [since.get(str(unit), 0) for unit in seqs],
        "billed_through": last.month if last else NEVER,
    }


@transaction.atomic
def cut_lines(bill: Bill, *, seqs: Mapping[int, int], last: Bill | None) -> Cut:
    """Write the lines of a new bill. `last` is the unit's bill before it.

    `seqs` has the number of each of the purchaser's units up to which the bill holds everything; the caller has locked
    the unit. Raises CannotPrice, and then there are no lines.
    """
    arguments = known_at(seqs, last) | {"unit": bill.unit_id, "bill": bill.pk, "through": bill.month}
    with large_joins():
        [(new_charges, without_cause, enrollments, months)] = planned_rows(statement("new_lines"), arguments)
    if enrollments:
        raise CannotPrice([Unpriced(*key) for key in zip(enrollments, months, strict=True)])
    return Cut(new_charges, without_cause)
