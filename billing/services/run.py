"""The bill run: a Job for each unit with a bill due. Two runners at once, or one that is killed, make the same bills."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from access import tenancy
from accounts.models import EnrollmentUnit, Job, Purchaser, User
from accounts.services import schedule
from billing.models import Bill, BillHold
from billing.queries.due import last_bill, months_due
from billing.queries.held import MAKE_BILLS, RUNNING
from billing.services.bills import make_bill


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one month of a unit, as the Job keeps it. Amounts are text."""

    unit: int
    month: str
    number: str
    held: str
    charges_before: str
    charges_now: str


def schedule_due_bills(*, at: datetime, by: User | None = None, is_trial: bool = False) -> int:
    """Schedule a Job for each unit with a bill due; returns how many. A trial makes no bill and keeps its figures.

    Runs under the service role. A unit whose bill is held waits until more is known of it.
    """
    waiting = {
        job.arguments["unit"]
        for job in Job.objects.filter(kind=MAKE_BILLS, state__in=RUNNING).order_by("pk")
        if job.arguments["trial"] == is_trial
    }
    scheduled = 0
    for purchaser in Purchaser.objects.filter(opened_at__isnull=False).order_by("pk"):
        with tenancy.acting_for(purchaser):
            units = EnrollmentUnit.objects.filter(purchaser=purchaser).select_related("purchaser").order_by("pk")
            for unit in units:
                if unit.pk in waiting or not _is_due(unit, at, is_trial):
                    continue
                arguments = {"unit": unit.pk, "trial": is_trial, "run": at.isoformat()}
                schedule(MAKE_BILLS, arguments=arguments, at=at, purchaser=purchaser, by=by)
                scheduled += 1
    return scheduled


def _is_due(unit: EnrollmentUnit, at: datetime, is_trial: bool) -> bool:
    hold = BillHold.objects.filter(unit=unit, over_at=None).first()
    if hold and hold.as_of_seq == unit.known_seq and not is_trial:
        return False
    return bool(months_due(unit, today=unit.purchaser.today(at)))


def make_due_bills(
    *, unit: EnrollmentUnit, by: User | None, at: datetime, is_trial: bool = False
) -> list[dict[str, str]]:
    """Make the unit's bills that are due, month by month, until one is held. Runs in the purchaser's scope."""
    results = []
    with transaction.atomic():
        for month in months_due(unit, today=unit.purchaser.today(at)):
            last = last_bill(unit)
            made = make_bill(unit=unit, month=month, by=by, at=at)
            results.append(asdict(_result(made, last)))
            if isinstance(made, BillHold):
                break
        transaction.set_rollback(is_trial)
    return results


def _result(made: Bill | BillHold, last: Bill | None) -> Result:
    before = (last and last.new_charges) or Decimal(0)
    now = made.charges_now if isinstance(made, BillHold) else made.new_charges
    return Result(
        unit=made.unit_id,
        month=made.month.isoformat(),
        number="" if isinstance(made, BillHold) else made.number,
        held=made.reason if isinstance(made, BillHold) else "",
        charges_before=f"{before:.2f}",
        charges_now="" if now is None else f"{now:.2f}",
    )
