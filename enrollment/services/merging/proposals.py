"""Merges that need two representatives."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from enrollment.models import MergeProposal, PersonMerge
from enrollment.services.merging.merge import check_reason, link, locked, pair_of, refuse_unless_one, tell_merge
from enrollment.services.refusals import CannotMerge


def propose_merge(
    *, duplicate_id: UUID, survivor_id: UUID, by: User, at: datetime, reason: str, died_reason: str = ""
) -> MergeProposal:
    """Request a merge as the first representative. Raises CannotMerge."""
    pair = pair_of(duplicate_id, survivor_id)
    refuse_unless_one(pair, at=at, reason=reason, died_reason=died_reason)
    both = [duplicate_id, survivor_id]
    waiting = (
        MergeProposal.objects.filter(duplicate_id__in=both, survivor_id__in=both, merge=None, withdrawn_at=None).first()
        or MergeProposal.objects.filter(duplicate_id=duplicate_id, merge=None, withdrawn_at=None).first()
    )
    if waiting:
        text = _("%(name)s already requested a merge of this record. Approve or withdraw that request.")
        raise CannotMerge(text % {"name": waiting.proposed_by})
    proposal = MergeProposal.objects.create(
        duplicate=pair.duplicate,
        survivor=pair.survivor,
        proposed_by=by,
        proposed_at=at,
        reason=reason,
        died_reason=died_reason,
    )
    tell_merge("proposed_merge", proposal, by=by, at=at, reason=reason)
    return proposal


def _open_proposal(proposal_id: int, reason: str) -> MergeProposal:
    check_reason(reason)
    proposals = MergeProposal.objects.select_related("duplicate", "survivor", "proposed_by")
    seen = proposals.get(pk=proposal_id)
    locked([seen.duplicate_id, seen.survivor_id])
    proposal = proposals.select_for_update(of=("self",)).get(pk=proposal_id)
    if not proposal.is_open:
        raise CannotMerge(_("This request has already been decided."))
    return proposal


def confirm_merge(*, proposal_id: int, by: User, at: datetime, reason: str) -> PersonMerge:
    """Approve as the second representative: check again, then merge. Raises CannotMerge."""
    proposal = _open_proposal(proposal_id, reason)
    if proposal.proposed_by == by:
        raise CannotMerge(_("You requested this. A second representative must approve it."))
    pair = pair_of(proposal.duplicate_id, proposal.survivor_id)
    refuse_unless_one(pair, at=at, reason=reason, died_reason=proposal.died_reason)
    merge = link(pair, by=by, at=at, reason=reason, died_reason=proposal.died_reason, proposed_by=proposal.proposed_by)
    proposal.merge = merge
    proposal.save(update_fields=["merge"])
    return merge


def withdraw_merge(*, proposal_id: int, by: User, at: datetime, reason: str) -> MergeProposal:
    """Withdraw one's own or another's request."""
    proposal = _open_proposal(proposal_id, reason)
    proposal.withdrawn_at, proposal.withdrawn_by = at, by
    proposal.save(update_fields=["withdrawn_at", "withdrawn_by"])
    tell_merge("withdrew_merge", proposal, by=by, at=at, reason=reason)
    return proposal
