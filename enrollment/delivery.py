"""What leaves the portal for enrollment: mails that name nobody, workbooks."""

from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from accounts.models import Purchaser, User
from enrollment.models import Change

SUBJECTS = {
    Change.State.COMPLETED: gettext_lazy("A request was completed"),
    Change.State.IN_REVIEW: gettext_lazy("A request is with a representative"),
    Change.State.ACTION_NEEDED: gettext_lazy("A request needs your answer"),
    Change.State.REFUSED: gettext_lazy("A request was settled"),
    Change.State.WITHDRAWN: gettext_lazy("A request was withdrawn"),
}


def mail_outcome(change: Change, state: str) -> None:
    """Tell who submitted a change that something happened to it; what and to whom is read after signing in."""
    context = {
        "carrier": settings.CARRIER,
        "confirmation": change.confirmation,
        "subject": SUBJECTS[Change.State(state)],
        "url": f"{settings.BASE_URL}{change.get_absolute_url()}",
        "state": state,
    }
    text = render_to_string("mail/outcome.txt", context)
    EmailMessage(str(context["subject"]), text, to=[change.submitted_by.email]).send()


def mail_review_budget(user: User, purchaser: Purchaser) -> None:
    """Tell the representative that a user's requests go to review unusually often."""
    context = {"carrier": settings.CARRIER, "user": user, "purchaser": purchaser, "url": f"{settings.BASE_URL}/admin/"}
    text = render_to_string("mail/review_budget.txt", context)
    EmailMessage(gettext("Unusually many reviews today"), text, to=[purchaser.representative.user.email]).send()


def mail_missed_goal(supervisor: User, change: Change, review_id: str) -> None:
    """Tell a supervisor that a request has passed its goal; which one is named by its number only."""
    url = f"{settings.BASE_URL}{reverse('admin:enrollment_review_case', args=[review_id])}"
    text = render_to_string("mail/missed_goal.txt", {"confirmation": change.confirmation, "url": url})
    EmailMessage(gettext("A request has passed its goal"), text, to=[supervisor.email]).send()


def keep_workbook(name: str, content: bytes) -> None:
    """Put an export where its owner fetches it. Written beside and renamed, so that no half file is ever served."""
    folder = Path(settings.MEDIA_ROOT) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    part.write_bytes(content)
    part.replace(folder / f"{name}.xlsx")
