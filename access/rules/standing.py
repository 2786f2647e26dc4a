"""A user's standing at a purchaser, and whether one goes beyond another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

# Nobody plans access further ahead: a later day is a slip. The moment leaves room for every time zone.
LAST_END, NO_LATER_THAN = date(2100, 12, 31), datetime(2101, 1, 2, tzinfo=UTC)
MOST_PAID = Decimal("999999999.99")


@dataclass(frozen=True)
class Standing:
    """Privileges, units (None: every unit), end (None: no end) and limit per payment in USD."""

    privileges: frozenset[str]
    unit_ids: frozenset[int] | None = None
    ends_at: datetime | None = None
    payment_limit: Decimal | None = None

    @classmethod
    def of(
        cls,
        privileges: Iterable[str],
        unit_ids: Iterable[int] | None = None,
        ends_at: datetime | None = None,
        payment_limit: Decimal | None = None,
    ) -> "Standing":
        units = None if unit_ids is None else frozenset(unit_ids)
        return cls(frozenset(privileges), units, ends_at, payment_limit)


def beyond(asked: Standing, own: Standing) -> list[str]:
    """The fields in which `asked` goes beyond `own`; empty when `own` may grant it."""
    fields = []
    if not asked.privileges <= own.privileges:
        fields.append("privileges")
    if own.unit_ids is not None and (asked.unit_ids is None or not asked.unit_ids <= own.unit_ids):
        fields.append("unit_ids")
    if own.ends_at is not None and (asked.ends_at is None or asked.ends_at > own.ends_at):
        fields.append("ends_at")
    if own.payment_limit is not None and (asked.payment_limit is None or asked.payment_limit > own.payment_limit):
        fields.append("payment_limit")
    return fields


def out_of_range(asked: Standing) -> str:
    """The field whose value nobody means, if any: an end out of sight, or a limit that is no amount."""
    if asked.ends_at and asked.ends_at > NO_LATER_THAN:
        return "ends_at"
    limit = asked.payment_limit
    return "payment_limit" if limit is not None and not (limit.is_finite() and 0 < limit <= MOST_PAID) else ""
