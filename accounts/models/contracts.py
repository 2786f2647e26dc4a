"""What is agreed with an employer group, by date: contract periods, addresses, how bills are delivered.

A row counts from its first day on until a later one does; of two with the same first day, the newer counts.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Recorded(models.Model):
    """When a fact was recorded, by whom and why. Rows are added, never changed."""

    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=255)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet):
    def newest_first(self):
        """The row that counts now or later before those that it replaces."""
        return self.order_by("-effective_on", "-pk")

    def on(self, day):
        """The row that counts on a day, or None."""
        return self.filter(effective_on__lte=day).newest_first().first()


class ContractPeriod(Recorded):
    """One period of the contract. Its plan year starts on a first of a month and repeats every year."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="contract_periods")
    effective_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    number = models.CharField(_("contract number"), max_length=32, blank=True)
    plan_year_starts_on = models.DateField(_("plan year starts"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract period")
        verbose_name_plural = _("contract periods")
        constraints = [
            models.CheckConstraint(
                name="contract_period_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("effective_on"))
            )
        ]

    def __str__(self):
        return f"{self.effective_on} - {self.ends_on or ''}"


class ContractEnd(Recorded):
    """The end of a contract. A reinstatement takes it back, and both stay on file."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="contract_ends")
    last_day = models.DateField(_("last day"))
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_reason = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("contract end")
        verbose_name_plural = _("contract ends")
        constraints = [
            models.UniqueConstraint(fields=["purchaser"], name="contract_ends_once", condition=Q(taken_back_at=None)),
            models.CheckConstraint(
                name="contract_end_taken_back_whole",
                condition=Q(taken_back_at=None, taken_back_reason="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_reason=""),
            ),
        ]

    def __str__(self):
        return str(self.last_day)


class PurchaserAddress(Recorded):
    """Where an employer is, or where its paper bills go, from a day on."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business address")
        MAILING = "mailing", _("Mailing address for bills")

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    effective_on = models.DateField(_("from"))
    street = models.CharField(_("street address"), max_length=120)
    street2 = models.CharField(_("suite or floor"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80)
    state = models.CharField(_("state"), max_length=2)
    zip_code = models.CharField(_("ZIP code"), max_length=10)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("employer address")
        verbose_name_plural = _("employer addresses")
        constraints = [
            models.CheckConstraint(name="purchaser_address_kind_known", condition=Q(kind__in=["business", "mailing"]))
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.street, self.street2, self.city, f"{self.state} {self.zip_code}"]))


class BillDelivery(Recorded):
    """Whether an employer's bills come on paper as well, from a day on. Every bill is on the portal."""

    class Way(models.TextChoices):
        PAPER = "paper", _("On paper and online")
        ELECTRONIC = "electronic", _("Online only")

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="bill_deliveries")
    effective_on = models.DateField(_("from"))
    way = models.CharField(_("delivery"), max_length=12, choices=Way)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill delivery")
        verbose_name_plural = _("bill deliveries")
        constraints = [models.CheckConstraint(name="bill_delivery_known", condition=Q(way__in=["paper", "electronic"]))]

    def __str__(self):
        return str(self.get_way_display())
