"""A user's access to a purchaser."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.models.seen import SeenQuerySet
from access.privileges import Privilege


class GrantQuerySet(SeenQuerySet):
    def in_force(self, at):
        """Grants that count at the instant `at`."""
        return self.not_over(at).filter(suspended_at=None, starts_at__lte=at)

    def not_over(self, at):
        """In force, suspended, or about to start."""
        return self.filter(revoked_at=None).filter(Q(ends_at=None) | Q(ends_at__gt=at))

    def managing_access(self, at):
        return self.in_force(at).filter(privileges__contains=[Privilege.MANAGE_ACCESS])

    def lasting_administrators(self, at):
        """The purchaser's own administrators, for every unit and without an end date."""
        return self.managing_access(at).filter(unit_ids=None, ends_at=None, delegation=None, user__is_active=True)


class Grant(models.Model):
    """What one user may do at one purchaser; `unit_ids` None means every unit."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grants")
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="grants")
    privileges = ArrayField(models.CharField(max_length=32, choices=Privilege), verbose_name=_("privileges"))
    unit_ids = ArrayField(models.BigIntegerField(), null=True, blank=True, verbose_name=_("units"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    payment_limit = models.DecimalField(_("payment limit"), max_digits=12, decimal_places=2, null=True, blank=True)
    delegation = models.ForeignKey(
        "access.Delegation", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("user access")
        verbose_name_plural = _("user access")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purchaser"], condition=Q(revoked_at=None), name="grant_one_open_per_user_and_purchaser"
            ),
            models.CheckConstraint(name="grant_has_a_privilege", condition=Q(privileges__len__gt=0)),
            models.CheckConstraint(name="grant_units_not_empty", condition=Q(unit_ids=None) | Q(unit_ids__len__gt=0)),
            models.CheckConstraint(
                name="grant_period_in_order", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="grant_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_suspended_by_somebody",
                condition=Q(suspended_at=None, suspended_by=None)
                | Q(suspended_at__isnull=False, suspended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_payment_limit_positive", condition=Q(payment_limit=None) | Q(payment_limit__gt=0)
            ),
        ]

    def __str__(self):
        return f"{self.user} at {self.purchaser}"

    def is_over(self, at):
        return self.revoked_at is not None or (self.ends_at is not None and self.ends_at <= at)

    def allows(self, *privileges):
        return all(privilege in self.privileges for privilege in privileges)
