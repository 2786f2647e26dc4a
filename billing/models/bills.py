"""What was billed. Bills are only added: a mistake is corrected on the next one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.rates import FOUR_TIERS, THIS_TRANSACTION

MONTHS = Q(month__day=1)
# The relationship of the employee, as in spans.
EMPLOYEE = "18"


class Bill(models.Model):
    """One unit's bill for a month, of everything known up to the unit's number `as_of_seq`.

    `total` is every receivable entry of the unit up to `ledger_seq`, its own included. Unbroken coverage in other units
    decides an age, so the numbers of all the purchaser's units are kept. The names are those of the day it was made.
    """

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="bills")
    number = models.CharField(_("bill number"), max_length=48, unique=True)
    month = models.DateField(_("month"))
    as_of_seq = models.BigIntegerField(editable=False)
    seqs_of_purchaser = models.JSONField(default=dict, editable=False)
    cut_at = models.DateTimeField(_("made"))
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("due"))
    purchaser_number = models.CharField(_("purchaser ID"), max_length=16)
    purchaser_name = models.CharField(_("employer"), max_length=120)
    unit_code = models.CharField(_("unit code"), max_length=16)
    unit_name = models.CharField(_("unit"), max_length=120)
    # The requests in review when it was made, which are not on it.
    left_out = models.JSONField(default=list, editable=False)
    previous_total = models.DecimalField(_("previous bill"), max_digits=11, decimal_places=2)
    transaction_id = models.BigIntegerField(db_default=THIS_TRANSACTION, editable=False)
    # Set once, when its lines and its posting stand, in the transaction that makes it.
    ledger_seq = models.BigIntegerField(null=True, editable=False)
    new_charges = models.DecimalField(_("new charges"), max_digits=11, decimal_places=2, null=True)
    total = models.DecimalField(_("total"), max_digits=11, decimal_places=2, null=True)
    sha256 = models.CharField(max_length=64, null=True, editable=False)

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="bill_once_a_month"),
            # The target of the lines' composite foreign key: a line's unit is its bill's.
            models.UniqueConstraint(fields=["id", "unit", "purchaser"], name="bill_with_unit"),
            models.CheckConstraint(name="bill_month_is_a_first", condition=MONTHS),
            models.CheckConstraint(
                name="bill_sealed_whole",
                condition=Q(ledger_seq=None, new_charges=None, total=None, sha256=None)
                | Q(ledger_seq__isnull=False, new_charges__isnull=False, total__isnull=False, sha256__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number


class BillLine(models.Model):
    """The difference between what one key owes now and what was billed for it before.

    The key is unit, enrollment, rated subject, coverage month and kind. The rated subject is the person for rates by
    age, and the enrollment, with no person, for tiers. `tier` and `rated_age` are those of the month's last charged day.
    Pages explain a line from `spans`, `changes` and `terms`; they compute nothing.
    """

    class Kind(models.TextChoices):
        PREMIUM = "premium", _("Premium")

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(_("coverage month"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    owed = models.DecimalField(_("owed"), max_digits=11, decimal_places=2)
    billed_before = models.DecimalField(_("billed before"), max_digits=11, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=11, decimal_places=2)
    tier = models.CharField(_("tier"), max_length=3, blank=True)
    rated_age = models.PositiveSmallIntegerField(_("rated age"), null=True, blank=True)
    # What the rate is multiplied with: the curve, the version's and the enrollment's own factor.
    factor = models.DecimalField(_("factor"), max_digits=17, decimal_places=13, null=True, blank=True)
    rate = models.ForeignKey("billing.Rate", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # From which day on, for how many days, who is charged at which rate.
    spans = models.JSONField(default=list, editable=False)
    # The changes that caused it; where none did, which facts of the unit are new ("rates", "rules", ...).
    changes = ArrayField(models.UUIDField(), default=list, editable=False)
    terms = ArrayField(models.CharField(max_length=16), default=list, editable=False)
    subscriber_name = models.CharField(_("employee"), max_length=160, blank=True)
    sort_key = models.CharField(max_length=124, blank=True, db_collation="C", editable=False)
    member_name = models.CharField(_("member"), max_length=200, blank=True)
    employee_number = models.CharField(_("employee number"), max_length=20, blank=True)
    plan_name = models.CharField(_("plan"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("bill line")
        verbose_name_plural = _("bill lines")
        constraints = [
            models.UniqueConstraint(
                fields=["bill", "enrollment", "person", "month", "kind"],
                name="bill_line_key_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="bill_line_is_the_difference", condition=Q(amount=F("owed") - F("billed_before"))
            ),
            models.CheckConstraint(name="bill_line_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(name="bill_line_kind_known", condition=Q(kind__in=["premium"])),
            models.CheckConstraint(name="bill_line_month_is_a_first", condition=MONTHS),
            models.CheckConstraint(name="bill_line_tier_known", condition=Q(tier__in=["", *FOUR_TIERS, "TWO"])),
            models.CheckConstraint(
                name="bill_line_owed_has_rate", condition=Q(owed=0) | Q(rate__isnull=False, factor__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "month"], name="bill_line_by_month"),
            models.Index(fields=["enrollment", "month"], name="bill_line_by_enrollment"),
            models.Index(fields=["bill", "sort_key", "id"], name="bill_line_by_name"),
        ]

    def __str__(self):
        return f"{self.enrollment_id} {self.month} {self.amount}"

    @property
    def dependent_name(self):
        """The name of the person whom a rate by age is for, unless it is the employee."""
        return "" if self.spans and self.spans[-1].get("as") == EMPLOYEE else self.member_name


class BillHold(models.Model):
    """A bill that could not be made until a representative has looked at it. Nothing of it is numbered or posted.

    It counts for what was known at `as_of_seq`: once more is known, the check runs again.
    """

    class Reason(models.TextChoices):
        NO_RATE = "no_rate", _("A covered person has no rate")
        NO_CAUSE = "no_cause", _("A correction without a cause")
        JUMP = "jump", _("New charges differ from the last bill")

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="holds")
    month = models.DateField(_("month"))
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    as_of_seq = models.BigIntegerField(editable=False)
    found_at = models.DateTimeField(_("held since"))
    # New charges of the last bill and of this one; for a missing rate, who and which month.
    charges_before = models.DecimalField(_("last bill"), max_digits=11, decimal_places=2, null=True)
    charges_now = models.DecimalField(_("this bill"), max_digits=11, decimal_places=2, null=True)
    unpriced = models.JSONField(default=list, editable=False)
    # Released by a representative, or over because the check ran again.
    over_at = models.DateTimeField(_("over"), null=True, blank=True)
    released_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("reason for the release"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("held bill")
        verbose_name_plural = _("held bills")
        constraints = [
            models.UniqueConstraint(fields=["unit"], name="bill_held_once", condition=Q(over_at=None)),
            models.CheckConstraint(name="bill_hold_month_is_a_first", condition=MONTHS),
            models.CheckConstraint(
                name="bill_hold_released_whole",
                condition=Q(released_by=None, note="")
                | Q(released_by__isnull=False, over_at__isnull=False) & ~Q(note=""),
            ),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.month} {self.reason}"
