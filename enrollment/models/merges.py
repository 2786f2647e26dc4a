"""Merges of two records of one person, and their undoing. With two purchasers, each needs two representatives."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PersonMerge(models.Model):
    """Links two records as one person, without rewriting them. `undone_at` ends the link.

    A trigger prevents circles of links, even under concurrency.
    """

    duplicate = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="absorbed")
    # The first of two representatives, where two must agree.
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reason = models.CharField(max_length=255)
    # The reason given when only one record has a date of death.
    died_reason = models.CharField(max_length=255, blank=True)
    # The highest key in each table at the merge: larger keys are newer. Times would miss
    # rows whose transaction began before the merge and wrote after it.
    marks = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None), name="merge_one_open_per_duplicate"
            ),
            models.CheckConstraint(name="merge_joins_two", condition=~Q(duplicate=F("survivor"))),
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.CheckConstraint(
                name="merge_confirmed_by_another",
                condition=Q(proposed_by=None) | ~Q(proposed_by=F("decided_by")),
            ),
        ]

    def __str__(self):
        return f"{self.duplicate_id} = {self.survivor_id}"


class MergeProposal(models.Model):
    """A merge one representative requested. Open until a second one approves it or it is withdrawn."""

    duplicate = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    survivor = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("requested"))
    reason = models.CharField(max_length=255)
    died_reason = models.CharField(max_length=255, blank=True)
    merge = models.OneToOneField(PersonMerge, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("merge request")
        verbose_name_plural = _("merge requests")
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(merge=None, withdrawn_at=None), name="proposal_one_open_per_duplicate"
            ),
            models.CheckConstraint(name="proposal_joins_two", condition=~Q(duplicate=F("survivor"))),
            models.CheckConstraint(
                name="proposal_withdrawn_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, merge=None),
            ),
        ]

    def __str__(self):
        return f"{self.duplicate_id} = {self.survivor_id}"

    @property
    def is_open(self):
        return self.merge_id is None and self.withdrawn_at is None


class UndoProposal(models.Model):
    """An undo one representative requested, with the person of every row since the merge.

    Open until a second one approves or declines it. `assigned` holds keys of rows and ids of persons, no personal
    facts.
    """

    merge = models.ForeignKey(PersonMerge, on_delete=models.PROTECT, related_name="undo_proposals")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("requested"))
    reason = models.CharField(max_length=255)
    assigned = models.JSONField(default=dict, editable=False)
    # The highest key of each table at the request: the requester has not seen rows above.
    marks = models.JSONField(default=dict, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("undo request")
        verbose_name_plural = _("undo requests")
        constraints = [
            models.UniqueConstraint(
                fields=["merge"], condition=Q(confirmed_at=None, rejected_at=None), name="undo_one_open_per_merge"
            ),
            models.UniqueConstraint(
                fields=["merge"], condition=Q(confirmed_at__isnull=False), name="undo_confirmed_once_per_merge"
            ),
            models.CheckConstraint(
                name="undo_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="undo_confirmed_or_rejected_whole",
                condition=Q(confirmed_at=None, confirmed_by=None, rejected_at=None, rejected_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, rejected_at=None, rejected_by=None)
                | Q(confirmed_at=None, confirmed_by=None, rejected_at__isnull=False, rejected_by__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.merge_id)

    @property
    def is_open(self):
        return self.confirmed_at is None and self.rejected_at is None


class Reopening(models.Model):
    """A representative undoes a decision that two records are different people.

    If more than one employer has the records, a second representative approves or declines it. The undone decisions,
    rows of NotSame and Candidate, point to it.
    """

    # In key order, so that a pair has one row.
    one = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("requested"))
    reason = models.CharField(max_length=255)
    reopened_at = models.DateTimeField(_("undone"), null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("undone decision")
        verbose_name_plural = _("undone decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(reopened_at=None, rejected_at=None),
                name="reopening_one_open_per_pair",
            ),
            models.CheckConstraint(name="reopening_of_two_in_order", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(
                name="reopening_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="reopening_ended_one_way",
                condition=Q(reopened_at=None, confirmed_by=None, rejected_at=None, rejected_by=None)
                | Q(reopened_at__isnull=False, rejected_at=None, rejected_by=None)
                | Q(reopened_at=None, confirmed_by=None, rejected_at__isnull=False, rejected_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.one_id} ? {self.other_id}"

    @property
    def is_open(self):
        return self.reopened_at is None and self.rejected_at is None
