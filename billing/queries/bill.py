"""One bill: how its total comes about, and its lines in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from billing.models import Bill, BillLine, LedgerEntry, Posting
from billing.queries.bills import NOTHING, UNREAD
from enrollment.rules.names import name_key

PAGE = 50


@dataclass(frozen=True)
class Booked:
    """What was booked between two bills, of one kind: how many, what they come to, from when to when."""

    kind: str
    count: int
    amount: Decimal
    first: date
    last: date

    @property
    def label(self) -> str:
        return str(Posting.Kind(self.kind).label)


@dataclass(frozen=True)
class Part:
    """Lines of a bill: how many, for how many employees, and what they add up to."""

    lines: int
    employees: int
    amount: Decimal


@dataclass(frozen=True)
class Summary:
    """From the total of the bill before to the total of this one. `booked` is everything between the two bills."""

    previous: Bill | None
    booked: list[Booked]
    current: Part
    retroactive: Part
    months: tuple[date | None, date | None]


@dataclass(frozen=True)
class Shown:
    """A page of lines, what these add up to, and what all of them do."""

    page: Page
    rows: Sequence[BillLine]
    sum: Decimal
    all: Decimal


def previous_bill(bill: Bill) -> Bill | None:
    """The unit's bill before this one."""
    earlier = Bill.objects.defer(*UNREAD).filter(unit=bill.unit_id, month__lt=bill.month)
    return earlier.order_by("-month", "-pk").first()


def summary(bill: Bill) -> Summary:
    """How the bill's total comes about; the rows add up to it."""
    previous = previous_bill(bill)
    now, before = Q(month=bill.month), Q(month__lt=bill.month)
    who = "enrollment__subscriber"
    found = bill.lines.aggregate(
        current_lines=Count("pk", filter=now),
        current_employees=Count(who, filter=now, distinct=True),
        current_amount=Sum("amount", filter=now),
        retroactive_lines=Count("pk", filter=before),
        retroactive_employees=Count(who, filter=before, distinct=True),
        retroactive_amount=Sum("amount", filter=before),
        first=Min("month", filter=before),
        last=Max("month", filter=before),
    )
    current, retroactive = (
        Part(found[f"{name}_lines"], found[f"{name}_employees"], found[f"{name}_amount"] or NOTHING)
        for name in ("current", "retroactive")
    )
    return Summary(previous, _booked(bill, previous), current, retroactive, (found["first"], found["last"]))


def _booked(bill: Bill, previous: Bill | None) -> list[Booked]:
    entries = LedgerEntry.objects.filter(
        unit=bill.unit_id,
        account=LedgerEntry.Account.RECEIVABLE,
        ledger_seq__gt=(previous and previous.ledger_seq) or 0,
        ledger_seq__lte=bill.ledger_seq,
        posting__bill=None,
    )
    days = {"first": Min("posting__posted_on"), "last": Max("posting__posted_on")}
    rows = entries.values_list("posting__kind").annotate(count=Count("pk"), sum=Sum("amount"), **days)
    return sorted((Booked(*row) for row in rows.order_by()), key=lambda each: (each.first, each.kind))


def current_lines(bill: Bill, words: str = "") -> QuerySet[BillLine]:
    """The lines of the bill's own month, by name; those of people whose name or employee number has the words."""
    return _found(bill.lines.filter(month=bill.month), words)


def retroactive_lines(bill: Bill) -> QuerySet[BillLine]:
    """The lines of earlier months, by name and month."""
    return _found(bill.lines.filter(month__lt=bill.month), "")


def _found(lines: QuerySet[BillLine], words: str) -> QuerySet[BillLine]:
    for word in words.split():
        name = Q(sort_key__contains=name_key(word)) if name_key(word) else Q()
        lines = lines.filter(name | Q(member_name__icontains=word) | Q(employee_number__iexact=word))
    return lines.select_related("rate").order_by("sort_key", "month", "enrollment_id", "-rated_age", "pk")


def lines_on_page(lines: QuerySet[BillLine], number: object, all_of_them: Part | None = None) -> Shown:
    """A page of lines. `all_of_them` are their count and sum where these are known."""
    if all_of_them is None:
        found = lines.order_by().aggregate(lines=Count("pk"), amount=Sum("amount"))
        all_of_them = Part(found["lines"], 0, found["amount"] or NOTHING)
    pages = Paginator(lines, PAGE)
    pages.count = all_of_them.lines
    page = pages.get_page(number)  # type: ignore[arg-type]
    rows = list(page.object_list)
    return Shown(page, rows, sum((row.amount for row in rows), NOTHING), all_of_them.amount)


def line_of(bill: Bill, pk: int) -> BillLine | None:
    """A line of the bill, or None."""
    return bill.lines.select_related("rate").filter(pk=pk).first()


def amounts_before(line: BillLine) -> QuerySet[BillLine]:
    """What earlier bills had of a line's key, the newest first."""
    same = BillLine.objects.filter(
        enrollment=line.enrollment_id, person=line.person_id, month=line.month, kind=line.kind, unit=line.unit_id
    )
    return same.filter(bill__month__lt=line.bill.month).select_related("bill", "rate").order_by("-bill__month", "-pk")
