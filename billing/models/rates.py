"""What a plan costs. A published version is never changed: a new price is another version."""

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

# The number of the transaction that writes a row: what belongs to the row is accepted in that transaction only.
THIS_TRANSACTION = RawSQL("(pg_current_xact_id()::text)::bigint", [])
FOUR_TIERS = ("EE", "ES", "EC", "FAM", "SP", "CH", "SC")
THREE_TIERS = ("EE", "TWO", "FAM")


class Rate(models.Model):
    """One version of a plan's rates, for one area or all, and for one purchaser or all.

    It prices the coverage months whose first day lies in its range. Of several, those for the purchaser come first,
    then those for the area, then the one published last.
    """

    class Method(models.TextChoices):
        FOUR_TIERS = "tiers4", _("Four tiers")
        THREE_TIERS = "tiers3", _("Three tiers")
        AGE = "age", _("By age")

    plan = models.ForeignKey("enrollment.Plan", on_delete=models.PROTECT, related_name="rates")
    purchaser = models.ForeignKey(
        "accounts.Purchaser", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.CharField(_("rating area"), max_length=8, blank=True)
    effective_on = models.DateField(_("from"))
    through = models.DateField(_("through"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=8, choices=Method)
    base = models.DecimalField(_("rate at age 21"), max_digits=11, decimal_places=2, null=True, blank=True)
    factor = models.DecimalField(_("factor"), max_digits=10, decimal_places=6, null=True, blank=True)
    child_cap = models.BooleanField(_("three oldest children only"), default=True)
    published_at = models.DateTimeField(_("published"))
    # The order of publishing within the plan, taken under a lock on it.
    published_no = models.PositiveIntegerField(editable=False)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    # Of the desk's form: sent twice, it publishes once.
    form_key = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    transaction_id = models.BigIntegerField(db_default=THIS_TRANSACTION, editable=False)

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            models.UniqueConstraint(fields=["plan", "published_no"], name="rate_order_of_publishing"),
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="rate_once_a_form"),
            models.CheckConstraint(name="rate_in_order", condition=Q(through=None) | Q(through__gte=F("effective_on"))),
            models.CheckConstraint(name="rate_method_known", condition=Q(method__in=["tiers4", "tiers3", "age"])),
            models.CheckConstraint(
                name="rate_base_and_factor_by_age",
                condition=Q(method="age", base__isnull=False, factor__isnull=False)
                | ~Q(method="age") & Q(base=None, factor=None),
            ),
        ]

    def __str__(self):
        return f"{self.plan_id} from {self.effective_on}"


class RateTier(models.Model):
    """What one tier costs a month in one version of rates."""

    rate = models.ForeignKey(Rate, on_delete=models.PROTECT, related_name="tiers")
    tier = models.CharField(_("tier"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=11, decimal_places=2)

    class Meta:
        verbose_name = _("tier rate")
        verbose_name_plural = _("tier rates")
        constraints = [
            models.UniqueConstraint(fields=["rate", "tier"], name="rate_tier_once"),
            models.CheckConstraint(name="rate_tier_known", condition=Q(tier__in=[*FOUR_TIERS, "TWO"])),
        ]

    def __str__(self):
        return f"{self.tier} {self.amount}"


class RateReach(models.Model):
    """From which of a unit's numbers on a version of rates is known there.

    A unit without a row came after the version, into its area or to its plan: it has known the version all along.
    """

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    rate = models.ForeignKey(Rate, on_delete=models.PROTECT, related_name="reach")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    known_seq = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("unit of a rate")
        verbose_name_plural = _("units of a rate")
        constraints = [models.UniqueConstraint(fields=["rate", "unit"], name="rate_reaches_unit_once")]

    def __str__(self):
        return f"{self.rate_id} in {self.unit_id}"
