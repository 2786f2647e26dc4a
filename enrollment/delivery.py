"""Outgoing effects of enrollment: mails without names, and workbooks."""

from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from accounts.models import Purchaser, User
from enrollment.models import Change

SUBJECTS = {
    Change.State.COMPLETED: gettext_lazy("Request %(number)s is complete"),
    Change.State.IN_REVIEW: gettext_lazy("Request %(number)s is in review"),
    Change.State.ACTION_NEEDED: gettext_lazy("Request %(number)s needs your answer"),
    Change.State.REFUSED: gettext_lazy("Request %(number)s has been decided"),
    Change.State.WITHDRAWN: gettext_lazy("Request %(number)s was withdrawn"),
}


def mail_outcome(change: Change, state: str) -> None:
    """Tell the submitter that their request changed state. The details wait behind the sign-in."""
    subject = SUBJECTS[Change.State(state)] % {"number": change.confirmation}
    context = {
        "carrier": settings.CARRIER,
        "subject": subject,
        "url": f"{settings.BASE_URL}{change.get_absolute_url()}",
        "state": state,
    }
    text = render_to_string("mail/outcome.txt", context)
    EmailMessage(subject, text, to=[change.submitted_by.email]).send()


def mail_review_budget(user: User, purchaser: Purchaser, verb: str) -> None:
    """Tell the representative what a user did unusually often, by the verb of its line of activity."""
    context = {
        "carrier": settings.CARRIER,
        "user": user,
        "purchaser": purchaser,
        "corrections": verb == "correction_budget_reached",
        "url": f"{settings.BASE_URL}/admin/",
    }
    text = render_to_string("mail/review_budget.txt", context)
    subject = gettext("Unusually many requests by one user")
    EmailMessage(subject, text, to=[purchaser.representative.user.email]).send()


def mail_missed_goal(supervisor: User, change: Change, review_id: str) -> None:
    """Tell a supervisor that a request is past its goal. The mail names no one."""
    url = f"{settings.BASE_URL}{reverse('admin:enrollment_review_case', args=[review_id])}"
    text = render_to_string("mail/missed_goal.txt", {"confirmation": change.confirmation, "url": url})
    subject = gettext("Request %(number)s is past its goal") % {"number": change.confirmation}
    EmailMessage(subject, text, to=[supervisor.email]).send()


def keep_workbook(name: str, content: bytes) -> None:
    """Store an export for its owner. Rename at the end, so that no partial file is ever served."""
    folder = Path(settings.MEDIA_ROOT) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    part.write_bytes(content)
    part.replace(folder / f"{name}.xlsx")
