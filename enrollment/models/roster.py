"""One line per subscriber for a fast roster, derived from coverage and details, and the words that find people.

`enrollment.services.roster.lines` is the only writer, inside the transaction that changes the coverage. `manage.py
verify_roster` derives every line again and reports differences.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from enrollment.models.people import NAME, sound_of


class RosterLine(models.Model):
    """A subscriber (person set), or an unmatched employee in review (change set)."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, null=True, related_name="+")
    change = models.ForeignKey("enrollment.Change", on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.ForeignKey("enrollment.PersonDetail", on_delete=models.PROTECT, null=True, related_name="+")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, null=True, related_name="+")
    # The last plan of each line of coverage, and its last day.
    medical_plan = models.ForeignKey("enrollment.Plan", models.PROTECT, "+", null=True, db_index=False)
    medical_until = models.DateField(null=True)
    dental_plan = models.ForeignKey("enrollment.Plan", models.PROTECT, "+", null=True, db_index=False)
    dental_until = models.DateField(null=True)
    vision_plan = models.ForeignKey("enrollment.Plan", models.PROTECT, "+", null=True, db_index=False)
    vision_until = models.DateField(null=True)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=124, db_collation="C")
    member_number = models.CharField(max_length=10, blank=True, db_collation="C")
    kind = models.CharField(max_length=8, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    never_started = models.BooleanField(default=False)
    # A fact beside the coverage, never instead of it.
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


class SearchWord(models.Model):
    """A word that finds somebody on the roster: a person, or the people of a request in review (change set).

    One row a word, because under row-level security only plain comparisons use an index. A word of a unit finds
    nobody for a user of other units. `enrollment.services.roster.words` is the only writer.
    """

    # The composite keys of the migration hold all four; one check a row is enough.
    purchaser = models.ForeignKey("accounts.Purchaser", models.PROTECT, "+", db_index=False, db_constraint=False)
    unit = models.ForeignKey(
        "accounts.EnrollmentUnit", models.PROTECT, "+", null=True, db_index=False, db_constraint=False
    )
    person = models.ForeignKey("enrollment.Person", models.PROTECT, "+", null=True, db_index=False, db_constraint=False)
    change = models.ForeignKey("enrollment.Change", models.PROTECT, "+", null=True, db_index=False, db_constraint=False)
    word = models.CharField(max_length=NAME, db_collation="C")
    subject = models.GeneratedField(
        expression=Coalesce(F("person"), F("change")), output_field=models.UUIDField(), db_persist=True
    )
    sound = sound_of("word")

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        constraints = [
            models.UniqueConstraint(
                fields=["purchaser", "subject", "word", "unit"], name="search_word_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="search_word_of_one",
                condition=Q(person__isnull=False, change=None) | Q(person=None, change__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["purchaser", "word", "subject"], name="search_word_by_word"),
            models.Index(fields=["purchaser", "sound", "word"], name="search_word_by_sound", condition=~Q(sound="")),
            models.Index(fields=["change"], name="search_word_by_change", condition=Q(change__isnull=False)),
        ]

    def __str__(self):
        return self.word
