"""The lines of a bill as a file, safe in any spreadsheet."""

from django.db.models import Case, CharField, QuerySet, Value, When

from billing.models import Bill, BillLine
from enrollment.queries.roster.export import guarded

HEADINGS = [
    "Employee", "Employee number", "Member", "Plan", "Coverage month", "Charge", "Should be", "Billed before", "This bill",
]  # fmt: skip


def columns(bill: Bill) -> QuerySet[BillLine]:
    """The columns of every line, by name and month: no ages, birth dates or relationships."""
    charge = Case(When(month=bill.month, then=Value("Current")), default=Value("Retroactive"), output_field=CharField())
    return bill.lines.order_by("sort_key", "month", "enrollment_id", "pk").values_list(
        guarded("subscriber_name"),
        guarded("employee_number"),
        guarded("member_name"),
        guarded("plan_name"),
        "month",
        charge,
        "owed",
        "billed_before",
        "amount",
    )
