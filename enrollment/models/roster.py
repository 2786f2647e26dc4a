"""One line per subscriber for a fast roster, derived from coverage and details.

`enrollment.services.roster.lines` is the only writer, inside the transaction that changes the coverage. `manage.py
verify_roster` derives every line again and reports differences.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RosterLine(models.Model):
    """A subscriber (person set), or an unmatched employee in review (change set)."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, null=True, related_name="+")
    change = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.ForeignKey("enrollment.PersonDetail", on_delete=models.PROTECT, null=True, related_name="+")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey("enrollment.Plan", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=124, db_collation="C")
    member_number = models.CharField(max_length=10, blank=True, db_collation="C")
    kind = models.CharField(max_length=8, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    never_started = models.BooleanField(default=False)
    in_review = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("roster line")
        verbose_name_plural = _("roster lines")
        constraints = [
            models.UniqueConstraint(fields=["purchaser", "person"], name="roster_one_line_per_person"),
            models.UniqueConstraint(fields=["change"], name="roster_one_line_per_change"),
            models.CheckConstraint(
                name="roster_line_whole",
                condition=Q(
                    person__isnull=False,
                    change=None,
                    detail__isnull=False,
                    enrollment__isnull=False,
                )
                | Q(person=None, change__isnull=False, detail=None, enrollment=None, in_review=True),
            ),
        ]
        indexes = [
            models.Index(fields=["purchaser", "sort_key", "id"], name="roster_by_name"),
            models.Index(fields=["purchaser", "starts_on", "id"], name="roster_by_start"),
            models.Index(fields=["purchaser", "member_number", "id"], name="roster_by_member_number"),
            models.Index(fields=["purchaser", "ends_on", "unit"], name="roster_by_end"),
            models.Index(fields=["purchaser", "sort_key"], name="roster_in_review", condition=Q(in_review=True)),
        ]

    def __str__(self):
        return self.name
