"""What is known of a purchaser's units when premiums are computed, for the statements of billing/sql/."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from accounts.platform.planned import planned_rows
from billing.models import Bill
from billing.sql import statement
from enrollment.models import Enrollment

# Before the first month: nothing was billed yet.
NEVER = date(1900, 1, 1)


# From so many families on, joins one by one take longer than reading whole tables.
LARGE = 500


def rows_of_unit(name: str, arguments: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement of billing/sql/ about one unit.

    The planner, which expects few rows, is kept from joining the families of a large unit one by one. For a small unit
    that would read the families of everybody. Each size has its own plan, which the connection keeps.
    """
    text = statement(name)
    families = Enrollment.objects.filter(unit_id=arguments["unit"])
    if families[:LARGE].count() < LARGE:
        return planned_rows(text, arguments)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        rows = planned_rows(f"{text}\n-- of a large unit", arguments)
        cursor.execute("SET LOCAL enable_nestloop = on")
    return rows


def known_at(seqs: Mapping[int, int], last: Bill | None) -> dict[str, object]:
    """The arguments that say what is known now, and what was at the last bill."""
    since = last.seqs_of_purchaser if last else {}
    return {
        "known_units": list(seqs),
        "known_seqs": list(seqs.values()),
        "since_seqs": [since.get(str(unit), 0) for unit in seqs],
        "billed_through": last.month if last else NEVER,
    }
