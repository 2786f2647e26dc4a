"""Requests for a call from the representative."""

from django.utils.translation import gettext as _

from accounts.services import record
from enrollment.commands import AddEmployee
from enrollment.models import CallBack
from enrollment.services.changes.kinds import KINDS
from enrollment.services.submission import Submission


def ask_for_call(*, submission: Submission, name: str, phone: str, best_time: str) -> CallBack:
    """Add a call-back about an employee's Medicare plan to the representative's list."""
    submission.refuse_without(KINDS[AddEmployee.type].privilege)
    call = CallBack.objects.create(
        purchaser=submission.purchaser,
        name=name,
        phone=phone,
        best_time=best_time,
        asked_by=submission.by,
        asked_at=submission.at,
    )
    record(
        "asked_for_call",
        by=submission.by,
        at=submission.at,
        purchaser=submission.purchaser,
        channel=submission.channel,
        obj=call,
        summary=_("Call-back about a Medicare plan"),
    )
    return call
