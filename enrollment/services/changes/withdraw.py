"""Withdraw a change."""

from uuid import UUID

from django.utils.translation import gettext as _

from enrollment.models import Change
from enrollment.services.changes import state
from enrollment.services.changes.hold import let_go
from enrollment.services.changes.kinds import kind_of
from enrollment.services.refusals import CannotChange
from enrollment.services.submission import Submission


def withdraw(*, change_id: UUID, submission: Submission) -> Change:
    """Withdraw an undecided change for the employer; a second press finds it withdrawn. Raises CannotChange."""
    own = Change.objects.select_for_update(of=("self",)).select_related("enrollment")
    change = own.get(purchaser=submission.purchaser, pk=change_id)
    submission.refuse_without(kind_of(change).privilege, unit_id=change.unit_id)
    if change.state == Change.State.WITHDRAWN:
        return change
    if not change.is_open:
        raise CannotChange(_("This request has already been decided."), see=change)
    return let_go(state.withdraw(change, at=submission.at), submission, "withdrew")
