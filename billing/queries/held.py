"""Bills at the desk: those that are held, why, and how the last run went. Under the staff role."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from access import tenancy
from accounts.models import EnrollmentUnit, Job
from billing.models import BillHold
from billing.queries.due import last_bill, seqs_of
from billing.queries.known import known_at, rows_of_unit
from enrollment.models import Enrollment, RosterLine

MAKE_BILLS = "billing.make_bills"
RUNNING = (Job.State.QUEUED, Job.State.RUNNING)
NOTHING = Decimal("0.00")


def held_bills() -> QuerySet[BillHold]:
    """The bills that are held now, the longest first."""
    return BillHold.objects.filter(over_at=None).select_related("unit__purchaser").order_by("found_at", "pk")


@dataclass(frozen=True, slots=True)
class NextLine:
    """A line that the next bill would have: the employee, the coverage month, what is owed (None: no rate)."""

    name: str
    plan: str
    month: date
    owed: Decimal | None
    billed_before: Decimal

    @property
    def amount(self) -> Decimal:
        return (self.owed or NOTHING) - self.billed_before


def next_lines(hold: BillHold) -> list[NextLine]:
    """The lines of a held bill as known now: those without a rate first, then the largest."""
    unit = EnrollmentUnit.objects.select_related("purchaser").get(pk=hold.unit_id)
    with tenancy.acting_for(unit.purchaser):
        known = known_at(seqs_of(unit), last_bill(unit)) | {"unit": unit.pk, "through": hold.month}
        with tenancy.money():
            rows = rows_of_unit("next_lines", known)
        keys = {row[0] for row in rows}
        families = Enrollment.objects.filter(pk__in=keys).select_related("offering__plan").in_bulk()
        people = {each.subscriber_id for each in families.values()}
        names = dict(RosterLine.objects.filter(person__in=people).values_list("person_id", "name").order_by("pk"))
    found = [
        NextLine(
            names.get(families[key].subscriber_id, ""), families[key].offering.plan.name, month, owed, billed_before
        )
        for key, _person, month, owed, billed_before, *_others in rows
    ]
    return sorted(found, key=lambda line: (line.owed is not None, -abs(line.amount), line.name, line.month))


@dataclass(frozen=True, slots=True)
class Outlier:
    """A bill of a run that was, or would be, held."""

    unit: EnrollmentUnit
    month: date
    reason: str
    charges_before: Decimal
    charges_now: Decimal | None


@dataclass(frozen=True, slots=True)
class Run:
    """The last bill run, or trial of one: how far it is, and what its bills come to."""

    at: str
    is_trial: bool
    units: int
    waiting: int
    failed: int
    bills: int
    charges: Decimal
    outliers: Sequence[Outlier]

    @property
    def done(self) -> int:
        return self.units - self.waiting


def last_run() -> Run | None:
    """The newest run or trial."""
    jobs = Job.objects.filter(kind=MAKE_BILLS)
    newest = jobs.order_by("-created_at", "-pk").first()
    if newest is None:
        return None
    own = list(jobs.filter(arguments__run=newest.arguments["run"]).order_by("pk"))
    states, results = Counter(job.state for job in own), [each for job in own for each in job.result or ()]
    units = EnrollmentUnit.objects.select_related("purchaser").in_bulk(
        {each["unit"] for each in results if each["held"]}
    )
    return Run(
        at=newest.arguments["run"],
        is_trial=newest.arguments["trial"],
        units=len(own),
        waiting=sum(states[state] for state in RUNNING),
        failed=states[Job.State.PARKED],
        bills=sum(not each["held"] for each in results),
        charges=sum((Decimal(each["charges_now"]) for each in results if not each["held"]), NOTHING),
        outliers=[
            Outlier(
                units[each["unit"]],
                date.fromisoformat(each["month"]),
                str(BillHold.Reason(each["held"]).label),
                Decimal(each["charges_before"]),
                Decimal(each["charges_now"]) if each["charges_now"] else None,
            )
            for each in results
            if each["held"]
        ],
    )
