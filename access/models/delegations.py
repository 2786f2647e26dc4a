"""A broker or TPA that works for a purchaser; its people's access depends on one row."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Delegation(models.Model):
    """A broker or TPA. Ending it ends its people's access at once."""

    class Kind(models.TextChoices):
        BROKER = "broker", _("Broker")
        AGENT = "agent", _("Third-party administrator (TPA)")

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("organization"), max_length=120)
    kind = models.CharField(_("type"), max_length=8, choices=Kind)
    started_at = models.DateTimeField(_("from"))
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.UniqueConstraint(
                fields=["purchaser", "name"], condition=Q(ended_at=None), name="delegation_one_open_per_name"
            ),
            # The target of composite foreign keys: a grant's or code's delegation is of that row's purchaser.
            models.UniqueConstraint(fields=["id", "purchaser"], name="delegation_with_purchaser"),
            models.CheckConstraint(
                name="delegation_period_in_order", condition=Q(ends_at=None) | Q(ends_at__gt=F("started_at"))
            ),
            models.CheckConstraint(
                name="delegation_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def is_over(self, at):
        return self.ended_at is not None or (self.ends_at is not None and self.ends_at <= at)
