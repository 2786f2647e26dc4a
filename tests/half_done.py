"""A job that writes, reports it and never ends, for the test that kills its worker."""

import signal
from uuid import uuid4

from django.utils import timezone

from access.privileges import ADMINISTRATOR
from enrollment import services


def work(job):
    asked = services.Submission(job.purchaser, job.created_by, timezone.now(), uuid4().hex, privileges=ADMINISTRATOR)
    services.save_draft(submission=asked, kind="add_employee", data={}, title="half", unit_id=None)
    print("half done", flush=True)  # noqa: T201  the test waits for this line
    signal.pause()
