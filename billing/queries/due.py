"""Which bills are to be made, and what is known of a unit when one is."""

from datetime import date

from django.db.models import Q

from accounts.models import EnrollmentUnit
from billing.models import Bill, LedgerEntry
from billing.rules.months import bill_day, newest_month, next_month
from enrollment.models import Change, Coverage, Enrollment


def last_bill(unit: EnrollmentUnit) -> Bill | None:
    """The unit's newest bill."""
    return Bill.objects.filter(unit=unit).order_by("-month", "-pk").first()


def seqs_of(unit: EnrollmentUnit) -> dict[int, int]:
    """The number that each of the purchaser's units has reached."""
    units = EnrollmentUnit.objects.filter(purchaser_id=unit.purchaser_id)
    return dict(units.order_by("pk").values_list("pk", "known_seq"))


def left_out_of(unit: EnrollmentUnit) -> list[dict[str, str | None]]:
    """The requests of a unit that are in review: who they are for and their number."""
    waiting = Change.objects.filter(unit=unit, state__in=Change.OPEN).order_by("submitted_at", "pk")
    return [{"change": str(each.pk), "title": each.title, "confirmation": each.confirmation} for each in waiting]


def months_due(unit: EnrollmentUnit, *, today: date) -> list[date]:
    """The months whose bill day has come and that have no bill yet, the earliest first.

    The first bill is made on the first bill day after the group was opened, for the month after it or the first billed
    month; it holds the months before.
    """
    rules = unit.rules.on(today) or unit.rules.order_by("effective_on", "pk").first()
    start = unit.billing_starts.order_by("-pk").first()
    opened_at = unit.purchaser.opened_at
    if rules is None or start is None or opened_at is None:
        return []
    newest, last = newest_month(today, rules.cut_day), last_bill(unit)
    if last is None:
        opened = opened_at.astimezone(unit.purchaser.zone).date()
        due = bill_day(newest, rules.cut_day) >= opened and newest >= start.effective_on
        return [newest] if due and Enrollment.objects.filter(unit=unit).exists() else []
    months = [next_month(last.month)]
    if _is_over(unit, last, months[0]):
        return []
    while months[-1] <= newest:
        months.append(next_month(months[-1]))
    return months[:-1]


def _is_over(unit: EnrollmentUnit, last: Bill, month: date) -> bool:
    """Whether the contract ended, and there is nobody covered, nothing new and nothing owed to bill."""
    ends_on = unit.purchaser.contract_ends_on
    if ends_on is None or ends_on >= month or last.total or unit.known_seq != last.as_of_seq:
        return False
    if LedgerEntry.objects.filter(unit=unit, ledger_seq__gt=last.ledger_seq or 0).exists():
        return False
    covered = Coverage.objects.known().filter(enrollment__unit=unit)
    return not covered.filter(Q(ends_on=None) | Q(ends_on__gte=month)).exists()


def next_bill_month(unit: EnrollmentUnit, *, today: date) -> date | None:
    """The month of the unit's next bill; None before its rules are set up."""
    if (last := last_bill(unit)) is not None:
        return next_month(last.month)
    rules = unit.rules.on(today) or unit.rules.order_by("effective_on", "pk").first()
    start = unit.billing_starts.order_by("-pk").first()
    if rules is None or start is None:
        return None
    newest, opened_at = newest_month(today, rules.cut_day), unit.purchaser.opened_at
    opened = opened_at.astimezone(unit.purchaser.zone).date() if opened_at else today
    first = newest if bill_day(newest, rules.cut_day) >= opened else next_month(newest)
    return max(first, start.effective_on)
