"""Running Job rows: lease, scope, result. A job that dies is rung for again; one that dies five times is parked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from access import tenancy
from accounts.models import Job
from accounts.services import nudge

LEASE = timedelta(minutes=5)
TRIES = 5
RING_AT_ONCE = 200


def _lease(job_id: str, at: datetime) -> Job | None:
    """Take the job, unless another worker has it or it is done."""
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    with tenancy.as_user(None), tenancy.service():
        job = Job.objects.select_for_update(skip_locked=True).filter(free, pk=job_id).first()
        if job is None:
            return None
        job.state, job.lease_until, job.attempts = Job.State.RUNNING, at + LEASE, job.attempts + 1
        job.save(update_fields=["state", "lease_until", "attempts"])
        return job


def _finish(job: Job, result: Any) -> None:
    with tenancy.as_user(None), tenancy.service():
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.DONE, lease_until=None, finished_at=timezone.now(), result=result
        )


def run(job_id: str, work: Callable[[Job], Any]) -> None:
    """Do the work of a job inside its purchaser's scope. What raises is tried again after the lease."""
    job = _lease(job_id, timezone.now())
    if job is None:
        return
    with tenancy.scope(job.purchaser_id, user=job.created_by_id):
        result = work(job)
    _finish(job, result)


def ring_for_due_jobs(*, at: datetime) -> int:
    """Ring for what is due and not being done; park what was tried five times. Returns how many bells."""
    with tenancy.as_user(None), tenancy.service():
        stuck = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=at)
        stuck.filter(attempts__gte=TRIES).update(
            state=Job.State.PARKED, lease_until=None, finished_at=at, error="tried five times"
        )
        stuck.update(state=Job.State.QUEUED, lease_until=None)
        due = Job.objects.filter(state=Job.State.QUEUED, due_at__lte=at).order_by("due_at", "pk")
        bells = list(due.values_list("kind", "pk")[:RING_AT_ONCE])
    for kind, job_id in bells:
        nudge(kind, str(job_id))
    return len(bells)
