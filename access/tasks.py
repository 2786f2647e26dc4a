"""The clock's entry points of this app."""

from celery import shared_task
from django.utils import timezone

from access import jobs, tenancy
from accounts.services import sealing


@shared_task(name="access.ring_for_due_jobs")
def ring_for_due_jobs():
    jobs.ring_for_due_jobs(at=timezone.now())


@shared_task(name="access.seal_activity")
def seal_activity():
    with tenancy.as_user(None), tenancy.service():
        sealing.seal(at=timezone.now())
