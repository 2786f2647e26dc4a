"""People: the carrier's record of each, and what each purchaser reported about them."""

import uuid

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.platform.fields import EncryptedTextField
from enrollment.matching.placeholders import FIRST_BIRTH_DATE, PLACEHOLDER_BIRTH_DATES
from enrollment.rules.people import HOME_COUNTRY

NAME = 60
KEY = {"max_length": NAME, "db_collation": "C", "editable": False}


class Sound(Func):
    """The phonetic code of a name key, computed by Postgres for stored rows and for questions alike."""

    function = "dmetaphone"
    output_field = models.CharField(max_length=8)


# A birth date that cannot be trusted to differ, as `matching.placeholders.UNCERTAIN` asks for it.
UNCERTAIN = (
    Q(birth_date__lt=FIRST_BIRTH_DATE)
    | Q(birth_date__in=sorted(PLACEHOLDER_BIRTH_DATES))
    | Q(birth_date__month=1, birth_date__day=1)
)


def sound_of(column):
    return models.GeneratedField(
        expression=Sound(F(column)), output_field=models.CharField(max_length=8, db_collation="C"), db_persist=True
    )


class Names(models.Model):
    """The parts of a legal name with their search keys. `enrollment.services.identity` writes the keys."""

    first_name = models.CharField(_("first name"), max_length=NAME, blank=True)
    middle_name = models.CharField(_("middle name"), max_length=NAME, blank=True)
    last_name = models.CharField(_("last name"), max_length=NAME)
    suffix = models.CharField(_("suffix"), max_length=8, blank=True)
    first_key = models.CharField(**KEY)
    last_key = models.CharField(**KEY)

    class Meta:
        abstract = True

    @property
    def full_name(self):
        return " ".join(filter(None, [self.first_name, self.middle_name, self.last_name, self.suffix]))


class Person(Names):
    """The carrier's record of one person, whatever employers they had. Only keys are unique: conflicts go to review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member_number = models.CharField(_("member number"), max_length=10, unique=True)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=1)
    number = EncryptedTextField(_("Social Security number"), null=True, editable=False)
    number_kind = models.CharField(_("number type"), max_length=4, blank=True)
    number_index = models.BinaryField(max_length=16, null=True, editable=False)
    number_start_index = models.BinaryField(max_length=16, null=True, editable=False)
    number_end_index = models.BinaryField(max_length=16, null=True, editable=False)
    # People of the sample company are never compared with real people.
    is_sample = models.BooleanField(default=False, db_default=False, editable=False)
    deceased_on = models.DateField(_("died"), null=True, blank=True)
    created_at = models.DateTimeField()
    # Never written: the right to change it is the right to lock the row.
    row_lock = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    first_sound = sound_of("first_key")
    last_sound = sound_of("last_key")

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                name="person_number_whole",
                condition=Q(number__isnull=True, number_index=None, number_kind="")
                | Q(number__isnull=False, number_index__isnull=False) & ~Q(number_kind=""),
            )
        ]
        indexes = [
            models.Index(fields=["number_index"], name="person_by_number"),
            models.Index(fields=["birth_date", "last_sound"], name="person_by_birth_and_last"),
            models.Index(fields=["birth_date", "first_sound"], name="person_by_birth_and_first"),
            models.Index(fields=["last_key", "first_key", "birth_date", "id"], name="person_by_name"),
            models.Index(fields=["last_sound", "first_sound", "birth_date"], name="person_by_sounds"),
            models.Index(fields=["last_sound", "birth_date"], name="person_by_last_and_birth"),
            models.Index(fields=["number_end_index", "birth_date"], name="person_by_end_and_birth"),
            models.Index(fields=["number_start_index", "birth_date"], name="person_by_start_and_birth"),
            models.Index(fields=["last_sound", "first_sound"], name="person_uncertain_by_last", condition=UNCERTAIN),
            models.Index(fields=["first_sound"], name="person_uncertain_by_first", condition=UNCERTAIN),
        ]

    def __str__(self):
        return self.full_name


class FormerName(Names):
    """A former name; it still finds the person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_names")
    until_at = models.DateTimeField()

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        indexes = [models.Index(fields=["last_key", "first_key"], name="former_name_by_name")]

    def __str__(self):
        return self.full_name


class KnownTo(models.Model):
    """A purchaser that may see this person. Only the matching role adds it, when it has decided who a person is."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("purchaser that knows a member")
        verbose_name_plural = _("purchasers that know members")
        constraints = [models.UniqueConstraint(fields=["person", "purchaser"], name="known_to_once")]

    def __str__(self):
        return f"{self.person_id} {self.purchaser_id}"


class PersonDetail(Names):
    """What one purchaser reports about a person, in versions. The current row has no `superseded_at`.

    The purchaser sees and corrects only these rows, so a correction at one employer never changes what another sees.
    """

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="details")
    preferred_name = models.CharField(_("preferred name"), max_length=NAME, blank=True)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=1)
    number = EncryptedTextField(_("Social Security number"), null=True, editable=False)
    number_kind = models.CharField(_("number type"), max_length=4, blank=True)
    no_number_reason = models.CharField(_("why the Social Security number is missing"), max_length=16, blank=True)
    last_four_index = models.BinaryField(max_length=16, null=True, editable=False)
    number_index = models.BinaryField(max_length=16, null=True, editable=False)
    number_start_index = models.BinaryField(max_length=16, null=True, editable=False)
    number_end_index = models.BinaryField(max_length=16, null=True, editable=False)
    street = models.CharField(_("street address"), max_length=100, blank=True)
    street2 = models.CharField(_("apartment or unit"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=2, blank=True)
    zip_code = models.CharField(_("ZIP code"), max_length=10, blank=True)
    country = models.CharField(_("country"), max_length=2, default=HOME_COUNTRY, db_default=HOME_COUNTRY)
    street_index = models.BinaryField(max_length=16, null=True, editable=False)
    phone_index = models.BinaryField(max_length=16, null=True, editable=False)
    email_index = models.BinaryField(max_length=16, null=True, editable=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    change = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, related_name="+")
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    first_sound = sound_of("first_key")
    last_sound = sound_of("last_key")

    class Meta:
        verbose_name = _("details")
        verbose_name_plural = _("details")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purchaser"], condition=Q(superseded_at=None), name="detail_one_current"
            ),
            models.CheckConstraint(
                name="detail_number_or_reason",
                condition=Q(number__isnull=True, number_kind="", last_four_index=None)
                | Q(number__isnull=False, last_four_index__isnull=False, no_number_reason="") & ~Q(number_kind=""),
            ),
            models.CheckConstraint(name="detail_country_is_a_code", condition=Q(country__regex="^[A-Z]{2}$")),
        ]
        indexes = [
            models.Index(fields=["purchaser", "last_key", "first_key"], name="detail_by_last"),
            models.Index(fields=["purchaser", "first_key"], name="detail_by_first"),
            models.Index(fields=["purchaser", "last_sound", "birth_date"], name="detail_by_last_sound"),
            models.Index(fields=["purchaser", "first_sound", "birth_date"], name="detail_by_first_sound"),
            models.Index(fields=["purchaser", "last_four_index"], name="detail_by_last_four"),
            models.Index(fields=["purchaser", "number_index"], name="detail_by_number"),
            models.Index(fields=["purchaser", "number_start_index", "birth_date"], name="detail_by_number_start"),
            models.Index(fields=["purchaser", "number_end_index", "birth_date"], name="detail_by_number_end"),
            models.Index(fields=["purchaser", "birth_date"], name="detail_by_birth_date"),
            models.Index(
                fields=["purchaser", "last_sound", "first_sound"], name="detail_uncertain_by_last", condition=UNCERTAIN
            ),
            models.Index(fields=["purchaser", "first_sound"], name="detail_uncertain_by_first", condition=UNCERTAIN),
            *[
                models.Index(
                    fields=[f"{what}_index", "person"], name=f"detail_by_{what}", condition=Q(superseded_at=None)
                )
                for what in ("street", "phone", "email")
            ],
        ]

    def __str__(self):
        return self.full_name

    @property
    def last_four(self):
        return self.number[-4:] if self.number else ""
