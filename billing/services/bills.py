"""Make a unit's bill for a month, or hold it. Runs in the purchaser's scope."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import Activity, EnrollmentUnit, User
from accounts.platform.business_time import OPENS, business_days_before
from accounts.queries import OUR_ZONE, closed_days
from accounts.services import record, schedule
from billing.models import Bill, BillHold, LedgerEntry, Posting
from billing.queries.due import last_bill, left_out_of, seqs_of
from billing.rules.months import due_on
from billing.rules.numbers import bill_number
from billing.services.book import Entry, post
from billing.services.cut import CannotPrice, Cut, Unpriced, cut_lines
from billing.services.paper import DRAW_BILL
from billing.sql import statement

Account = LedgerEntry.Account
# A bill whose new charges differ by more than both from the last one's waits for a representative.
JUMP_SHARE, JUMP_AMOUNT = Decimal("0.25"), Decimal(500)
LONGEST_NOTE = 255
# A bill still held is told to the representative so many business days before it would be due.
TELL_HELD, TELL_DAYS = "billing.tell_held", 3


class Held(Exception):
    """The bill is not made; carries the hold with why."""

    def __init__(self, hold: BillHold):
        self.hold = hold
        super().__init__(f"{hold.unit_id} {hold.month}: {hold.reason}")


@dataclass(frozen=True, slots=True)
class Release:
    """A hold that a representative has looked at, and why its bill is right."""

    hold: BillHold
    note: str


class CannotBill(Exception):
    """Refused, in words for the representative; `field` is the one to correct."""

    def __init__(self, words: str, field: str = ""):
        self.field = field
        super().__init__(words)


@transaction.atomic
def make_bill(
    *, unit: EnrollmentUnit, month: date, by: User | None, at: datetime, release: Release | None = None
) -> Bill | BillHold:
    """The unit's bill for a month, of everything committed now; the one that is there already; or why it is held.

    A release lets through what its hold found, if nothing became known since. Else the check runs again.
    """
    EnrollmentUnit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)
    if made := Bill.objects.filter(unit=unit, month=month).first():
        return made
    seqs = seqs_of(unit)
    hold = BillHold.objects.filter(unit=unit, over_at=None).first()
    if hold and (hold.as_of_seq, hold.month) == (seqs[unit.pk], month):
        if release is None or release.hold != hold:
            return hold
    else:
        release = None
    try:
        with transaction.atomic():
            bill = _cut(unit, month, seqs, by, at, looked_at=release is not None)
    except Held as found:
        return _keep(found.hold, before=hold)
    if hold:
        _end(hold, by=by if release else None, note=release.note if release else "", at=at)
    return bill


def release_hold(*, hold: BillHold, note: str, by: User, at: datetime) -> Bill | BillHold:
    """Make the bill that was held, as found. Raises CannotBill without a reason, or for a hold that is over."""
    note = note.strip()
    if not note:
        raise CannotBill(_("Enter the reason for the release."), "note")
    if len(note) > LONGEST_NOTE:
        raise CannotBill(_("Use %(most)d characters or fewer.") % {"most": LONGEST_NOTE}, "note")
    if BillHold.objects.filter(pk=hold.pk, over_at=None).first() is None:
        raise CannotBill(_("This bill is no longer held."))
    found = make_bill(unit=hold.unit, month=hold.month, by=by, at=at, release=Release(hold, note))
    if isinstance(found, Bill):
        record(
            "released_bill",
            by=by,
            at=at,
            channel=Activity.Channel.REPRESENTATIVE,
            purchaser=hold.purchaser,
            unit=hold.unit_id,
            obj=found,
            summary=f"{found.number}: {note}"[:255],
            staff_only=True,
        )
    return found


def _cut(
    unit: EnrollmentUnit, month: date, seqs: dict[int, int], by: User | None, at: datetime, *, looked_at: bool
) -> Bill:
    purchaser, last = unit.purchaser, last_bill(unit)
    made_on = purchaser.today(at)
    left_out = left_out_of(unit)
    with tenancy.money():
        bill = Bill.objects.create(
            purchaser=purchaser,
            unit=unit,
            number=bill_number(purchaser.number, unit.code, month),
            month=month,
            as_of_seq=seqs[unit.pk],
            seqs_of_purchaser={str(each): seq for each, seq in seqs.items()},
            cut_at=at,
            made_on=made_on,
            due_on=due_on(month, made_on),
            purchaser_number=purchaser.number,
            purchaser_name=purchaser.name,
            unit_code=unit.code,
            unit_name=unit.name,
            left_out=left_out,
            previous_total=(last and last.total) or Decimal("0.00"),
        )
        try:
            cut = cut_lines(bill, seqs=seqs, last=last)
        except CannotPrice as wrong:
            raise Held(_hold(bill, BillHold.Reason.NO_RATE, at, unpriced=wrong.keys)) from None
        _refuse_unexplained(bill, cut, last, at, looked_at=looked_at)
    _book(bill, by, at)
    with tenancy.money():
        _seal(bill, cut.new_charges)
    _tell(bill, by, at)
    return bill


def _refuse_unexplained(bill: Bill, cut: Cut, last: Bill | None, at: datetime, *, looked_at: bool) -> None:
    """Raise Held for a correction without a cause, and for new charges far from the last bill's."""
    if looked_at:
        return
    if cut.without_cause:
        raise Held(_hold(bill, BillHold.Reason.NO_CAUSE, at, charges_now=cut.new_charges))
    if last is None:
        return
    before = last.new_charges or Decimal(0)
    differs = abs(cut.new_charges - before)
    if differs > JUMP_AMOUNT and differs > JUMP_SHARE * abs(before):
        raise Held(_hold(bill, BillHold.Reason.JUMP, at, charges_before=before, charges_now=cut.new_charges))


def _hold(
    bill: Bill, reason: str, at: datetime, *, unpriced: list[Unpriced] | None = None, **figures: Decimal
) -> BillHold:
    return BillHold(
        purchaser_id=bill.purchaser_id,
        unit_id=bill.unit_id,
        month=bill.month,
        reason=reason,
        as_of_seq=bill.as_of_seq,
        found_at=at,
        unpriced=[{"enrollment": each.enrollment_id, "month": each.month.isoformat()} for each in unpriced or ()],
        **figures,
    )


def _keep(hold: BillHold, *, before: BillHold | None) -> BillHold:
    """The new hold in place of the one before it."""
    if before is not None:
        _end(before, by=None, at=hold.found_at)
    with tenancy.money():
        hold.save()
    tell_on = business_days_before(due_on(hold.month, hold.purchaser.today(hold.found_at)), TELL_DAYS, closed_days())
    arguments = {"hold": hold.pk}
    due_at = max(hold.found_at, datetime.combine(tell_on, OPENS, OUR_ZONE))
    schedule(TELL_HELD, arguments=arguments, at=hold.found_at, due_at=due_at, purchaser=hold.purchaser)
    record(
        "held_bill",
        by=None,
        at=hold.found_at,
        channel=Activity.Channel.CLOCK,
        purchaser=hold.purchaser,
        unit=hold.unit_id,
        obj=hold,
        summary=f"{hold.month:%Y-%m}: {hold.get_reason_display()}",
        staff_only=True,
    )
    return hold


def _end(hold: BillHold, *, by: User | None, at: datetime, note: str = "") -> None:
    with tenancy.money():
        hold.over_at, hold.released_by, hold.note = at, by, note
        hold.save(update_fields=["over_at", "released_by", "note"])


def _book(bill: Bill, by: User | None, at: datetime) -> None:
    """What the unit owes for the new lines, and the premium by coverage month."""
    months = bill.lines.values_list("month").order_by().annotate(sum=Sum("amount"))
    sums = sorted((month, amount) for month, amount in months)
    charges = sum((amount for _month, amount in sums), Decimal("0.00"))
    entries = [
        Entry(Account.RECEIVABLE, charges, bill.unit_id),
        *(Entry(Account.PREMIUM, -amount, bill.unit_id, month) for month, amount in sums),
    ]
    if any(entry.amount for entry in entries):
        post(Posting.Kind.BILL, entries, purchaser=bill.purchaser, by=by, at=at, bill=bill)


def _seal(bill: Bill, new_charges: Decimal) -> None:
    """Set what the bill comes to and its fingerprint, once and for all."""
    with connection.cursor() as cursor:
        cursor.execute(statement("seal"), {"bill": bill.pk, "new_charges": new_charges})
    bill.refresh_from_db()


def _tell(bill: Bill, by: User | None, at: datetime) -> None:
    schedule(DRAW_BILL, arguments={"bill": bill.pk}, at=at, purchaser=bill.purchaser)
    record(
        "made_bill",
        by=by,
        at=at,
        channel=Activity.Channel.REPRESENTATIVE if by else Activity.Channel.CLOCK,
        purchaser=bill.purchaser,
        unit=bill.unit_id,
        obj=bill,
        summary=f"{bill.number}: ${bill.total:,.2f}",
    )
