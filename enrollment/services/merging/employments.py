"""The employment that moved families rest on, when a merge is taken back: each person has one of their own.

An employment is a dated row without versions: the record of activity holds whose it was, and which end was taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Purchaser, User
from accounts.services import record
from enrollment.models import Employment, Enrollment
from enrollment.services.merging.merge import REPRESENTATIVE
from enrollment.services.refusals import CannotMerge


@dataclass(frozen=True)
class Move:
    """What goes to the other record at one employer, and who moves it when."""

    purchaser: Purchaser
    to: UUID
    kept: frozenset[UUID]
    by: User
    at: datetime
    families: frozenset[int]
    seqs: Mapping[int, int] = field(default_factory=dict)
    # Employments that stay, each with the one that was made of it for the other record.
    copies: dict[int, int] = field(default_factory=dict)


def move_employments(move: Move, keys: Sequence[int]) -> None:
    """Those made since the merge change hands."""
    for work in Employment.objects.select_for_update().filter(purchaser=move.purchaser, pk__in=keys).order_by("pk"):
        _refuse_if_employed_twice(move, work)
        work.person_id = move.to
        work.save(update_fields=["person"])


def _refuse_if_employed_twice(move: Move, work: Employment) -> None:
    theirs = Employment.objects.filter(purchaser=move.purchaser, person_id=move.to)
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
    """The employment that a moved family rests on, as one of the person's own; all families on one have one copy."""
    work = family.employment  # Read now: it may just have moved.
    if work is None or work.person_id == move.to:
        return family.employment_id
    if work.pk not in move.copies:
        move.copies[work.pk] = _copy(move, work.pk)
    return move.copies[work.pk]


def _copy(move: Move, key: int) -> int:
    """An employment of before the merge once more. Its end goes to the person whose enrollment ended, and to no other."""
    work = Employment.objects.select_for_update(of=("self",)).select_related("ended_by").get(pk=key)
    copy = Employment.objects.get(pk=key)
    copy.pk, copy.person_id = None, move.to
    goes = bool(work.ended_by and work.ended_by.enrollment_id in move.families)
    if not goes:
        copy.last_day_worked, copy.end_reason, copy.ended_by = None, "", None
    _refuse_if_employed_twice(move, copy)
    copy.save(force_insert=True)
    if goes:
        _reopen(move, work)
    return copy.pk


def _reopen(move: Move, work: Employment) -> None:
    """The one that stays goes on, unless a later employment says that it was over by then."""
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
