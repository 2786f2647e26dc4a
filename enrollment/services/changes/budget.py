"""How often one user may ask who is on file.

"Completed" or "in review" is one bit about other people's records, so a user must not ask without limit. Attempts are
counted, whatever became of them: a request that is withdrawn or decided has been asked. A limit stops a request before
anybody is matched, so that the refusal itself tells nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from access import tenancy
from accounts.platform.keys import blind_index
from accounts.services import record, schedule
from enrollment.models import Change, Review
from enrollment.services.changes.kinds.kind import Checked
from enrollment.services.refusals import CannotChange
from enrollment.services.submission import Channel, Submission

DAY = timedelta(days=1)
REVIEW_BUDGET_PASSED, CORRECTION_BUDGET_REACHED = "review_budget_passed", "correction_budget_reached"
ALERT = "enrollment.mail_review_budget"


def _lock(submission: Submission) -> None:
    """Requests of one user are counted one after another."""
    key = int.from_bytes(blind_index("blocking", f"user {submission.by.pk}")[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def reviews_opened(submission: Submission) -> int:
    """The user's requests that went to review in the last day, at any purchaser."""
    with tenancy.matching():
        return Review.objects.filter(
            change__submitted_by=submission.by, opened_at__gt=submission.at - DAY, opened_at__lte=submission.at
        ).count()


def _corrections(submission: Submission, days: int, **of: object) -> int:
    since = submission.at - timedelta(days=days)
    with tenancy.matching():
        return Change.objects.filter(corrects_identity=True, submitted_at__gt=since, **of).count()


def spend(checked: Checked, submission: Submission, refusal: type[CannotChange]) -> None:
    """Count a request that matches people; raises `refusal` beyond a limit. Representatives have none."""
    if not checked.matches or submission.channel == Channel.REPRESENTATIVE:
        return
    _lock(submission)
    if reviews_opened(submission) >= settings.REVIEWS_PER_DAY_AT_MOST:
        raise refusal(
            _("Too many of your requests went to review today. Try again tomorrow, or call your representative.")
        )
    if checked.facts.get("corrects_identity"):
        _spend_correction(checked, submission, refusal)


def _spend_correction(checked: Checked, submission: Submission, refusal: type[CannotChange]) -> None:
    of_user = _corrections(submission, 1, submitted_by=submission.by)
    if of_user >= settings.IDENTITY_CORRECTIONS_PER_DAY:
        raise refusal(
            _(
                "You have corrected many names, dates of birth and Social Security numbers today."
                " Try again tomorrow, or call your representative. You can still change contact details."
            )
        )
    of_person = _corrections(
        submission,
        settings.IDENTITY_CORRECTION_DAYS,
        purchaser=submission.purchaser,
        person=checked.facts["person"],
    )
    if of_person >= settings.IDENTITY_CORRECTIONS_OF_A_PERSON:
        text = _(
            "This person's name, date of birth or Social Security number was corrected %(count)d times in the last"
            " %(days)d days. Call your representative. You can still change contact details."
        )
        raise refusal(text % {"count": of_person, "days": settings.IDENTITY_CORRECTION_DAYS})
    if (
        of_user + 1 == settings.IDENTITY_CORRECTIONS_PER_DAY
        or of_person + 1 == settings.IDENTITY_CORRECTIONS_OF_A_PERSON
    ):
        _alert(CORRECTION_BUDGET_REACHED, submission)


def watch_reviews(submission: Submission) -> None:
    """Tell the representative once a day about a user with unusually many requests in review."""
    if reviews_opened(submission) == settings.REVIEWS_PER_DAY + 1:
        _alert(REVIEW_BUDGET_PASSED, submission)


def _alert(verb: str, submission: Submission) -> None:
    record(
        verb,
        by=submission.by,
        at=submission.at,
        purchaser=submission.purchaser,
        channel=submission.channel,
        staff_only=True,
    )
    schedule(ALERT, arguments={"verb": verb}, at=submission.at, purchaser=submission.purchaser, by=submission.by)
