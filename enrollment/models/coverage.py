"""Who is covered, by which plan, for which period, and since when that is known."""

from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.contracts import DatedQuerySet
from enrollment.rules.codes import Line, Product

# The length of the longest line of coverage.
LINE = 8


class Plan(models.Model):
    """A product of the carrier in one line of coverage.

    The portal refuses Medicare plans, which need each person's signed form.
    """

    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=80)
    line = models.CharField(_("line of coverage"), max_length=LINE)
    product = models.CharField(_("product type"), max_length=4, blank=True)
    is_medicare = models.BooleanField(_("Medicare plan"), default=False)
    # A plan that is no longer sold is offered to no further unit; where it is offered, it stays.
    closed_on = models.DateField(_("not sold after"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["id", "line"], name="plan_with_line"),
            models.CheckConstraint(name="plan_line_known", condition=Q(line__in=[line.value for line in Line])),
            models.CheckConstraint(
                name="plan_product_known", condition=Q(product__in=["", *(product.value for product in Product)])
            ),
        ]

    def __str__(self):
        return self.name


class Offering(models.Model):
    """A plan that one unit offers during a period. Its end is set once; a plan offered again is another row."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="offerings")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_line = models.CharField(max_length=LINE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("through"), null=True, blank=True)
    known_seq = models.BigIntegerField(editable=False)
    ended_seq = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("plan offering")
        verbose_name_plural = _("plan offerings")
        constraints = [
            models.UniqueConstraint(fields=["id", "purchaser", "unit", "plan_line"], name="offering_with_owner"),
            models.CheckConstraint(
                name="offering_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="offering_end_whole",
                condition=Q(ends_on=None, ended_seq=None) | Q(ends_on__isnull=False, ended_seq__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.plan)


class Employment(models.Model):
    """One period of work at a purchaser, in one unit. A move to another unit is a new row; `voided_at`: never was."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="employments")
    employee_number = models.CharField(_("employee number"), max_length=20, blank=True)
    weekly_hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    employment_class = models.CharField(_("employment class"), max_length=2)
    hired_on = models.DateField(_("date of hire"))
    last_day_worked = models.DateField(_("last day worked"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=24, blank=True)
    change = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            models.UniqueConstraint(fields=["id", "purchaser"], name="employment_with_purchaser"),
            models.CheckConstraint(
                name="employment_in_order", condition=Q(last_day_worked=None) | Q(last_day_worked__gte=F("hired_on"))
            ),
            models.CheckConstraint(
                name="employment_end_whole",
                condition=Q(last_day_worked=None, end_reason="", ended_by=None)
                | Q(last_day_worked__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["person", "purchaser"], name="employment_by_person")]

    def __str__(self):
        return f"{self.person_id} from {self.hired_on}"


class Enrollment(models.Model):
    """One family's contract. `plan_line` repeats the offering's; a composite foreign key keeps them equal."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    subscriber = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    employment = models.ForeignKey(
        Employment, on_delete=models.PROTECT, null=True, blank=True, related_name="enrollments"
    )
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    plan_line = models.CharField(max_length=LINE)
    kind = models.CharField(_("kind"), max_length=8)
    qualifying_event = models.CharField(max_length=24, blank=True)
    qualifying_event_on = models.DateField(null=True, blank=True)
    prior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group_bill_factor = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("1"))
    change = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, related_name="+")
    # Never written: the right to change it is the right to lock the row.
    row_lock = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(fields=["id", "purchaser", "plan_line"], name="enrollment_with_owner"),
            models.CheckConstraint(
                name="enrollment_cobra_has_event",
                condition=~Q(kind="cobra") | ~Q(qualifying_event="") & Q(qualifying_event_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["subscriber", "purchaser"], name="enrollment_by_subscriber")]

    def __str__(self):
        return f"{self.subscriber_id} {self.kind}"


class BillTo(models.Model):
    """Who receives the bill of an enrollment from a date on: the group or the member.

    Rows are only added. A correction is a newer row of the same day: of two with one date, the newer counts.
    """

    class Payer(models.TextChoices):
        GROUP = "group", _("The group")
        MEMBER = "member", _("The member")

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="bill_to")
    payer = models.CharField(max_length=8, choices=Payer)
    effective_on = models.DateField()
    known_seq = models.BigIntegerField(editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill to")
        verbose_name_plural = _("bill to")

    def __str__(self):
        return f"{self.payer} from {self.effective_on}"


class CoverageQuerySet(models.QuerySet):
    def known(self):
        """Current versions of coverage that took or will take effect."""
        return self.filter(superseded_at=None, voided_at=None)

    def on(self, day):
        """Known coverage that includes `day`, the first and last day included."""
        return self.known().filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def not_over(self, day):
        """Known coverage that includes `day` or starts after it."""
        return self.known().filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def nothing_longer(self):
        """Without periods of people who stay covered for longer by another that has begun: another line, most often."""
        longer = Coverage.objects.known().filter(
            Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")),
            purchaser=OuterRef("purchaser"),
            person=OuterRef("person"),
            starts_on__lte=OuterRef("ends_on"),
        )
        return self.filter(~Exists(longer))


class Coverage(models.Model):
    """One person in one plan for one period. A correction is a new version; rows are never rewritten.

    `starts_on` and `ends_on` are the first and last day covered (the 834's 348 and 349). This version was held true
    from the unit's change `known_seq` to `superseded_seq`.
    """

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="coverages")
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="coverages")
    relationship = models.CharField(_("relationship"), max_length=2)
    plan_line = models.CharField(max_length=LINE)
    rated_birth_date = models.DateField()
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=24, blank=True)
    event_on = models.DateField(_("date of the event"), null=True, blank=True)
    change = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, related_name="coverages_made")
    ended_by = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    known_at = models.DateTimeField()
    known_seq = models.BigIntegerField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_seq = models.BigIntegerField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            models.CheckConstraint(
                name="coverage_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="coverage_end_whole",
                condition=Q(ends_on=None, end_reason="", ended_by=None)
                | Q(ends_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="coverage_superseded_whole",
                condition=Q(superseded_at=None, superseded_seq=None)
                | Q(superseded_at__isnull=False, superseded_seq__gt=F("known_seq")),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "purchaser"], name="coverage_by_person"),
            models.Index(fields=["enrollment"], name="coverage_current", condition=Q(superseded_at=None)),
            models.Index(fields=["purchaser", "known_seq"], name="coverage_by_seq"),
            models.Index(
                fields=["purchaser", "relationship", "starts_on", "ends_on"],
                name="coverage_on_day",
                condition=Q(superseded_at=None, voided_at=None),
            ),
            models.Index(
                fields=["purchaser", "ends_on", "enrollment"],
                name="coverage_by_end",
                condition=Q(superseded_at=None, voided_at=None, ends_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.person_id} {self.starts_on} - {self.ends_on or ''}"

    @property
    def line_name(self):
        return _(Line(self.plan_line).label)
