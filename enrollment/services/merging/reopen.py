"""Undo the decision that two records are different people, so that they can be matched and merged again.

If more than one employer has them, one representative requests and a second approves. Under the staff role.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import record
from enrollment.models import Candidate, NotSame, Reopening
from enrollment.queries.merging.pairs import open_reopening
from enrollment.queries.merging.records import words_apart
from enrollment.services.merging.merge import REPRESENTATIVE, Pair, check_reason, pair_of
from enrollment.services.refusals import CannotMerge

Said = Sequence[NotSame | Candidate]


def _checked(one_id: UUID, other_id: UUID, reason: str) -> tuple[Pair, Said]:
    """Both records, locked, and their decisions. Raises CannotMerge without a decision."""
    check_reason(reason)
    pair = pair_of(one_id, other_id)
    said = words_apart(pair.of_duplicate, pair.of_survivor)
    if not said:
        raise CannotMerge(_("There is no decision to undo for these two records."))
    return pair, said


def _tell(verb: str, reopening: Reopening, *, by: User, at: datetime, reason: str) -> None:
    people = {"one": reopening.one.member_number, "other": reopening.other.member_number}
    record(verb, by=by, at=at, channel=REPRESENTATIVE, obj=reopening, summary=reason, after=people, staff_only=True)


def _proposed(pair: Pair, *, by: User, at: datetime, reason: str) -> Reopening:
    waiting = open_reopening(pair.duplicate.pk, pair.survivor.pk)
    if waiting:
        text = _("%(name)s already asked to undo this. Approve or decline that request.")
        raise CannotMerge(text % {"name": waiting.proposed_by})
    one, other = sorted((pair.duplicate, pair.survivor), key=lambda each: each.pk)
    return Reopening.objects.create(one=one, other=other, proposed_by=by, proposed_at=at, reason=reason)


def _take_back(reopening: Reopening, said: Said, *, at: datetime, confirmed_by: User | None = None) -> Reopening:
    """Mark each decision as undone; it stays as history."""
    reopening.reopened_at, reopening.confirmed_by = at, confirmed_by
    reopening.save(update_fields=["reopened_at", "confirmed_by"])
    ruled_out = [each.pk for each in said if isinstance(each, NotSame)]
    passed_over = [each.pk for each in said if isinstance(each, Candidate)]
    NotSame.objects.filter(pk__in=ruled_out).update(reopening=reopening)
    Candidate.objects.filter(pk__in=passed_over).update(reopening=reopening)
    return reopening


def reopen(*, one_id: UUID, other_id: UUID, by: User, at: datetime, reason: str) -> Reopening:
    """Undo on one representative's decision. Raises CannotMerge."""
    pair, said = _checked(one_id, other_id, reason)
    if pair.takes_two:
        raise CannotMerge(
            _("More than one employer has these records. Request it, so that a second representative can approve.")
        )
    reopening = _take_back(_proposed(pair, by=by, at=at, reason=reason), said, at=at)
    _tell("reopened_pair", reopening, by=by, at=at, reason=reason)
    return reopening


def propose_reopening(*, one_id: UUID, other_id: UUID, by: User, at: datetime, reason: str) -> Reopening:
    """Request as the first representative. Raises CannotMerge."""
    pair, _said = _checked(one_id, other_id, reason)
    if not pair.takes_two:
        raise CannotMerge(_("Only one employer has these records. You can undo this on your own."))
    reopening = _proposed(pair, by=by, at=at, reason=reason)
    _tell("proposed_reopening", reopening, by=by, at=at, reason=reason)
    return reopening


def _open(reopening_id: int, reason: str) -> tuple[Reopening, Said]:
    seen = Reopening.objects.get(pk=reopening_id)
    _pair, said = _checked(seen.one_id, seen.other_id, reason)
    rows = Reopening.objects.select_for_update(of=("self",)).select_related("one", "other", "proposed_by")
    reopening = rows.get(pk=reopening_id)
    if not reopening.is_open:
        raise CannotMerge(_("This request has already been decided."))
    return reopening, said


def confirm_reopening(*, reopening_id: int, by: User, at: datetime, reason: str) -> Reopening:
    """Approve as the second representative: undo every decision made by now. Raises CannotMerge."""
    reopening, said = _open(reopening_id, reason)
    if reopening.proposed_by == by:
        raise CannotMerge(_("You requested this. A second representative must approve it."))
    _take_back(reopening, said, at=at, confirmed_by=by)
    _tell("reopened_pair", reopening, by=by, at=at, reason=reason)
    return reopening


def reject_reopening(*, reopening_id: int, by: User, at: datetime, reason: str) -> Reopening:
    """Decline or withdraw a request. Raises CannotMerge."""
    reopening, _said = _open(reopening_id, reason)
    reopening.rejected_at, reopening.rejected_by = at, by
    reopening.save(update_fields=["rejected_at", "rejected_by"])
    _tell("rejected_reopening", reopening, by=by, at=at, reason=reason)
    return reopening
