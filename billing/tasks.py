"""Background work of billing: load by id, one call."""

from celery import shared_task
from django.utils import timezone

from access import jobs, tenancy
from accounts.models import EnrollmentUnit
from billing import delivery, services
from billing.documents.paper import document_for
from billing.models import Bill, BillHold
from billing.services.bills import TELL_HELD
from billing.services.paper import DRAW_BILL
from billing.services.run import MAKE_BILLS


@shared_task(name="billing.schedule_due_bills")
def schedule_due_bills():
    with tenancy.as_user(None), tenancy.service():
        services.schedule_due_bills(at=timezone.now())


@shared_task(name=MAKE_BILLS)
def make_bills(job_id):
    jobs.run(job_id, _make_bills)


def _make_bills(job):
    unit = EnrollmentUnit.objects.select_related("purchaser").get(pk=job.arguments["unit"])
    is_trial = job.arguments["trial"]
    return services.make_due_bills(unit=unit, by=job.created_by, at=timezone.now(), is_trial=is_trial)


@shared_task(name=TELL_HELD)
def tell_held(job_id):
    jobs.run(job_id, _tell_held)


def _tell_held(job):
    """Only while it is held still."""
    hold = BillHold.objects.select_related("unit__purchaser").filter(pk=job.arguments["hold"], over_at=None).first()
    if hold:
        delivery.tell_held(hold)


@shared_task(name=DRAW_BILL)
def draw_bill(job_id):
    jobs.run(job_id, _draw_bill)


def _draw_bill(job):
    document_for(Bill.objects.select_related("purchaser__representative__user").get(pk=job.arguments["bill"]))
