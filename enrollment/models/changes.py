"""Requested enrollment changes and their outcome."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Activity
from accounts.platform.fields import EncryptedJSONField


def exactly_in(states, **facts):
    """A condition: these facts are present in these states and absent in all others."""
    present = Q(**{f"{name}__isnull": False for name in facts})
    absent = Q(**dict.fromkeys(facts))
    inside = Q(state__in=states)
    return inside & present | ~inside & absent


def _draft_seen_by(grant):
    """A draft without a unit is its creator's, and seen by the employer's own managers of every unit."""
    own = Q(created_by=grant.user_id)
    if grant.allows("manage_access"):
        if grant.unit_ids is None and grant.delegation_id is None:
            return Q()
        own |= Q(unit__isnull=False)
    return own if grant.unit_ids is None else own & (Q(unit=None) | Q(unit_id__in=grant.unit_ids))


class ChangeQuerySet(models.QuerySet):
    def open(self):
        """Changes in review or waiting for the employer's answer."""
        return self.filter(state__in=Change.OPEN)

    def submitted(self):
        return self.exclude(state=Change.State.DRAFT)

    def drafts_seen_by(self, grant):
        """Drafts of the user in their units, and those of others there for whoever manages access.

        Who views the portal as another user sees what both see.
        """
        drafts = self.filter(_draft_seen_by(grant), state=Change.State.DRAFT)
        return drafts.filter(_draft_seen_by(grant.looked_through_by)) if grant.looked_through_by else drafts


class Change(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        ACTION_NEEDED = "action_needed", _("Action needed")
        COMPLETED = "completed", _("Completed")
        REFUSED = "refused", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REVERSED = "reversed", _("Reversed")

    OPEN = [State.IN_REVIEW, State.ACTION_NEEDED]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="changes")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, null=True, related_name="+")
    type = models.CharField(_("type"), max_length=32)
    state = models.CharField(_("status"), max_length=16, choices=State, default=State.DRAFT)
    title = models.CharField(_("for"), max_length=160, blank=True)
    payload = EncryptedJSONField()
    payload_version = models.PositiveSmallIntegerField(default=1)
    outcome = EncryptedJSONField(null=True)
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, null=True, related_name="changes")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, null=True, related_name="changes")
    channel = models.CharField(_("how"), max_length=16, choices=Activity.Channel)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    # Counts the saves of a draft. A page sends back the one it was made from.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    confirmation = models.CharField(_("confirmation number"), max_length=12, null=True, unique=True)
    idempotency_key = models.CharField(max_length=64, null=True)
    payload_digest = models.BinaryField(max_length=32, null=True)
    subject_index = models.BinaryField(max_length=16, null=True)
    # Corrects who somebody is; counted, whatever became of it.
    corrects_identity = models.BooleanField(default=False, db_default=False, editable=False)
    due_at = models.DateTimeField(_("goal"), null=True)
    # The forecast of the decision; null while there is too little data.
    expected_at = models.DateTimeField(_("expected by"), null=True)
    minutes_left = models.PositiveIntegerField(null=True)
    question = models.CharField(max_length=500, null=True)
    completed_at = models.DateTimeField(null=True)
    # The number of its unit at which the effect became known, also of a change without one on the bill.
    known_seq = models.BigIntegerField(null=True, editable=False)
    refusal = models.CharField(max_length=500, null=True)
    settled_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(
                name="change_submitted_unless_draft",
                condition=Q(state="draft", submitted_at=None, submitted_by=None, confirmation=None)
                | ~Q(state="draft")
                & Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    confirmation__isnull=False,
                    idempotency_key__isnull=False,
                    payload_digest__isnull=False,
                ),
            ),
            models.CheckConstraint(name="change_in_review_has_due_time", condition=exactly_in(["in_review"], due_at=1)),
            models.CheckConstraint(
                name="change_action_needed_stops_clock",
                condition=exactly_in(["action_needed"], minutes_left=1, question=1),
            ),
            models.CheckConstraint(
                name="change_completed_has_time",
                condition=exactly_in(["completed", "reversed"], completed_at=1, known_seq=1),
            ),
            models.CheckConstraint(name="change_refused_has_reason", condition=exactly_in(["refused"], refusal=1)),
            models.CheckConstraint(
                name="change_settled_has_time", condition=exactly_in(["refused", "withdrawn"], settled_at=1)
            ),
            models.CheckConstraint(name="change_reversed_by_change", condition=exactly_in(["reversed"], reversed_by=1)),
            models.UniqueConstraint(
                fields=["purchaser", "idempotency_key"], name="change_once_per_key", condition=~Q(state="draft")
            ),
            models.UniqueConstraint(
                fields=["enrollment"],
                name="change_one_open_per_family",
                condition=Q(state__in=["in_review", "action_needed"]),
            ),
            models.UniqueConstraint(
                fields=["purchaser", "subject_index"],
                name="change_one_open_per_new_employee",
                condition=Q(state__in=["in_review", "action_needed"]),
            ),
            models.UniqueConstraint(fields=["id", "purchaser"], name="change_with_purchaser"),
        ]
        indexes = [
            models.Index(fields=["purchaser", "-submitted_at", "-id"], name="change_by_purchaser"),
            models.Index(fields=["person"], name="change_by_person"),
            models.Index(fields=["due_at"], name="change_by_due", condition=Q(state="in_review")),
            models.Index(fields=["unit", "known_seq"], name="change_by_seq", condition=Q(known_seq__isnull=False)),
            models.Index(
                fields=["submitted_by", "submitted_at"],
                name="change_identity_by_user",
                condition=Q(corrects_identity=True),
            ),
        ]

    def __str__(self):
        return self.confirmation or f"{self.type} draft"

    def get_absolute_url(self):
        """The permanent address of the receipt."""
        return reverse("request", args=[self.pk])

    @property
    def is_open(self):
        return self.state in self.OPEN


class FollowUp(models.Model):
    """Something the employer still owes: a newborn's Social Security number."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("enrollment.Person", on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["purchaser", "person"], condition=Q(done_at=None), name="follow_up_one_open_per_person"
            )
        ]

    def __str__(self):
        return f"{self.person_id} by {self.due_on}"


class CallBack(models.Model):
    """A request for a call from the representative, after a Medicare plan was refused online."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("contact name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40)
    best_time = models.CharField(_("best time"), max_length=80, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        constraints = [
            models.CheckConstraint(
                name="call_back_done_by_somebody",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.name} {self.phone}"
