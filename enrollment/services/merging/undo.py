"""Undo a merge: end the link and give each later row to one person.

Moved coverage and details are new versions; history stays. An employer's rows are written with the application's rights
inside that employer's scope. For two representatives see undo_proposals.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import User
from accounts.services import record
from enrollment.models import BillTo, Change, Coverage, Enrollment, FollowUp, IdentityDecision, PersonMerge
from enrollment.queries.changes.described import line_words
from enrollment.queries.changes.open import open_on_family
from enrollment.queries.identity.humans import records_of, records_under
from enrollment.queries.merging.records import undo_takes_two
from enrollment.queries.merging.rows import Row, left_with_survivor, rows_since
from enrollment.services.changes import new_version
from enrollment.services.identity import make_known
from enrollment.services.merging.details import share_details
from enrollment.services.merging.employments import Move, employment_of, move_employments
from enrollment.services.merging.merge import REPRESENTATIVE, check_reason, locked
from enrollment.services.refusals import CannotMerge
from enrollment.services.roster import refresh
from enrollment.services.units import next_known_seq

Assigned = Sequence[tuple[Row, UUID]]
Moving = tuple[Move, list[Row], list[Enrollment]]


def locked_merge(merge_id: int, reason: str) -> PersonMerge:
    """The link and every record of the person, locked; raises CannotMerge without a reason, or if already undone."""
    check_reason(reason)
    merge = PersonMerge.objects.get(pk=merge_id)
    locked(records_of(merge.survivor_id) | {merge.duplicate_id})
    merges = PersonMerge.objects.select_for_update(of=("self",)).select_related("duplicate", "survivor")
    merge = merges.get(pk=merge_id)
    if merge.undone_at:
        raise CannotMerge(_("This merge has already been undone."))
    return merge


def checked(merge: PersonMerge, assigned: Mapping[str, UUID]) -> Assigned:
    """Each later row with its person; raises CannotMerge unless all are assigned, one request to one person."""
    rows, duplicate_id = rows_since(merge), merge.duplicate_id
    if set(assigned) != {row.key for row in rows}:
        raise CannotMerge(_("Assign each record added since the merge to one of the two members."))
    chosen = [(row, assigned[row.key]) for row in rows]
    if any(person not in (row.person_id, duplicate_id) for row, person in chosen):
        raise CannotMerge(_("Choose one of the two members for each record."))
    of_origin: dict[UUID, bool] = {}
    for row, person in chosen:
        if of_origin.setdefault(row.origin, person == duplicate_id) != (person == duplicate_id):
            raise CannotMerge(_("Assign all records from one request to the same member."))
    _refuse_to_part_from_employment(merge, chosen)
    return chosen


def _refuse_to_part_from_employment(merge: PersonMerge, chosen: Assigned) -> None:
    """A family that depends on an earlier employment of the duplicate goes with it."""
    staying = [row.pk for row, person in chosen if row.kind == "enrollment" and person == row.person_id]
    theirs = Enrollment.objects.filter(pk__in=staying, employment__person_id__in=records_under(merge.duplicate_id))
    if theirs.exists():
        number = merge.duplicate.member_number
        raise CannotMerge(
            _("An enrollment depends on the employment of member %(number)s. Assign it to that member.")
            % {"number": number}
        )


def undo_merge(*, merge_id: int, assigned: Mapping[str, UUID], by: User, at: datetime, reason: str) -> PersonMerge:
    """Undo a merge on one representative's decision. Raises CannotMerge.

    `assigned` maps the key of each row of `rows_since` to a person.
    """
    merge = locked_merge(merge_id, reason)
    if undo_takes_two(merge):
        raise CannotMerge(
            _("More than one employer has this member. Request it, so that a second representative can approve.")
        )
    return take_apart(merge, checked(merge, assigned), by=by, at=at, reason=reason)


def take_apart(merge: PersonMerge, chosen: Assigned, *, by: User, at: datetime, reason: str) -> PersonMerge:
    """End a locked link and move the rows. Raises CannotMerge if a row cannot move."""
    kept = left_with_survivor(merge)
    merge.undone_at, merge.undone_by, merge.undone_reason = at, by, reason
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    moved = sorted((row for row, person in chosen if person == merge.duplicate_id), key=lambda row: row.purchaser.pk)
    moves: list[Moving] = []
    for _pk, group in groupby(moved, key=lambda row: row.purchaser.pk):
        rows = list(group)
        contracts = frozenset(_keys(rows, "enrollment"))
        move = Move(rows[0].purchaser, merge.duplicate_id, frozenset(kept), by, at, contracts)
        moves.append((move, rows, _locked_families(move, rows)))
    # The units of all employers in one statement, in id order: two who move, or a new rate, never wait for each other.
    seqs = next_known_seq({family.unit_id for _move, _rows, families in moves for family in families})
    for move, rows, families in moves:
        _move_at(replace(move, seqs=seqs), rows, families)
    _remember(moved, kept, merge.duplicate_id)
    _tell(merge, chosen, by=by, at=at, reason=reason)
    return merge


def _remember(moved: Sequence[Row], kept: set[UUID], to: UUID) -> None:
    """The decisions of those reviews now apply to the other record."""
    decisions = IdentityDecision.objects.filter(
        review__change_id__in={row.change_id for row in moved}, became_id__in=kept
    )
    decisions.update(became_id=to)


def _tell(merge: PersonMerge, chosen: Assigned, *, by: User, at: datetime, reason: str) -> None:
    """One activity line, and one per moved row that the employer sees."""
    people = {"duplicate": merge.duplicate.member_number, "survivor": merge.survivor.member_number}
    facts: dict[str, Any] = {"by": by, "at": at, "channel": REPRESENTATIVE, "obj": merge}
    record("undid_merge", summary=reason, after=people, staff_only=True, **facts)
    for row, person in chosen:
        moves = person != row.person_id
        record(
            "assigned_row",
            purchaser=row.purchaser,
            summary=row.words,
            before={"row": row.key, "person": str(row.person_id)},
            after={"row": row.key, "person": str(person)},
            staff_only=not moves,
            **facts,
        )


def _keys(rows: Sequence[Row], kind: str) -> list[int]:
    return [row.pk for row in rows if row.kind == kind]


def _move_at(move: Move, rows: Sequence[Row], families: Sequence[Enrollment]) -> None:
    """Write the moved rows at one employer, whose families and units are locked."""
    contracts, covered = _keys(rows, "enrollment"), _keys(rows, "coverage")
    with tenancy.acting_for(move.purchaser, user=move.by):
        make_known([move.to], purchaser=move.purchaser)
        move_employments(move, _keys(rows, "employment"))
        _refuse_if_covered_twice(move, covered)
        for family in families:
            if family.pk in contracts:
                _move_family(move, family)
        for coverage in Coverage.objects.filter(pk__in=covered, superseded_at=None):
            _version(move, coverage, move.seqs[_unit_of(coverage, families)], coverage.enrollment_id)
        changes = {row.change_id for row in rows}
        share_details(move.purchaser, kept=move.kept, to=move.to, moved=changes, at=move.at)
        _move_follow_ups(move, changes)
        refresh(move.purchaser, {move.to, *move.kept, *(family.subscriber_id for family in families)})


def _locked_families(move: Move, rows: Sequence[Row]) -> list[Enrollment]:
    """Every affected family at one employer, locked; refused if one has a request in review."""
    with tenancy.acting_for(move.purchaser, user=move.by):
        covered = Coverage.objects.filter(pk__in=_keys(rows, "coverage"))
        families = Enrollment.objects.select_for_update(no_key=True).filter(
            Q(pk__in=_keys(rows, "enrollment")) | Q(pk__in=covered.values("enrollment_id")), purchaser=move.purchaser
        )
        found = list(families.order_by("pk"))
        for family in found:
            if waiting := open_on_family(move.purchaser, family.subscriber_id):
                text = _("Request %(number)s for this family is in review. Decide it first.")
                raise CannotMerge(text % {"number": waiting.confirmation}, see=waiting)
    return found


def _unit_of(coverage: Coverage, families: Sequence[Enrollment]) -> int:
    return next(family.unit_id for family in families if family.pk == coverage.enrollment_id)


def _refuse_if_covered_twice(move: Move, coverage_keys: Sequence[int]) -> None:
    """The constraint against double coverage in one plan line, in words."""
    theirs = Coverage.objects.known().filter(purchaser=move.purchaser, person_id=move.to)
    for each in Coverage.objects.known().filter(pk__in=coverage_keys):
        same = theirs.filter(plan_line=each.plan_line).filter(Q(ends_on=None) | Q(ends_on__gte=each.starts_on))
        if each.ends_on:
            same = same.filter(starts_on__lte=each.ends_on)
        if same.exists():
            raise CannotMerge(
                _(
                    "This member would have %(line)s coverage twice at %(employer)s. End one coverage first, or"
                    " assign the records differently."
                )
                % {"line": line_words([each.plan_line]).lower(), "employer": move.purchaser.name}
            )


def _version(move: Move, coverage: Coverage, seq: int, enrollment_id: int) -> None:
    person = move.to if coverage.person_id in move.kept else coverage.person_id
    new_version(coverage, at=move.at, seq=seq, enrollment_id=enrollment_id, person_id=person)


def _move_family(move: Move, family: Enrollment) -> None:
    """Copy the enrollment for the other record, with everyone's coverage."""
    old = family.pk
    contract = Enrollment.objects.get(pk=old)
    contract.pk, contract.subscriber_id, contract.employment_id = None, move.to, employment_of(move, family)
    contract.save(force_insert=True)
    known = move.seqs[family.unit_id]
    for each in BillTo.objects.filter(enrollment_id=old).order_by("pk"):
        each.pk, each.enrollment, each.known_seq = None, contract, known
        each.save(force_insert=True)
    for coverage in Coverage.objects.filter(enrollment_id=old, superseded_at=None).order_by("pk"):
        _version(move, coverage, known, contract.pk)
    changes = Change.objects.filter(purchaser=move.purchaser, enrollment_id=old)
    changes.filter(person_id__in=move.kept).update(person_id=move.to)
    changes.update(enrollment=contract)


def _move_follow_ups(move: Move, changes: set[UUID]) -> None:
    tasks = FollowUp.objects.filter(purchaser=move.purchaser, person_id__in=move.kept, change_id__in=changes)
    for task in tasks.filter(done_at=None):
        FollowUp.objects.get_or_create(
            purchaser=move.purchaser,
            person_id=move.to,
            done_at=None,
            defaults={"unit_id": task.unit_id, "change_id": task.change_id, "due_on": task.due_on},
        )
        FollowUp.objects.filter(pk=task.pk).update(done_at=move.at)
