"""Corrections as tests submit them, and what became of them."""

from dataclasses import replace

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Coverage, PersonDetail, Review
from enrollment.queries.identity.reported import applicant_of
from tests.factories import NOW


def detail(employer, first):
    with employer.scope():
        return PersonDetail.objects.get(purchaser=employer.purchaser, first_name=first, superseded_at=None)


def corrected(employer, first, *, at=NOW, moves=(), **facts):
    """The change that gives the person of this first name these details."""
    now = detail(employer, first)
    with employer.scope():
        role = Coverage.objects.filter(person_id=now.person_id).latest("pk").relationship
        command = CorrectDetails(now.person_id, replace(applicant_of(now, role), **facts), moves=moves)
        return services.submit(command=command, submission=employer.submission(at=at))


def reasons(change):
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=change).reasons
