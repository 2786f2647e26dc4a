"""What a change would do to the next bill, by the statements that make bills. Reads only; in the purchaser's scope."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from accounts.models import EnrollmentUnit
from accounts.platform.planned import planned_rows
from billing.models import Bill
from billing.queries.due import last_bill, next_bill_month, seqs_of
from billing.queries.known import known_at
from billing.rules.months import next_month
from billing.sql import statement
from enrollment.models import Enrollment, Offering, Plan
from enrollment.queries.changes.proposed import ProposedCoverage

NOTHING = Decimal("0.00")
# Ids of enrollments that are not there yet: newer than any that is.
FIRST_NEW = 9 * 10**17
# How far after the next bill the amount a month is looked for.
MONTHS_AHEAD = 14
Key = tuple[date, str]


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One coverage month in one plan: on the next bill without the change, and with it."""

    month: date
    plan: str
    without: Decimal
    with_it: Decimal

    @property
    def difference(self) -> Decimal:
        return self.with_it - self.without


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect on one unit's next bill, for `month`. `unpriced`: a month has no rate, so there is no amount.

    The family costs `a_month_before` and `a_month_after` in `settled`, the first month after the change.
    """

    unit: EnrollmentUnit
    month: date
    lines: Sequence[EffectLine]
    unpriced: bool
    settled: date
    a_month_before: Decimal
    a_month_after: Decimal
    last: Bill | None

    @property
    def difference(self) -> Decimal:
        return sum((line.difference for line in self.lines), NOTHING)

    @property
    def size(self) -> Decimal:
        return abs(self.difference)

    @property
    def without(self) -> Decimal:
        return sum((line.without for line in self.lines), NOTHING)

    @property
    def with_it(self) -> Decimal:
        return sum((line.with_it for line in self.lines), NOTHING)


def effect_on_next_bill(proposals: Iterable[ProposedCoverage], *, today: date) -> list[Preview]:
    """What the proposed coverage would do to the next bill of each unit."""
    return [preview for each in proposals if (preview := _effect(each, today)) is not None]


def _effect(proposal: ProposedCoverage, today: date) -> Preview | None:
    unit = EnrollmentUnit.objects.select_related("purchaser").get(pk=proposal.unit_id)
    last, month = last_bill(unit), next_bill_month(unit, today=today)
    if month is None:
        return None
    settled = max(month, _settled(proposal, month))
    arguments = known_at(seqs_of(unit), last) | {"unit": unit.pk, "through": settled}
    plans = {each.pk: each.plan for each in Offering.objects.filter(unit=unit).select_related("plan").order_by("pk")}
    subscriber = proposal.subscriber or uuid4()
    none = {"contracts": "[]", "versions": "[]", "replaced": [], "subscriber": subscriber}
    named: dict[int, str] = {}
    without = _lines(arguments | none, named) if proposal.subscriber else {}
    with_it = _lines(arguments | _proposed(proposal, plans, subscriber, named), named)
    return _preview(unit, month, settled, without, with_it, last)


def _settled(proposal: ProposedCoverage, month: date) -> date:
    """The first month after every day on which the proposal begins or ends something."""
    days = [
        day for row in proposal.rows for day in (row.starts_on, row.ends_on and row.ends_on + timedelta(days=1)) if day
    ]
    settled, latest = month, max(days, default=month)
    for _ in range(MONTHS_AHEAD):
        if settled >= latest:
            break
        settled = next_month(settled)
    return settled


def _proposed(
    proposal: ProposedCoverage, plans: dict[int, Plan], subscriber: UUID, named: dict[int, str]
) -> dict[str, object]:
    """The arguments that hold a proposal. New enrollments get the names of their plans in `named`."""
    new: dict[int, int] = {}
    versions, contracts = [], []
    for row in proposal.rows:
        enrollment = row.enrollment_id or new.get(row.offering_id)
        if enrollment is None:
            enrollment = new[row.offering_id] = FIRST_NEW + len(new)
            plan = plans[row.offering_id]
            named[enrollment] = plan.name
            contracts.append({"enrollment_id": enrollment, "kind": row.kind, "plan_id": plan.pk})
        facts = asdict(row)
        versions.append(
            {
                "enrollment_id": enrollment,
                "person_id": str(facts["person"]),
                "relationship": facts["relationship"],
                "plan_line": facts["plan_line"],
                "born": facts["born"].isoformat(),
                "starts_on": facts["starts_on"].isoformat(),
                "ends_on": facts["ends_on"] and facts["ends_on"].isoformat(),
            }
        )
    return {
        "contracts": json.dumps(contracts),
        "versions": json.dumps(versions),
        "replaced": list(proposal.replaced),
        "subscriber": subscriber,
    }


def _lines(arguments: dict[str, object], named: dict[int, str]) -> dict[Key, tuple[Decimal | None, Decimal]]:
    """(owed, amount) by month and plan; owed None where a rate is missing."""
    found: dict[Key, tuple[Decimal | None, Decimal]] = {}
    rows = planned_rows(statement("family_lines", proposed=True), arguments)
    missing = {row[0] for row in rows} - named.keys()
    families = Enrollment.objects.filter(pk__in=missing).order_by("pk")
    named |= dict(families.values_list("pk", "offering__plan__name"))
    for enrollment, _person, month, owed, billed in rows:
        before = found.get((month, named[enrollment]), (NOTHING, NOTHING))
        sum_owed = None if owed is None or before[0] is None else before[0] + owed
        found[month, named[enrollment]] = sum_owed, before[1] + (owed or NOTHING) - billed
    return found


def _preview(
    unit: EnrollmentUnit,
    month: date,
    settled: date,
    without: dict[Key, tuple[Decimal | None, Decimal]],
    with_it: dict[Key, tuple[Decimal | None, Decimal]],
    last: Bill | None,
) -> Preview:
    a_month: dict[bool, Decimal] = defaultdict(Decimal)
    for after, side in ((False, without), (True, with_it)):
        a_month[after] = sum(
            (owed or NOTHING for (when, _plan), (owed, _sum) in side.items() if when == settled), NOTHING
        )
    keys = sorted(key for key in without.keys() | with_it.keys() if key[0] <= month)
    lines = [
        EffectLine(*key, without.get(key, (None, NOTHING))[1], with_it.get(key, (None, NOTHING))[1]) for key in keys
    ]
    unpriced = any(owed is None for owed, _sum in with_it.values())
    shown = [line for line in lines if line.difference]
    return Preview(unit, month, shown, unpriced, settled, a_month[False], a_month[True], last)
