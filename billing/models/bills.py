"""What was billed. Bills are only added: a mistake is corrected on the next one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.rates import FOUR_TIERS, THIS_TRANSACTION

MONTHS = Q(month__day=1)


class Bill(models.Model):
    """One unit's bill for a month, of everything known up to the unit's number `as_of_seq`.

    Unbroken coverage in other units decides an age, so the numbers of all the purchaser's units are kept.
    """

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="bills")
    month = models.DateField(_("month"))
    as_of_seq = models.BigIntegerField(editable=False)
    seqs_of_purchaser = models.JSONField(default=dict, editable=False)
    cut_at = models.DateTimeField(_("cut"))
    transaction_id = models.BigIntegerField(db_default=THIS_TRANSACTION, editable=False)

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="bill_once_a_month"),
            # The target of the lines' composite foreign key: a line's unit is its bill's.
            models.UniqueConstraint(fields=["id", "unit", "purchaser"], name="bill_with_unit"),
            models.CheckConstraint(name="bill_month_is_a_first", condition=MONTHS),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.month}"


class BillLine(models.Model):
    """The difference between what one key owes now and what was billed for it before.

    The key is unit, enrollment, rated subject, coverage month and kind. The rated subject is the person for rates by
    age, and the enrollment, with no person, for tiers. `tier` and `rated_age` are those of the month's last charged day.
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
        indexes = [models.Index(fields=["unit", "month"], name="bill_line_by_month")]

    def __str__(self):
        return f"{self.enrollment_id} {self.month} {self.amount}"
