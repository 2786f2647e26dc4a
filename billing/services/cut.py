"""Cut the lines of a unit's bill, of everything known at a number. Runs under the money role, in the purchaser's scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from billing.models import Bill
from billing.queries.known import known_at, rows_of_unit


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


@transaction.atomic
def cut_lines(bill: Bill, *, seqs: Mapping[int, int], last: Bill | None) -> Cut:
    """Write the lines of a new bill. `last` is the unit's bill before it.

    `seqs` has the number of each of the purchaser's units up to which the bill holds everything; the caller has locked
    the unit. Raises CannotPrice, and then there are no lines.
    """
    arguments = known_at(seqs, last) | {"unit": bill.unit_id, "bill": bill.pk, "through": bill.month}
    [(new_charges, without_cause, enrollments, months)] = rows_of_unit("new_lines", arguments)
    if enrollments:
        raise CannotPrice([Unpriced(*key) for key in zip(enrollments, months, strict=True)])
    return Cut(new_charges, without_cause)
