"""Background work: a row now, a message to the worker after commit."""

import logging
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Job, Purchaser, User

log = logging.getLogger(__name__)


def schedule(
    kind: str,
    *,
    arguments: dict[str, Any],
    at: datetime,
    purchaser: Purchaser | None = None,
    by: User | None = None,
    due_at: datetime | None = None,
) -> Job:
    """Write a Job that runs only if this transaction commits. `kind` is the Celery task's name.

    Arguments are ids, never personal data: the queue is readable.
    """
    job = Job.objects.create(
        kind=kind, arguments=arguments, purchaser=purchaser, created_by=by, created_at=at, due_at=due_at or at
    )
    if job.due_at <= at:
        transaction.on_commit(lambda: nudge(job.kind, str(job.pk)))
    return job


def nudge(kind: str, job_id: str) -> None:
    """Wake the worker. If the broker is down, the sweeper tries again."""
    try:
        current_app.send_task(kind, args=[job_id], retry=False)
    except (OperationalError, OSError) as unreachable:
        log.warning("broker unreachable, the sweeper will ring for job %s (%s)", job_id, type(unreachable).__name__)
