"""Background work: load by id, one call."""

from celery import shared_task
from django.utils import timezone

from access import jobs, tenancy
from access.admission import Admission
from access.models import Grant
from accounts.models import User
from enrollment import delivery, services
from enrollment.documents.workbook import workbook_of
from enrollment.models import Change
from enrollment.queries.roster import export
from enrollment.queries.roster import lines as roster
from enrollment.queries.roster.tabs import in_tab


@shared_task(name="enrollment.mail_outcome")
def mail_outcome(job_id):
    jobs.run(job_id, _mail_outcome)


def _mail_outcome(job):
    change = Change.objects.select_related("submitted_by").get(pk=job.arguments["change"])
    delivery.mail_outcome(change, job.arguments["state"])


@shared_task(name="enrollment.mail_review_budget")
def mail_review_budget(job_id):
    jobs.run(
        job_id, lambda job: delivery.mail_review_budget(job.created_by, job.purchaser, job.arguments.get("verb", ""))
    )


@shared_task(name="enrollment.make_roster_workbook")
def make_roster_workbook(job_id):
    jobs.run(job_id, _make_roster_workbook)


def _make_roster_workbook(job):
    """Use the user's current rights: a revoked grant exports nothing."""
    now = timezone.now()
    grants = Grant.objects.in_force(now).select_related("user", "purchaser")
    admission = Admission.of(grants.get(pk=job.arguments["grant"], user=job.created_by))
    filters = roster.Filters.from_query(job.arguments["filters"])
    today = job.purchaser.today(now)
    found = roster.filtered(admission, filters, today).filter(in_tab(filters.tab, admission, today))
    delivery.keep_workbook(str(job.pk), workbook_of(export.HEADINGS, export.columns(found, today)))


@shared_task(name="enrollment.erase_old_drafts")
def erase_old_drafts():
    with tenancy.as_user(None), tenancy.service():
        services.erase_old_drafts(at=timezone.now())


@shared_task(name="enrollment.watch_goals")
def watch_goals():
    with tenancy.as_user(None), tenancy.service():
        services.watch_goals(at=timezone.now())


@shared_task(name="enrollment.foresee")
def foresee():
    with tenancy.as_user(None), tenancy.service():
        services.foresee(at=timezone.now())


@shared_task(name="enrollment.mail_missed_goal")
def mail_missed_goal(job_id):
    jobs.run(job_id, _mail_missed_goal)


def _mail_missed_goal(job):
    """Mail every supervisor, or the employer's representative if there is none."""
    change = Change.objects.get(pk=job.arguments["change"])
    supervisors = list(User.objects.supervisors()) or [job.purchaser.representative.user]
    for supervisor in supervisors if change.is_open else []:
        delivery.mail_missed_goal(supervisor, change, job.arguments["review"])
