"""The bills of a scenario: each cut in turn, by the service that cuts real bills."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.models import Bill, BillLine
from billing.price.scenario import Cut, Scenario
from billing.price.scratch import PURCHASER, Loaded, rolled_back
from billing.price.story import Story
from billing.price.values import BadScenario
from billing.services import CannotPrice, cut_lines

AT = datetime(2026, 1, 1, tzinfo=UTC)
NOTHING = Decimal("0.00")
Line = tuple[int, UUID | None, date, Decimal, Decimal]


def price(cursor: Any, scenario: Scenario) -> dict[str, Any]:
    """The bills of a scenario, as a JSON value.

    Raises BadScenario. The scratch tables are empty again in either case.
    """
    story = Story(scenario).play()
    with rolled_back():
        loaded = Loaded(cursor, story)
        bills = [_bill(loaded, number, cut) for number, cut in story.cuts]
    return {"bills": bills}


def _bill(loaded: Loaded, number: int, cut: Cut) -> dict[str, Any]:
    seqs = dict.fromkeys(loaded.units.values(), number)
    last = Bill.objects.filter(unit_id=loaded.units[cut.unit]).order_by("-month", "-pk").first()
    bill = Bill.objects.create(
        purchaser_id=PURCHASER,
        unit_id=loaded.units[cut.unit],
        month=cut.month,
        as_of_seq=number,
        seqs_of_purchaser={str(unit): seq for unit, seq in seqs.items()},
        number=f"{cut.unit}-{cut.month}",
        cut_at=AT,
    )
    try:
        cut_lines(bill, seqs=seqs, last=last)
    except CannotPrice as wrong:
        first = wrong.keys[0]
        enrollment = loaded.enrollment(first.enrollment_id)
        raise BadScenario(
            f"event {number} (cut): there is no rate for family {enrollment.family}, plan {enrollment.plan},"
            f" {first.month:%Y-%m}"
        ) from None
    columns = ("enrollment_id", "person_id", "month", "owed", "billed_before")
    lines = _lines(loaded, list(BillLine.objects.filter(bill=bill).order_by("pk").values_list(*columns)))
    total = sum((Decimal(line["amount"]) for line in lines), NOTHING)
    return {"unit": cut.unit, "month": f"{cut.month:%Y-%m}", "total": f"{total:.2f}", "lines": lines}


def _lines(loaded: Loaded, rows: list[Line]) -> list[dict[str, str]]:
    """The lines as the answer has them: enrollments of a family in one plan and unit are added up."""
    sums: dict[tuple[str, str, str, str], tuple[Decimal, Decimal]] = defaultdict(lambda: (NOTHING, NOTHING))
    for enrollment_id, person_id, month, owed, before in rows:
        enrollment = loaded.enrollment(enrollment_id)
        key = f"{month:%Y-%m}", enrollment.family, enrollment.plan, loaded.subject(person_id)
        sums[key] = sums[key][0] + owed, sums[key][1] + before
    return [
        {
            "family": family,
            "plan": plan,
            "subject": subject,
            "month": month,
            "owed": f"{owed:.2f}",
            "billed_before": f"{before:.2f}",
            "amount": f"{owed - before:.2f}",
        }
        for (month, family, plan, subject), (owed, before) in sorted(sums.items())
        if owed != before
    ]
