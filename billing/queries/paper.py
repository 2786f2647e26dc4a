"""What stands on a printed bill: its rows and addresses, and what was booked since the bill before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Sum

from access.admission import Admission
from accounts.models import Contact, PurchaserAddress, UnitPlace
from billing.models import Bill, BillDocument, BillLine, LedgerEntry
from billing.queries.versions import NAMES

NOTHING = Decimal("0.00")
Place = PurchaserAddress | UnitPlace


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked of one kind between two bills, on how many postings, from the first day to the last."""

    kind: str
    amount: Decimal
    postings: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a bill. `covered` says in words whom the tier covers; for rates by age it is the member."""

    name: str
    employee_number: str
    plan: str
    covered: str
    month: date
    owed: Decimal
    billed_before: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """One bill with everything that its print says. The sums are those of the rows."""

    bill: Bill
    previous: Bill | None
    booked: Sequence[Booked]
    current: Sequence[Line]
    retroactive: Sequence[Line]
    attention: str
    place: Place | None

    @property
    def current_sum(self) -> Decimal:
        return sum((line.amount for line in self.current), NOTHING)

    @property
    def retroactive_sum(self) -> Decimal:
        return sum((line.amount for line in self.retroactive), NOTHING)


def bill_for(admission: Admission, pk: int) -> Bill | None:
    """A bill of the admission's purchaser and units."""
    bill = Bill.objects.filter(purchaser=admission.purchaser, pk=pk).first()
    return bill if bill and admission.covers_unit(bill.unit_id) else None


def document_of(bill: Bill) -> BillDocument | None:
    """The bill's file, if it is made."""
    return BillDocument.objects.filter(bill=bill).first()


def paper_of(bill: Bill) -> Paper:
    """Everything that the print of a bill says."""
    previous = Bill.objects.filter(unit=bill.unit_id, month__lt=bill.month).order_by("-month", "-pk").first()
    lines = _lines(bill)
    billing = Contact.objects.current().filter(purchaser=bill.purchaser_id, role=Contact.Role.BILLING)
    contact = billing.order_by("name", "pk").first()
    return Paper(
        bill=bill,
        previous=previous,
        booked=_booked(bill, previous),
        current=[line for line in lines if line.month == bill.month],
        retroactive=[line for line in lines if line.month != bill.month],
        attention=contact.name if contact else "",
        place=_place(bill),
    )


def _lines(bill: Bill) -> list[Line]:
    """The lines by name of the employee, then by month."""
    rows = BillLine.objects.filter(bill=bill).order_by("sort_key", "enrollment_id", "month", "pk")
    found = rows.values_list(
        "subscriber_name", "employee_number", "plan_name", "tier", "rate__method", "member_name",
        "month", "owed", "billed_before", "amount",
    )  # fmt: skip
    return [
        Line(
            name,
            number,
            plan,
            str(NAMES[method][tier]) if tier and method in NAMES else member,
            month,
            owed,
            before,
            amount,
        )
        for name, number, plan, tier, method, member, month, owed, before, amount in found
    ]


def _booked(bill: Bill, previous: Bill | None) -> list[Booked]:
    """Receivable entries of the unit after the previous bill's and up to this bill's own posting, by kind."""
    after = previous.ledger_seq if previous else 0
    entries = LedgerEntry.objects.filter(
        unit=bill.unit_id,
        account=LedgerEntry.Account.RECEIVABLE,
        ledger_seq__gt=after,
        ledger_seq__lte=bill.ledger_seq,
    ).exclude(posting__bill=bill)
    kinds = entries.values("posting__kind").annotate(
        amount=Sum("amount"),
        postings=Count("posting", distinct=True),
        first_on=Min("posting__posted_on"),
        last_on=Max("posting__posted_on"),
        first=Min("ledger_seq"),
    )
    return [
        Booked(each["posting__kind"], each["amount"], each["postings"], each["first_on"], each["last_on"])
        for each in sorted(kinds, key=lambda each: each["first"])
    ]


def _place(bill: Bill) -> Place | None:
    """Where the bill is mailed: the mailing address of its day, else the business address, else the unit's place."""
    addresses = PurchaserAddress.objects.filter(purchaser=bill.purchaser_id)
    for kind in (PurchaserAddress.Kind.MAILING, PurchaserAddress.Kind.BUSINESS):
        if found := addresses.filter(kind=kind).on(bill.made_on):
            return found
    return UnitPlace.objects.filter(unit=bill.unit_id).on(bill.made_on)
