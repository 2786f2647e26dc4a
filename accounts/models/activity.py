"""Who did what and when: append-only rows, and the seals that prove they are unchanged."""

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _


class Activity(models.Model):
    """One line of the record. `before` and `after` never hold a full identity number or a secret."""

    class Channel(models.TextChoices):
        WEB = "web", _("Online")
        REPRESENTATIVE = "representative", _("Representative")
        FILE = "file", _("File")
        CLOCK = "clock", _("Automatic")

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    on_behalf_of = models.ForeignKey(
        "accounts.Purchaser", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purchaser = models.ForeignKey(
        "accounts.Purchaser", on_delete=models.PROTECT, null=True, blank=True, related_name="activity"
    )
    unit = models.ForeignKey(
        "accounts.EnrollmentUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(_("how"), max_length=16, choices=Channel)
    verb = models.CharField(_("what"), max_length=48)
    object_type = models.CharField(max_length=48, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    summary = models.CharField(max_length=255, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    staff_only = models.BooleanField(default=False)
    transaction_id = models.BigIntegerField(
        editable=False, db_default=RawSQL("(pg_current_xact_id()::text)::bigint", [])
    )

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activity")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["purchaser", "-at", "-id"], name="activity_by_purchaser"),
            models.Index(fields=["purchaser", "object_type", "object_id"], name="activity_by_object"),
            models.Index(fields=["transaction_id", "id"], name="activity_in_seal_order"),
        ]

    def __str__(self):
        return f"{self.verb} {self.object_type} {self.object_id}"


class Seal(models.Model):
    """A hash over a run of activity rows and the seal before it."""

    sealed_at = models.DateTimeField()
    after_transaction_id = models.BigIntegerField()
    through_transaction_id = models.BigIntegerField(unique=True)
    rows = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["id"]

    def __str__(self):
        return f"{self.after_transaction_id} - {self.through_transaction_id}"
