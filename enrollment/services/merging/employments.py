"""Employments of moved families when a merge is undone: each person has their own.

Employments have dates but no versions; the activity record holds whose it was and which end was undone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Purchaser, User
from accounts.services import record
from enrollment.models import Coverage, Employment, Enrollment
from enrollment.services.merging.merge import REPRESENTATIVE
from enrollment.services.refusals import CannotMerge


@dataclass(frozen=True)
class Move:
    """What moves to the other record at one employer, by whom and when."""

    purchaser: Purchaser
    to: UUID
    kept: frozenset[UUID]
    by: User
    at: datetime
    families: frozenset[int]
    seqs: Mapping[int, int] = field(default_factory=dict)
    # Employments that stay, with their copies for the other record.
    copies: dict[int, int] = field(default_factory=dict)


def move_employments(move: Move, keys: Sequence[int]) -> None:
    """Move the employments created since the merge."""
    for work in Employment.objects.select_for_update().filter(purchaser=move.purchaser, pk__in=keys).order_by("pk"):
        _refuse_if_employed_twice(move, work)
        work.person_id = move.to
        work.save(update_fields=["person"])


def _refuse_if_employed_twice(move: Move, work: Employment) -> None:
    if work.voided_at:
        return
    theirs = Employment.objects.filter(purchaser=move.purchaser, person_id=move.to, voided_at=None)
    overlapping = theirs.filter(Q(last_day_worked=None) | Q(last_day_worked__gte=work.hired_on))
    if work.last_day_worked:
        overlapping = overlapping.filter(hired_on__lte=work.last_day_worked)
    if overlapping.exists():
        text = _(
            "This member would have two employments at %(employer)s at the same time. End one employment first,"
            " or assign the records differently."
        )
        raise CannotMerge(text % {"employer": move.purchaser.name})


def employment_of(move: Move, family: Enrollment) -> int | None:
    """The employment of a moved family, as the person's own; all families on one share one copy."""
    work = family.employment  # Read again: it may just have moved.
    if work is None or work.person_id == move.to:
        return family.employment_id
    if work.pk not in move.copies:
        move.copies[work.pk] = _copy(move, work.pk)
    return move.copies[work.pk]


def _copy(move: Move, key: int) -> int:
    """Copy an employment from before the merge. Its end is that of each person whose enrollment ended by it."""
    work = Employment.objects.select_for_update(of=("self",)).select_related("ended_by").get(pk=key)
    copy = Employment.objects.get(pk=key)
    copy.pk, copy.person_id = None, move.to
    ended = _ended_by(work)
    if not ended & move.families:
        copy.last_day_worked, copy.end_reason, copy.ended_by = None, "", None
    _refuse_if_employed_twice(move, copy)
    copy.save(force_insert=True)
    if ended and ended <= move.families:
        _reopen(move, work)
    return copy.pk


def _ended_by(work: Employment) -> set[int]:
    """The enrollments that the end of this work ended, in whatever lines; without any, the one it was asked for."""
    end = work.ended_by
    if end is None:
        return set()
    touched = Coverage.objects.filter(Q(ended_by=end) | Q(change=end), superseded_at=None)
    found = set(touched.values_list("enrollment_id", flat=True))
    return found or ({end.enrollment_id} if end.enrollment_id else set())


def _reopen(move: Move, work: Employment) -> None:
    """Reopen the original, unless a later employment shows that it was over."""
    later = Employment.objects.filter(purchaser=move.purchaser, person_id__in=move.kept, hired_on__gt=work.hired_on)
    if later.exists():
        return
    last = work.last_day_worked
    work.last_day_worked, work.end_reason, work.ended_by = None, "", None
    work.save(update_fields=["last_day_worked", "end_reason", "ended_by"])
    record(
        "reopened_employment",
        by=move.by,
        at=move.at,
        purchaser=move.purchaser,
        unit=work.unit_id,
        channel=REPRESENTATIVE,
        obj=work,
        before={"last_day_worked": last.isoformat() if last else ""},
    )
