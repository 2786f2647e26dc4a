"""The employer group that holds the contract, its contacts and its representative."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ZONE_NAMES = {
    "America/New_York": _("Eastern time"),
    "America/Chicago": _("Central time"),
    "America/Denver": _("Mountain time"),
    "America/Phoenix": _("Arizona time"),
    "America/Los_Angeles": _("Pacific time"),
    "America/Anchorage": _("Alaska time"),
    "Pacific/Honolulu": _("Hawaii time"),
}
PURCHASER_NUMBER = r"^\d{3}-\d{5}$"


def zone_words(time_zone):
    """The common name of a zone, or its place where it has none."""
    return ZONE_NAMES.get(time_zone, time_zone.split("/")[-1].replace("_", " "))


class Representative(models.Model):
    """The employee of the plan whose name and number an employer sees on every page."""

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="representative")
    phone = models.CharField(_("phone"), max_length=32)
    hours = models.CharField(_("hours"), max_length=120)

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")

    def __str__(self):
        return str(self.user)


class PurchaserQuerySet(models.QuerySet):
    def numbered(self, number):
        """The purchaser with this ID, or with this former ID from before a merger, split or new contract."""
        return self.filter(Q(number=number) | Q(former_numbers__contains=[number])).first() if number else None


class Purchaser(models.Model):
    number = models.CharField(
        _("purchaser ID"),
        max_length=16,
        unique=True,
        validators=[RegexValidator(PURCHASER_NUMBER, _("A purchaser ID looks like 104-88231."))],
    )
    former_numbers = ArrayField(
        models.CharField(max_length=16), default=list, blank=True, verbose_name=_("former purchaser IDs")
    )
    name = models.CharField(_("name"), max_length=120)
    former_names = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("former names")
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="America/Los_Angeles")
    contract_starts_on = models.DateField(_("contract starts"))
    contract_ends_on = models.DateField(_("contract ends"), null=True, blank=True)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="purchasers", verbose_name=_("representative")
    )

    # Until then the group is being set up, and nobody can be enrolled.
    opened_at = models.DateTimeField(_("open for enrollment since"), null=True, blank=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("joined to")
    )

    objects = PurchaserQuerySet.as_manager()

    class Meta:
        verbose_name = _("employer group")
        verbose_name_plural = _("employer groups")
        constraints = [
            models.CheckConstraint(
                name="purchaser_contract_in_order",
                condition=Q(contract_ends_on=None) | Q(contract_ends_on__gte=F("contract_starts_on")),
            ),
            models.CheckConstraint(
                name="purchaser_not_joined_to_itself", condition=Q(joined_to=None) | ~Q(joined_to=F("id"))
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        """Whether people can be enrolled. A contract that ended is refused by its dates."""
        return self.opened_at is not None

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def zone_name(self):
        return zone_words(self.time_zone)

    def today(self, at):
        """The date in the purchaser's time zone at the instant `at`."""
        return at.astimezone(self.zone).date()


class PurchaserSize(models.Model):
    """A purchaser's number of employees from a date on; decides which small-employer rules apply."""

    purchaser = models.ForeignKey(Purchaser, on_delete=models.PROTECT, related_name="sizes")
    employees = models.PositiveIntegerField(_("employees"))
    effective_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("employer group size")
        verbose_name_plural = _("employer group sizes")
        indexes = [models.Index(fields=["purchaser", "effective_on"], name="purchaser_size_by_day")]

    def __str__(self):
        return f"{self.employees} from {self.effective_on}"


class ContactQuerySet(models.QuerySet):
    def current(self):
        """Contacts that were not removed."""
        return self.filter(removed_at=None)


class Contact(models.Model):
    """A contact at the purchaser: signing officer, billing or benefits."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("Officer who signs the contract")
        BENEFITS = "benefits", _("Benefits")
        BILLING = "billing", _("Billing")

    purchaser = models.ForeignKey(Purchaser, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["role", "name", "pk"]

    def __str__(self):
        return self.name
