"""The tour's sample company: a visitor's admission, and a scope that saves nothing."""

from contextlib import contextmanager

from django.conf import settings
from django.db import transaction

from access import tenancy
from access.admission import Admission
from access.privileges import SANDBOX
from accounts.models import Purchaser, User

VISITOR = "visitor@tour.invalid"


def sandbox_admission():
    """A visitor's admission to the sample company; None when that does not exist."""
    with tenancy.as_user(None), tenancy.service():
        purchasers = Purchaser.objects.select_related("representative__user")
        purchaser = purchasers.filter(number=settings.SANDBOX_NUMBER).first()
        visitor = User.objects.filter(email=VISITOR).first()
    if purchaser is None or visitor is None:
        return None
    return Admission(user=visitor, purchaser=purchaser, privileges=SANDBOX)


@contextmanager
def in_sandbox(admission, request=None):
    """The sample company's scope; everything written in it is rolled back."""
    with transaction.atomic():
        with tenancy.scope(admission.purchaser, user=admission.user):
            if request is not None:
                request.sandbox, request.user = admission, admission.user
            yield
        transaction.set_rollback(True)
