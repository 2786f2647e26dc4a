"""Undo a merge that needs two representatives: one assigns, a second approves.

Under the staff role. Merges are requested in proposals.py and undone in undo.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import record
from enrollment.models import PersonMerge, UndoProposal
from enrollment.queries.identity.humans import records_of
from enrollment.queries.merging.records import undo_takes_two
from enrollment.queries.merging.rows import marks, rows_since, written_above
from enrollment.services.merging.merge import REPRESENTATIVE
from enrollment.services.merging.undo import checked, locked_merge, take_apart
from enrollment.services.refusals import CannotMerge


def open_undo(merge: PersonMerge) -> UndoProposal | None:
    """The open request to undo this merge, or None."""
    waiting = merge.undo_proposals.filter(confirmed_at=None, rejected_at=None)
    return waiting.select_related("proposed_by").first()


def is_stale(proposal: UndoProposal, merge: PersonMerge) -> bool:
    """Whether rows were added after the request, so that its assignment is incomplete."""
    rows = {row.key for row in rows_since(merge)}
    return rows != set(proposal.assigned) or written_above(proposal.marks, records_of(merge.survivor_id))


def _tell(verb: str, proposal: UndoProposal, *, by: User, at: datetime, reason: str, **more: Any) -> None:
    merge = proposal.merge
    people = {"duplicate": merge.duplicate.member_number, "survivor": merge.survivor.member_number}
    record(
        verb,
        by=by,
        at=at,
        channel=REPRESENTATIVE,
        obj=proposal,
        summary=reason,
        after=people | more,
        staff_only=True,
    )


def propose_undo(*, merge_id: int, assigned: Mapping[str, UUID], by: User, at: datetime, reason: str) -> UndoProposal:
    """Request as the first representative, with a person for each row of `rows_since`. Raises CannotMerge."""
    merge = locked_merge(merge_id, reason)
    if not undo_takes_two(merge):
        raise CannotMerge(_("Only one employer has this member. You can undo the merge on your own."))
    if waiting := open_undo(merge):
        text = _("%(name)s already asked to undo this merge. Approve or decline that request.")
        raise CannotMerge(text % {"name": waiting.proposed_by})
    proposal = UndoProposal.objects.create(
        merge=merge,
        proposed_by=by,
        proposed_at=at,
        reason=reason,
        assigned={row.key: str(person) for row, person in checked(merge, assigned)},
        marks=marks(),
    )
    _tell("proposed_undo", proposal, by=by, at=at, reason=reason, rows=proposal.assigned)
    return proposal


def _open_proposal(proposal_id: int, reason: str) -> UndoProposal:
    seen = UndoProposal.objects.get(pk=proposal_id)
    merge = locked_merge(seen.merge_id, reason)
    proposal = UndoProposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal_id)
    if not proposal.is_open:
        raise CannotMerge(_("This request has already been decided."))
    proposal.merge = merge
    return proposal


def confirm_undo(*, proposal_id: int, by: User, at: datetime, reason: str) -> PersonMerge:
    """Approve as the second representative, checked against the current rows. Raises CannotMerge."""
    proposal = _open_proposal(proposal_id, reason)
    merge = proposal.merge
    if proposal.proposed_by == by:
        raise CannotMerge(_("You requested this. A second representative must approve it."))
    if is_stale(proposal, merge):
        raise CannotMerge(
            _("This member's records changed after the request. Decline the request and assign the records again.")
        )
    chosen = checked(merge, {row: UUID(person) for row, person in proposal.assigned.items()})
    proposal.confirmed_at, proposal.confirmed_by = at, by
    proposal.save(update_fields=["confirmed_at", "confirmed_by"])
    _tell("confirmed_undo", proposal, by=by, at=at, reason=reason)
    return take_apart(merge, chosen, by=by, at=at, reason=reason)


def reject_undo(*, proposal_id: int, by: User, at: datetime, reason: str) -> UndoProposal:
    """Decline or withdraw a request; the merge stays. Raises CannotMerge."""
    proposal = _open_proposal(proposal_id, reason)
    proposal.rejected_at, proposal.rejected_by = at, by
    proposal.save(update_fields=["rejected_at", "rejected_by"])
    _tell("rejected_undo", proposal, by=by, at=at, reason=reason)
    return proposal
