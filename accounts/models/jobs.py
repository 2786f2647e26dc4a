"""Background work, written in the transaction that needs it; Celery only wakes the worker."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Finished")
        PARKED = "parked", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80, help_text=_("The name of the Celery task that runs it."))
    arguments = models.JSONField(default=dict)
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, null=True, related_name="jobs")
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.CharField(max_length=255, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(
                name="job_leased_exactly_while_running",
                condition=Q(state="running", lease_until__isnull=False) | ~Q(state="running") & Q(lease_until=None),
            ),
            models.CheckConstraint(
                name="job_finished_has_time",
                condition=Q(state__in=["done", "parked"], finished_at__isnull=False)
                | ~Q(state__in=["done", "parked"]) & Q(finished_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="job_due", condition=Q(state__in=["queued", "running"])),
        ]

    def __str__(self):
        return f"{self.kind} {self.state}"
