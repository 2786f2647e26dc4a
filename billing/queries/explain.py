"""How a line of a bill came about, from what it says of itself. Nothing is computed again."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from access.admission import Admission
from access.privileges import Privilege
from billing.models import Bill, BillLine
from billing.queries.bill import amounts_before
from billing.queries.causes import Cause, causes
from enrollment.models import Coverage, PersonDetail


@dataclass(frozen=True)
class Span:
    """From which day through which the same people were charged at the same rate."""

    first: date
    last: date
    whole: bool
    tier: str
    rate: Decimal
    age: int | None
    curve: Decimal | None
    factor: Decimal | None
    names: list[str]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Explained:
    """A line, what was billed before it, who is charged for which days, and why.

    `free` are the people who were covered and are not charged; `names_shown` says whether the page may name people.
    """

    line: BillLine
    before: BillLine | None
    spans: list[Span]
    free: list[str]
    causes: list[Cause]
    names_shown: bool


def explained(bill: Bill, line: BillLine, grant: Admission) -> Explained:
    """How a line of the bill came about, as far as the grant sees people."""
    line.bill = bill
    shown = grant.allows(Privilege.VIEW_ROSTER)
    charged = {UUID(who["person"]) for span in line.spans for who in span.get("who", ())}
    free = _covered(bill, line) - charged if charged else set()
    names = _names(bill.purchaser_id, charged | free) if shown else {}
    found = causes(line.changes, grant)
    return Explained(
        line,
        amounts_before(line).first() if line.billed_before else None,
        [_span(span, line, names, shown=shown) for span in line.spans],
        [names.get(person, "") for person in sorted(free, key=str)],
        list(found.values()),
        shown,
    )


def _covered(bill: Bill, line: BillLine) -> set[UUID]:
    """Who was covered in the line's month in its enrollment, as known when the bill was made."""
    last = (line.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    known = Q(known_seq__lte=bill.as_of_seq) & (Q(superseded_seq=None) | Q(superseded_seq__gt=bill.as_of_seq))
    days = Q(starts_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=line.month))
    covered = Coverage.objects.filter(known & days, enrollment=line.enrollment_id, voided_at=None)
    return set(covered.order_by("pk").values_list("person_id", flat=True))


def _names(purchaser_id: int, people: set[UUID]) -> dict[UUID, str]:
    details = PersonDetail.objects.filter(purchaser_id=purchaser_id, person__in=people, superseded_at=None)
    return {each.person_id: each.full_name for each in details.order_by("pk")}


def _span(span: dict[str, Any], line: BillLine, names: dict[UUID, str], *, shown: bool) -> Span:
    first = date.fromisoformat(span["from"])
    last = first + timedelta(days=span["days"] - 1)
    whole = first == line.month and (last + timedelta(days=1)).day == 1
    people = [UUID(who["person"]) for who in span.get("who", ())]
    return Span(
        first,
        last,
        whole,
        span.get("tier", ""),
        Decimal(str(span["rate"])),
        span.get("age") if shown else None,
        Decimal(str(span["curve"])) if shown and "curve" in span else None,
        Decimal(str(span["factor"])) if shown and "factor" in span else None,
        [names[each] for each in people if each in names] or ([line.member_name] if shown and line.person_id else []),
    )
