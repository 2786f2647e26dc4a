"""What is known of a purchaser's units when premiums are computed, for the statements of billing/sql/."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db import connection

from billing.models import Bill

# Before the first month: nothing was billed yet.
NEVER = date(1900, 1, 1)


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
