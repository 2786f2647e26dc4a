"""The employer takes a change back that no representative has settled."""

from uuid import UUID

from django.utils.translation import gettext as _

from enrollment.models import Change
from enrollment.services.refusals import CannotChange
from enrollment.services.roster import hide_held, refresh
from enrollment.services.submission import Submission, tell


def _closed(change: Change, submission: Submission, verb: str) -> Change:
    """Save a change that ended without effect, and take it off the roster."""
    change.due_at = change.expected_at = change.minutes_left = change.question = None
    change.save()
    hide_held(change)
    if change.enrollment:
        refresh(submission.purchaser, [change.enrollment.subscriber_id])
    tell(change, submission, verb)
    return change


def withdraw(*, change_id: UUID, submission: Submission) -> Change:
    """The employer takes a change back that a representative has not settled."""
    own = Change.objects.select_for_update(of=("self",)).select_related("enrollment")
    change = own.get(purchaser=submission.purchaser, pk=change_id)
    if not change.is_open:
        raise CannotChange(_("This request has been settled already."), see=change)
    change.state, change.settled_at = Change.State.WITHDRAWN, submission.at
    return _closed(change, submission, "withdrew")
