from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from access import jobs, tenancy
from accounts.models import Job
from accounts.services import schedule
from enrollment import tasks
from enrollment.models import Change
from enrollment.services.review import goals
from portal.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def queued(employer, kind="enrollment.mail_outcome", **arguments):
    with employer.scope():
        return schedule(
            kind, arguments=arguments, at=timezone.now(), purchaser=employer.purchaser, by=employer.administrator
        )


def stored(job):
    with tenancy.as_user(None), tenancy.service():
        return Job.objects.get(pk=job.pk)


def test_every_kind_that_is_scheduled_is_a_task():
    app.loader.import_default_modules()
    kinds = {"enrollment.mail_outcome", "enrollment.mail_review_budget", "enrollment.make_roster_workbook"}
    kinds |= {goals.TELL_SUPERVISORS}
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert kinds | scheduled <= set(app.tasks)


def test_a_job_runs_once_however_often_the_bell_rings(employer):
    job, done = queued(employer), []
    jobs.run(str(job.pk), done.append)
    jobs.run(str(job.pk), done.append)
    assert len(done) == 1
    assert stored(job).state == Job.State.DONE


def test_a_job_that_dies_is_rung_for_again_and_parked_after_five_tries(employer):
    job = queued(employer)

    def fail(_):
        raise LookupError

    later = timezone.now()
    for _ in range(5):
        with pytest.raises(LookupError):
            jobs.run(str(job.pk), fail)
        assert stored(job).state == Job.State.RUNNING
        later += timedelta(minutes=6)
        with tenancy.as_user(None), tenancy.service():
            Job.objects.filter(pk=job.pk).update(lease_until=later - timedelta(minutes=1))
        jobs.ring_for_due_jobs(at=later)
    assert (stored(job).state, stored(job).attempts) == (Job.State.PARKED, 5)


def test_a_lost_broker_loses_nothing(employer, settings, monkeypatch):
    job = queued(employer)
    assert jobs.ring_for_due_jobs(at=timezone.now() + timedelta(seconds=1)) == 1
    assert stored(job).state == Job.State.QUEUED


def test_the_mail_of_an_outcome_names_nobody(employer):
    change = employer.enroll()
    with employer.scope():
        job = Job.objects.get(kind="enrollment.mail_outcome")
    tasks.mail_outcome(str(job.pk))
    (letter,) = mail.outbox
    assert letter.to == [employer.administrator.email]
    assert change.confirmation in letter.body
    for secret in ("Morales", "Ana", "6788", "1986", "Harbor"):
        assert secret not in letter.body.replace(str(change.pk), "") + letter.subject


def test_a_long_list_becomes_a_workbook_with_the_rights_of_its_user(employer, client, settings, monkeypatch):
    from enrollment.views.roster import lists as roster

    monkeypatch.setattr(roster, "XLSX_AT_ONCE", 0)
    employer.enroll()
    client.force_login(employer.administrator)
    page = client.get("/employees/employees.xlsx")
    with employer.scope():
        job = Job.objects.get(kind="enrollment.make_roster_workbook")
    assert page["Location"] == f"/jobs/{job.pk}/"
    assert "Creating your file" in client.get(page["Location"]).content.decode()
    tasks.make_roster_workbook(str(job.pk))
    assert "Your file is ready" in client.get(page["Location"]).content.decode()
    assert b"".join(client.get(f"/jobs/{job.pk}/file/").streaming_content)[:2] == b"PK"


def test_drafts_are_erased_after_60_days(employer):
    from enrollment import services

    with employer.scope():
        for days in (59, 61):
            at = timezone.now() - timedelta(days=days)
            services.save_draft(
                submission=employer.submission(at=at), kind="add_employee", data={}, title=str(days), unit_id=None
            )
    tasks.erase_old_drafts()
    with employer.scope():
        assert Change.objects.values_list("title", flat=True).get() == "59"
