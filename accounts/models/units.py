"""An enrollment unit, and what its prices depend on. Each row holds the unit's `known_seq` at which it was added."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.contracts import DatedQuerySet, Recorded


class EnrollmentUnit(models.Model):
    """A subgroup of a purchaser.

    `known_seq` numbers every change that billing reads, `ledger_seq` every entry of what it owes, in commit order.
    """

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="units")
    code = models.CharField(_("code"), max_length=16)
    name = models.CharField(_("name"), max_length=120)
    known_seq = models.BigIntegerField(default=0, editable=False)
    ledger_seq = models.BigIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("enrollment unit")
        verbose_name_plural = _("enrollment units")
        constraints = [
            models.UniqueConstraint(fields=["purchaser", "code"], name="unit_code_unique_in_purchaser"),
            # The target of composite foreign keys: a row's unit is a unit of that row's purchaser.
            models.UniqueConstraint(fields=["id", "purchaser"], name="unit_with_purchaser"),
        ]

    def __str__(self):
        return self.name


class UnitFact(Recorded):
    """A dated fact of one unit that its prices depend on."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField(_("from"))
    known_seq = models.BigIntegerField(editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class UnitPlace(UnitFact):
    """A unit's business address, and the rating area that the carrier gives it."""

    unit = models.ForeignKey(EnrollmentUnit, on_delete=models.PROTECT, related_name="places")
    street = models.CharField(_("street address"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=2)
    zip_code = models.CharField(_("ZIP code"), max_length=10)
    rating_area = models.CharField(_("rating area"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("unit address")
        verbose_name_plural = _("unit addresses")

    def __str__(self):
        return ", ".join(filter(None, [self.street, self.city, f"{self.state} {self.zip_code}"]))


class PlanYear(UnitFact):
    """The first day of a unit's plan year, which repeats every year until another row counts."""

    unit = models.ForeignKey(EnrollmentUnit, on_delete=models.PROTECT, related_name="plan_years")

    class Meta:
        verbose_name = _("plan year")
        verbose_name_plural = _("plan years")

    def __str__(self):
        return str(self.effective_on)


class BillingStart(UnitFact):
    """The first month that a unit is billed for: earlier months owe nothing. The newest row counts."""

    unit = models.ForeignKey(EnrollmentUnit, on_delete=models.PROTECT, related_name="billing_starts")

    class Meta:
        verbose_name = _("start of billing")
        verbose_name_plural = _("starts of billing")

    def __str__(self):
        return str(self.effective_on)
