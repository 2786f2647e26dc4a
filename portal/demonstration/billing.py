"""The bills of the past months, made on their day while the year goes on, and the checks that paid them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from accounts.services import set_billing_start
from billing.models import BillHold, LedgerEntry, Posting
from billing.queries.due import last_bill, months_due
from billing.rules.months import bill_day, month_before, newest_month
from billing.services import Entry, make_bill, post, release_hold
from enrollment.rules.codes import EndReason, Relationship
from enrollment.rules.people import applicant_from
from portal.demonstration.employers import HARBOR, MACHINES
from portal.demonstration.office import ZONE

Account = LedgerEntry.Account
MONTHS, CUT_DAY, MADE_AT = 9, 15, time(2, 10)
DAYS_BEFORE_DUE = 3
RELEASED = "Checked: the family joined in this month, and its coverage is right."
# What one unit left open of its last bill but one, and what another paid too much.
SHORT, OVER = Decimal("48.60"), Decimal("12.00")
# Nothing else happens to Harbor's employees from this one on, but to the last few.
FIRST_LATE, BORN_AFTER = 19, 1980


def billed_months(now, count):
    """The last months that have been billed by now, the newest last."""
    months = [newest_month(now.astimezone(ZONE).date(), CUT_DAY)]
    while len(months) < count:
        months.insert(0, month_before(months[0]))
    return months


class Billing:
    """The part of a story (story.py) that is billed. `later` is what happens after the first bill was made."""

    def _keep_books(self, purchasers):
        """From now on these purchasers' bills are made while the story goes on."""
        self.made_through = dict.fromkeys((each.pk for each in purchasers), date.min)

    def _bill_from(self, purchaser, month, given):
        for unit in purchaser.units.select_related("purchaser").order_by("pk"):
            set_billing_start(unit=unit, effective_on=month, **given)

    def _bill_all(self, purchaser):
        """The bills of a purchaser whose people all came before the first one."""
        self._keep_books([purchaser])
        self._bill_through(purchaser, self.now)

    def _when(self, purchaser, at, act):
        """Do it at once, or in its time if bills were made before (`_play_the_year`)."""
        if purchaser.pk not in self.made_through or at < _moment(self.months[0]):
            act()
        else:
            self.later.append((at, len(self.later), purchaser, act))

    def _play_the_year(self):
        """What happened since the first bill, each in its time; then the bills that are left."""
        for at, _place, purchaser, act in sorted(self.later, key=lambda each: each[:2]):
            self._bill_through(purchaser, at)
            act()
        for purchaser in (self.harbor, self.bakery, self.machines):
            self._bill_through(purchaser, self.now)

    def _bill_through(self, purchaser, at):
        """Make the bills whose day has come by a moment. Each unit pays its last one before the next is made."""
        for month in self.months:
            if self.made_through[purchaser.pk] < month and _moment(month) <= at:
                self.made_through[purchaser.pk] = month
                with self._scope(purchaser):
                    for unit in purchaser.units.select_related("purchaser").order_by("pk"):
                        self._bill(unit, _moment(month))
        if self.made_through[purchaser.pk] == self.months[-1] and purchaser.number == MACHINES.number:
            self._pay_too_much(purchaser)

    def _bill(self, unit, at):
        for month in months_due(unit, today=at.date()):
            self._pay_last(unit, newest=month == self.months[-1])
            made = make_bill(unit=unit, month=month, by=None, at=at)
            if isinstance(made, BillHold):
                release_hold(hold=made, note=RELEASED, by=self.representative.user, at=at + timedelta(hours=8))

    def _pay_last(self, unit, *, newest):
        """The last bill is paid by a check; one unit forgets a part of the newest one."""
        last = last_bill(unit)
        short = SHORT if newest and unit.purchaser.number == HARBOR.number and unit.code == "002" else 0
        if last and last.total > short:
            self._pay(unit, last.total - short, self.office.before(last.due_on, DAYS_BEFORE_DUE))

    def _pay_too_much(self, purchaser):
        with self._scope(purchaser):
            unit = purchaser.units.select_related("purchaser").order_by("-pk").first()
            last = last_bill(unit)
            if last and last.total > 0 and not Posting.objects.filter(kind="payment", at__gt=last.cut_at).exists():
                self._pay(unit, last.total + OVER, self.office.on(last.made_on + timedelta(days=4)))

    def _pay(self, unit, amount, at):
        check = 2000 + (at.toordinal() * 7 + unit.pk * 131) % 7000
        entries = [Entry(Account.BANK, amount), Entry(Account.RECEIVABLE, -amount, unit.pk)]
        post(
            Posting.Kind.PAYMENT,
            entries,
            purchaser=unit.purchaser,
            by=self.representative.user,
            at=at,
            note=f"Check {check}",
        )

    def _reported_late(self, changes):
        """A birth and a last day that Harbor reported after their month was billed: the newest bill corrects it."""
        newest = bill_day(self.months[-1], CUT_DAY)
        on_file = [each for each in changes[FIRST_LATE:-4] if each]
        couple = next(filter(_is_young_couple, on_file))
        alone = next(each for each in on_file if len(each.payload["people"]) == 1)
        born, left = newest - timedelta(days=40), newest - timedelta(days=28)
        told, ended = (self.office.on(newest - timedelta(days=days)) for days in (20, 18))
        self._when(self.harbor, told, partial(self._born_lately, couple, born, told))
        self._when(self.harbor, ended, partial(self._leave, self.harbor, alone, left, EndReason.QUIT, ended))

    def _born_lately(self, couple, born, at):
        with self._scope(self.harbor):
            self._newborn(self.harbor, couple, "Maya", born=born, at=at)


def _is_young_couple(change):
    people = [applicant_from(each) for each in change.payload["people"]]
    pair = [each.relationship for each in people[1:]] == [Relationship.SPOUSE]
    return pair and people[0].birth_date.year > BORN_AFTER


def _moment(month):
    """When the bill for a month is made: at night, on its day."""
    return datetime.combine(bill_day(month, CUT_DAY), MADE_AT, ZONE)
