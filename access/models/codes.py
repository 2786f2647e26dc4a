"""Access codes, which link a user to a purchaser once, and attempts to enter them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from access.models.seen import SeenQuerySet
from access.privileges import Privilege


class AccessCodeQuerySet(SeenQuerySet):
    def open(self):
        """Not redeemed, canceled or locked; maybe not mailed yet, or expired."""
        return self.filter(redeemed_at=None, revoked_at=None, locked_at=None)

    def redeemable(self, at):
        return self.open().filter(expires_at__gt=at)


class AccessCode(models.Model):
    """What a code will grant, and to whom. Only a keyed hash of the code is stored, once it is mailed.

    The code is made when it is mailed (access.tasks.mail_code), so that no form, job or log contains it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=120)
    privileges = ArrayField(models.CharField(max_length=32, choices=Privilege), verbose_name=_("privileges"))
    unit_ids = ArrayField(models.BigIntegerField(), null=True, blank=True, verbose_name=_("units"))
    grant_ends_at = models.DateTimeField(_("access until"), null=True, blank=True)
    payment_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    delegation = models.ForeignKey(
        "access.Delegation", on_delete=models.PROTECT, null=True, blank=True, related_name="codes"
    )
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    code_index = models.BinaryField(null=True, unique=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    redeemed_at = models.DateTimeField(null=True, blank=True)
    redeemed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")
        constraints = [
            models.UniqueConstraint(
                fields=["purchaser", "email"],
                condition=Q(redeemed_at=None, revoked_at=None, locked_at=None),
                name="code_one_open_per_address",
            ),
            models.CheckConstraint(name="code_address_in_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="code_has_a_privilege", condition=Q(privileges__len__gt=0)),
            models.CheckConstraint(name="code_units_not_empty", condition=Q(unit_ids=None) | Q(unit_ids__len__gt=0)),
            models.CheckConstraint(
                name="code_sent_whole",
                condition=Q(sent_at=None, expires_at=None, code_index=None)
                | Q(sent_at__isnull=False, code_index__isnull=False, expires_at__gt=F("sent_at")),
            ),
            models.CheckConstraint(
                name="code_redeemed_by_somebody",
                condition=Q(redeemed_at=None, redeemed_by=None)
                | Q(redeemed_at__lte=F("expires_at"), redeemed_by__isnull=False, revoked_at=None, locked_at=None),
            ),
            models.CheckConstraint(
                name="code_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.email})"

    def state(self, at):
        if self.redeemed_at:
            return "redeemed"
        if self.revoked_at or self.locked_at:
            return "revoked" if self.revoked_at else "locked"
        if self.expires_at is None:
            return "sending"
        return "issued" if self.expires_at > at else "expired"


class CodeAttempt(models.Model):
    """One attempt to enter a code. It counts as wrong until it proves right."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    address_index = models.BinaryField()
    at = models.DateTimeField()
    was_right = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("code attempt")
        verbose_name_plural = _("code attempts")
        indexes = [
            models.Index(fields=["user", "-at"], name="attempt_by_user"),
            models.Index(fields=["address_index", "-at"], name="attempt_by_address"),
        ]

    def __str__(self):
        return f"{self.user_id} at {self.at}"
