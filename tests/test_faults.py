"""Failures during work: the broker down or hanging at Submit, a worker killed in a job."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from access import jobs, tenancy
from accounts.models import Job
from accounts.services import schedule
from enrollment.models import Change
from portal.celery import app
from portal.embedded import Valkey
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent


def use_broker(url):
    app.conf.broker_url = app.conf.broker_write_url = url
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def broker(tmp_path):
    """A broker for one test, which can stop and freeze it."""
    known, valkey = app.conf.broker_url, Valkey(tmp_path / "valkey").start()
    use_broker(valkey.broker_url)
    yield valkey.process
    use_broker(known)
    valkey.process.kill()
    valkey.process.wait()


def stored(kind):
    with tenancy.as_user(None), tenancy.service():
        return Job.objects.get(kind=kind)


def submit(client, employer):
    """Submit a correction on the page."""
    person = employer.enroll(at=timezone.now() - timedelta(days=30)).person_id
    with tenancy.as_user(None), tenancy.service():
        Job.objects.all().delete()
    client.force_login(employer.administrator)
    return client.post(*factories.correction(client, person, phone="(415) 555-0100", key="one"))


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP], ids=["down", "hung"])
def test_a_submit_is_complete_without_the_broker(client, employer, broker, fault):
    broker.send_signal(fault)
    response = submit(client, employer)
    assert response.status_code == 302
    with employer.scope():
        assert Change.objects.get(type="correct_details").state == "completed"
    assert stored("enrollment.mail_outcome").state == Job.State.QUEUED
    assert client.get(response["Location"]).status_code == 200


def test_a_job_whose_worker_is_killed_leaves_nothing_half_done_and_runs_again(employer):
    with employer.scope():
        job = schedule(
            "enrollment.mail_outcome",
            arguments={},
            at=timezone.now(),
            purchaser=employer.purchaser,
            by=employer.administrator,
        )
    doing = (
        "import django; django.setup()\n"
        "from access import jobs\n"
        "from tests.half_done import work\n"
        f"jobs.run({str(job.pk)!r}, work)"
    )
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    worker = subprocess.Popen([sys.executable, "-c", doing], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"half done\n"
    worker.kill()
    worker.wait()
    assert stored(job.kind).state == Job.State.RUNNING
    again, later = [], timezone.now() + jobs.LEASE + timedelta(minutes=1)
    assert jobs.ring_for_due_jobs(at=later) == 1
    jobs.run(str(job.pk), lambda job: again.append(job.pk))
    assert again == [job.pk]
    assert (stored(job.kind).state, stored(job.kind).attempts) == (Job.State.DONE, 2)
    with employer.scope():
        assert not Change.objects.exists()
