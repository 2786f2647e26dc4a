"""Divide an employer's details between two people when a merge is undone."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.models import Purchaser
from enrollment.commands import adding
from enrollment.models import PersonDetail


def _copy(detail: PersonDetail, person_id: UUID, at: datetime) -> None:
    """The current details on another record; earlier ones stay as history."""
    own = PersonDetail.objects.filter(purchaser_id=detail.purchaser_id, person_id=person_id, superseded_at=None)
    own.update(superseded_at=at)
    columns = {
        field.attname: getattr(detail, field.attname)
        for field in PersonDetail._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    PersonDetail.objects.create(**columns | {"person_id": person_id, "known_at": at, "superseded_at": None})


def _stretches(
    rows: Collection[PersonDetail], moved: Collection[UUID]
) -> tuple[list[PersonDetail], list[PersonDetail]]:
    """(kept, moved), each in order: corrections follow the request they correct."""
    kept: list[PersonDetail] = []
    given: list[PersonDetail] = []
    goes = kept
    for row in rows:
        if row.change.type in adding():
            goes = given if row.change_id in moved else kept
        goes.append(row)
    return kept, given


def share_details(
    purchaser: Purchaser, *, kept: Collection[UUID], to: UUID, moved: Collection[UUID], at: datetime
) -> None:
    """Move details of the `moved` requests to `to`; the other record keeps the rest."""
    theirs = PersonDetail.objects.filter(purchaser=purchaser, person_id=to, superseded_at=None).first()
    for record in kept:
        rows = PersonDetail.objects.filter(purchaser=purchaser, person_id=record).select_related("change")
        own, given = _stretches(list(rows.order_by("pk")), moved)
        if not given:
            continue
        if theirs is None or theirs.known_at < given[-1].known_at:
            _copy(given[-1], to, at)
        current = rows.filter(superseded_at=None)
        if own and own[-1].superseded_at is not None:
            _copy(own[-1], record, at)
        elif not own:
            current.update(superseded_at=at)
