"""Celery tasks of this app."""

from datetime import datetime
from smtplib import SMTPRecipientsRefused

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from access import delivery, documents, drawing, jobs, services, tenancy
from access.models import AccessCode, Grant
from accounts import notices
from accounts import services as accounts_services
from accounts.models import Activity, Contact, User
from accounts.services import sealing


@shared_task(name="access.ring_for_due_jobs")
def ring_for_due_jobs():
    jobs.ring_for_due_jobs(at=timezone.now())


@shared_task(name="access.seal_activity")
def seal_activity():
    with tenancy.as_user(None), tenancy.service():
        sealing.seal(at=timezone.now())


@shared_task(name="access.mail_code")
def mail_code(job_id):
    jobs.run(job_id, _mail_code)


def _mail_code(job):
    code = AccessCode.objects.select_related("purchaser").get(pk=job.arguments["code"])
    plain = services.make_code(code, at=timezone.now())
    if not plain:
        return
    try:
        delivery.mail_code(code, plain)
    except SMTPRecipientsRefused:
        clock = Activity.Channel.CLOCK
        services.mail_came_back(code=code, by=code.issued_by, at=timezone.now(), channel=clock)


@shared_task(name="access.tell_issuer")
def tell_issuer(job_id):
    jobs.run(job_id, _tell_issuer)


def _tell_issuer(job):
    code = AccessCode.objects.select_related("purchaser", "issued_by").get(pk=job.arguments["code"])
    delivery.tell_issuer(code, asked="asked" in job.arguments, came_back="came_back" in job.arguments)


@shared_task(name="access.tell_contacts")
def tell_contacts(job_id):
    jobs.run(job_id, _tell_contacts)


def _tell_contacts(job):
    """Tell contacts and administrators of an approved form for another administrator."""
    request = services.look_up(job.arguments["reference"])
    managing = Grant.objects.managing_access(timezone.now()).filter(purchaser=job.purchaser).select_related("user")
    people = {grant.user.email.lower() for grant in managing}
    contacts = Contact.objects.current().filter(purchaser=job.purchaser)
    people |= {contact.email.lower() for contact in contacts if contact.email}
    for address in sorted(people - {request.requester_email.lower()}):
        delivery.tell_contact(address, request, begins=datetime.fromisoformat(job.arguments["begins"]))


@shared_task(name="access.forget_old_attempts")
def forget_old_attempts():
    with tenancy.as_user(None), tenancy.service():
        services.forget_old(at=timezone.now())


@shared_task(name="access.forget_unverified")
def forget_unverified():
    with tenancy.as_user(None), tenancy.service():
        services.forget_unverified(at=timezone.now())


@shared_task(name="access.tell_requester")
def tell_requester(job_id):
    jobs.run(job_id, _tell_requester)


def _tell_requester(job):
    request = services.look_up(job.arguments["reference"])
    if request:
        delivery.tell_requester(request)


@shared_task(name="access.follow_up_requests")
def follow_up_requests():
    with tenancy.as_user(None), tenancy.service():
        services.follow_up(at=timezone.now())


@shared_task(name="access.warn_of_reading")
def warn_of_reading(job_id):
    jobs.run(job_id, _warn_of_reading)


def _warn_of_reading(job):
    managing = Grant.objects.managing_access(timezone.now()).filter(purchaser=job.purchaser)
    for grant in managing.select_related("user"):
        delivery.warn_of_reading(grant.user, about=job.created_by)


@shared_task(name="access.tell_factors_removed")
def tell_factors_removed(job_id):
    jobs.run(job_id, _tell_factors_removed)


def _tell_factors_removed(job):
    delivery.tell_factors_removed(User.objects.get(pk=job.arguments["user"]))


@shared_task(name="access.tell_sessions_ended")
def tell_sessions_ended(job_id):
    jobs.run(job_id, _tell_sessions_ended)


def _tell_sessions_ended(job):
    delivery.tell_sessions_ended(User.objects.get(pk=job.arguments["user"]))


@shared_task(name=notices.TELL_SIGN_IN_CHANGED)
def tell_sign_in_changed(job_id):
    jobs.run(job_id, _tell_sign_in_changed)


def _tell_sign_in_changed(job):
    delivery.tell_sign_in_changed(job.arguments["notice"], notices.unsealed(job.arguments[notices.SEALED]))


@shared_task(name=notices.REGISTER)
def register(job_id):
    jobs.run(job_id, _register)


def _register(job):
    """Make the user, or tell the one who has the address. Without the mail there is no user either."""
    wanted = notices.unsealed(job.arguments[notices.SEALED])
    try:
        with transaction.atomic():
            if address := accounts_services.register(**wanted):
                delivery.confirm_address(address)
            else:
                delivery.tell_already_registered(wanted["email"])
    except SMTPRecipientsRefused:
        return


@shared_task(name="access.tell_administrators")
def tell_administrators(job_id):
    jobs.run(job_id, _tell_administrators)


def _tell_administrators(job):
    """Tell the other administrators of a new one."""
    own = Grant.objects.filter(purchaser=job.purchaser).select_related("user", "purchaser")
    new = own.get(pk=job.arguments["grant"])
    for grant in own.managing_access(timezone.now()).exclude(pk=new.pk):
        delivery.tell_administrator(grant.user, about=new.user)


@shared_task(name="access.tell_suspended")
def tell_suspended(job_id):
    jobs.run(job_id, _tell_suspended)


def _tell_suspended(job):
    """Tell the user and every administrator that a representative suspended the access."""
    own = Grant.objects.filter(purchaser=job.purchaser).select_related("user", "purchaser")
    stopped = own.get(pk=job.arguments["grant"])
    delivery.tell_suspended(stopped)
    for grant in own.managing_access(timezone.now()).exclude(user=stopped.user):
        delivery.tell_of_suspension(grant.user, about=stopped)


@shared_task(name="access.draw_document")
def draw_document(job_id):
    jobs.run(job_id, _draw_document)


def _draw_document(job):
    """Open a received file in a process of its own and keep its pictures, or what is wrong with it."""
    with tenancy.service():
        document = services.document_to_draw(job.arguments["document"])
        if document is None:
            return
        try:
            pictures = drawing.pictures_of(documents.place(document.pk), document.content_type)
        except drawing.CannotDraw as failure:
            services.keep_failed(document=document, problem=failure.problem)
        else:
            documents.keep_pictures(document.pk, pictures)
            services.keep_drawn(document=document, pages=len(pictures))
