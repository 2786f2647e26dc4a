"""Running Job rows: lease, scope, result. A job that dies is retried; after five tries it is parked.

While the mail server is down a job waits up to three days, and no try is counted.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPConnectError, SMTPServerDisconnected
from socket import gaierror
from typing import Any

import structlog
from django.db.models import Q
from django.utils import timezone

from access import tenancy
from accounts.models import Job
from accounts.notices import SEALED
from accounts.services import nudge

LEASE = timedelta(minutes=5)
TRIES = 5
RING_AT_ONCE = 200
AWAY = (ConnectionError, TimeoutError, gaierror, SMTPConnectError, SMTPServerDisconnected)
WAITS_FOR_MAIL, ASKS_AGAIN = timedelta(days=3), timedelta(minutes=1)
log = structlog.get_logger(__name__)


def _lease(job_id: str, at: datetime) -> Job | None:
    """Lease the job; None when another worker has it or it is done."""
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
        kept = {name: value for name, value in job.arguments.items() if name != SEALED}
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.DONE, lease_until=None, finished_at=timezone.now(), result=result, arguments=kept
        )


def _put_back(job: Job, at: datetime) -> None:
    """Queue the job again in a minute, without counting the try."""
    with tenancy.as_user(None), tenancy.service():
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.QUEUED, lease_until=None, attempts=job.attempts - 1, due_at=at + ASKS_AGAIN
        )


def run(job_id: str, work: Callable[[Job], Any]) -> None:
    """Do a job's work inside its purchaser's scope. If it raises, it is retried after the lease."""
    now = timezone.now()
    job = _lease(job_id, now)
    if job is None:
        return
    try:
        with tenancy.scope(job.purchaser_id, user=job.created_by_id):
            result = work(job)
    except AWAY as failure:
        if job.created_at < now - WAITS_FOR_MAIL:
            raise
        log.warning("mail server away", job=job_id, what=type(failure).__name__)
        _put_back(job, now)
        return
    _finish(job, result)


def ring_for_due_jobs(*, at: datetime) -> int:
    """Wake workers for due jobs and park those tried five times. Returns how many were woken."""
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
