"""Days when the carrier is closed besides federal holidays; the business clock stops."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Closure(models.Model):
    day = models.DateField(_("day"), unique=True)
    reason = models.CharField(_("reason"), max_length=120)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    added_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["-day"]
        constraints = [models.CheckConstraint(name="closure_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.day} {self.reason}"
