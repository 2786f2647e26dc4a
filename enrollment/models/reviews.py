"""The carrier's side of a change: the review, the possible matches and the decisions."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """The carrier's side of a change. Employers cannot read these rows or the candidates."""

    class Decision(models.TextChoices):
        SETTLED = "settled", _("Decided person by person")
        REFUSED = "refused", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    change = models.OneToOneField("enrollment.Change", on_delete=models.PROTECT, related_name="review")
    opened_at = models.DateTimeField()
    rules_version = models.CharField(max_length=16)
    reasons = ArrayField(models.CharField(max_length=32), default=list)
    claimed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    # Unlike a claim, an assignment does not lapse.
    assigned_to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The highest mark already reported, in percent of the goal's business minutes.
    goal_mark = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                name="review_claim_whole",
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(name="review_goal_mark_known", condition=Q(goal_mark__in=[0, 50, 80, 100])),
            models.CheckConstraint(
                name="review_decision_whole",
                condition=Q(decision="", decided_by=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(note=""),
            ),
        ]
        indexes = [models.Index(fields=["decided_at"], name="review_by_decision")]

    def __str__(self):
        return str(self.change)


class CandidateQuerySet(models.QuerySet):
    def current(self):
        """The candidates now shown. A correction by the employer brings new ones; the old ones stay on record."""
        return self.filter(superseded_at=None)


class Candidate(models.Model):
    """A person on file who may be an applicant. `comparison` and `reasons` hold codes, never values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="candidates")
    applicant = models.PositiveSmallIntegerField()
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    comparison = models.JSONField()
    weight = models.FloatField(default=0)
    reasons = models.JSONField(default=dict)
    superseded_at = models.DateTimeField(null=True, editable=False)
    # Undoes the decision that the applicant is someone else.
    reopening = models.ForeignKey(
        "enrollment.Reopening", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible match")
        verbose_name_plural = _("possible matches")
        ordering = ["applicant", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "applicant", "person"],
                name="candidate_once_per_applicant",
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.review_id} {self.applicant} {self.rank}"


class IdentityDecision(models.Model):
    """A representative's decision on one applicant: a person on file, or new. Final; a merge or undo corrects it."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="identities")
    applicant = models.PositiveSmallIntegerField()
    same_as = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # The resulting person: `same_as`, or the new record.
    became = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # Finds the decision when the same applicant is submitted again; null if too little was given.
    applicant_index = models.BinaryField(max_length=16, null=True, editable=False)
    rules_version = models.CharField(max_length=24, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("identity decision")
        verbose_name_plural = _("identity decisions")
        constraints = [
            models.UniqueConstraint(fields=["review", "applicant"], name="identity_decided_once"),
        ]
        indexes = [models.Index(fields=["applicant_index"], name="identity_by_applicant")]

    def __str__(self):
        return f"{self.review_id} {self.applicant}"


class NotSame(models.Model):
    """A decision that an applicant is not this person: never suggested again unless undone."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="rejected")
    applicant_index = models.BinaryField(max_length=16, editable=False)
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    # The undo, if any.
    reopening = models.ForeignKey(
        "enrollment.Reopening", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("member ruled out")
        verbose_name_plural = _("members ruled out")
        constraints = [
            models.UniqueConstraint(
                fields=["applicant_index", "person"], condition=Q(reopening=None), name="ruled_out_once"
            ),
        ]

    def __str__(self):
        return f"{self.review_id} {self.person_id}"


class CannedReply(models.Model):
    """A text that representatives often send to employers. They edit the list themselves."""

    title = models.CharField(_("title"), max_length=80, unique=True)
    text = models.TextField(_("text"), max_length=500)

    class Meta:
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        ordering = ["title"]

    def __str__(self):
        return self.title
