"""What changed since the last bill: from its new charges to this bill's, with a row for everybody who differs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Max, Q, Sum, Value
from django.db.models.functions import Coalesce

from access.admission import Admission
from billing.models import Bill, BillLine
from billing.queries.bills import NOTHING
from billing.queries.causes import Cause, causes, causes_between
from billing.rules.months import next_month
from enrollment.models import Coverage

# More rows than these are cut to the largest ones.
MOST_ROWS, LARGEST = 12, 8
ENDED, STARTED, TIER, OTHER = "ended", "started", "tier", "other"


@dataclass
class Row:
    """An employee whose charges differ: by how much in which month, and which changes caused it."""

    name: str = ""
    what: str = OTHER
    before: BillLine | None = None
    after: BillLine | None = None
    months: dict[date, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    ids: set[UUID] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    causes: list[Cause] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        return sum(self.months.values(), NOTHING)

    @property
    def effects(self) -> list[tuple[date, Decimal]]:
        return sorted((month, amount) for month, amount in self.months.items() if amount)


@dataclass(frozen=True)
class Several:
    """Rows that are shown as one: how many, and what they come to."""

    count: int
    amount: Decimal
    rows: list[Row]


@dataclass(frozen=True)
class Changed:
    """From the last bill's new charges to this one's: `rows`, `by_terms`, `smaller` and `once` add up to the difference.

    `by_terms` are employees whose premium differs without a change of theirs, by new rates or terms. `once` are the
    corrections on the last bill, which are not repeated. `no_effect` are changes in between that moved no amount.
    """

    last: Bill
    rows: list[Row]
    by_terms: Several
    smaller: Several
    once: Several
    no_effect: list[Cause]
    difference: Decimal


def changed(bill: Bill, last: Bill, grant: Admission) -> Changed:
    """What changed from the unit's last bill to this one."""
    rows = _rows(bill, last)
    _add_earlier_causes(bill, last, rows)
    known = causes({pk for row in rows.values() for pk in row.ids}, grant)
    for row in rows.values():
        row.causes = [known[pk] for pk in known if pk in row.ids]
    by_terms = [row for row in rows.values() if not row.ids and row.what in (TIER, OTHER)]
    own = sorted(
        (row for row in rows.values() if row.ids or row.what not in (TIER, OTHER)),
        key=lambda row: (-row.amount, row.name),
    )
    shown, smaller = _largest(own)
    corrections = last.lines.filter(month__lt=last.month).aggregate(count=Count("pk"), sum=Sum("amount"))
    return Changed(
        last=last,
        rows=shown,
        by_terms=_several(by_terms),
        smaller=_several(smaller),
        once=Several(corrections["count"], -(corrections["sum"] or NOTHING), []),
        no_effect=[each for each in causes_between(bill, last, grant) if each.pk not in known],
        difference=(bill.new_charges or NOTHING) - (last.new_charges or NOTHING),
    )


def _several(rows: list[Row]) -> Several:
    return Several(len(rows), sum((row.amount for row in rows), NOTHING), rows)


def _largest(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """(the rows that are shown, those that are only counted), each in the given order."""
    if len(rows) <= MOST_ROWS:
        return rows, []
    largest = sorted(rows, key=lambda row: -abs(row.amount))[:LARGEST]
    chosen = {id(row) for row in largest}
    return [row for row in rows if id(row) in chosen], [row for row in rows if id(row) not in chosen]


def _rows(bill: Bill, last: Bill) -> dict[UUID, Row]:
    """Everybody whose charges differ, or who has a change on the bill."""
    rows: dict[UUID, Row] = {}
    for line in _lines(bill, last, _differing(bill, last)):
        row = rows.setdefault(line.enrollment.subscriber_id, Row())
        row.name = row.name or line.subscriber_name or line.member_name
        if line.bill_id == last.pk:
            row.months[bill.month] -= line.amount
            row.before = _larger(row.before, line)
            continue
        row.months[line.month] += line.amount
        row.ids.update(line.changes)
        row.terms.update(line.terms)
        if line.month == bill.month:
            row.after = _larger(row.after, line)
    for row in rows.values():
        row.what = _what(row)
    return rows


def _differing(bill: Bill, last: Bill) -> Iterable[UUID]:
    before = Q(bill=last, month=last.month)
    found = (
        BillLine.objects.filter(Q(bill=bill) | before)
        .values("enrollment__subscriber")
        .annotate(
            now=Coalesce(Sum("amount", filter=Q(bill=bill)), Value(NOTHING)),
            then=Coalesce(Sum("amount", filter=before), Value(NOTHING)),
            causes=Coalesce(Max("changes__len", filter=Q(bill=bill)), Value(0)),
        )
        .filter(~Q(now=F("then")) | Q(causes__gt=0))
    )
    return [row["enrollment__subscriber"] for row in found.order_by()]


def _lines(bill: Bill, last: Bill, subscribers: Iterable[UUID]) -> Iterable[BillLine]:
    own = Q(bill=bill) | Q(bill=last, month=last.month)
    found = BillLine.objects.filter(own, enrollment__subscriber__in=list(subscribers))
    found = found.select_related("enrollment", "rate").defer("spans")
    return found.order_by("sort_key", "month", "pk")


def _larger(one: BillLine | None, other: BillLine) -> BillLine:
    return other if one is None or other.amount > one.amount else one


def _what(row: Row) -> str:
    if row.after is None:
        return ENDED if row.before else OTHER
    if row.before is None:
        return STARTED
    if row.before.tier and row.after.tier and row.before.tier != row.after.tier:
        return TIER
    return OTHER


def _add_earlier_causes(bill: Bill, last: Bill, rows: dict[UUID, Row]) -> None:
    """Coverage that starts or ends with this month and was known before the last bill: the change that said so."""
    without = [pk for pk, row in rows.items() if not row.ids and not row.terms]
    known = Q(known_seq__lte=bill.as_of_seq) & (Q(superseded_seq=None) | Q(superseded_seq__gt=bill.as_of_seq))
    starts = Q(starts_on__gte=next_month(last.month), starts_on__lt=next_month(bill.month))
    ends = Q(ends_on__gte=last.month, ends_on__lt=bill.month)
    found = Coverage.objects.filter(
        known & (starts | ends), enrollment__unit=bill.unit_id, enrollment__subscriber__in=without, voided_at=None
    )
    pairs = found.order_by("pk").values_list("enrollment__subscriber", "change")
    for subscriber, change in pairs:
        if change:
            rows[subscriber].ids.add(change)
