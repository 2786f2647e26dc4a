"""The changes that caused lines of a bill, as far as a grant sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from access.admission import Admission
from access.privileges import Privilege
from billing.models import Bill
from enrollment.models import Change


@dataclass(frozen=True)
class Cause:
    """A change. Whose it is, and its receipt, only for those who see employees of its unit."""

    pk: UUID
    type: str
    confirmation: str
    submitted_at: datetime | None
    title: str
    by: str
    shown: bool


def causes(ids: Iterable[UUID], grant: Admission) -> dict[UUID, Cause]:
    """The changes by their ids, the earliest first."""
    found = Change.objects.submitted().filter(pk__in=set(ids))
    return {each.pk: each for each in _as_seen(found, grant)}


def causes_between(bill: Bill, last: Bill, grant: Admission) -> list[Cause]:
    """The unit's changes that were completed between two bills, the earliest first."""
    found = Change.objects.filter(unit=bill.unit_id, known_seq__gt=last.as_of_seq, known_seq__lte=bill.as_of_seq)
    return _as_seen(found, grant)


def _as_seen(found: QuerySet[Change], grant: Admission) -> list[Cause]:
    own = found.filter(purchaser_id=grant.purchaser_id).defer("payload", "outcome").select_related("submitted_by")
    return [_cause(each, grant) for each in own.order_by("submitted_at", "pk")]


def _cause(change: Change, grant: Admission) -> Cause:
    shown = grant.allows(Privilege.VIEW_ROSTER) and change.unit_id is not None and grant.covers_unit(change.unit_id)
    return Cause(
        change.pk,
        change.type,
        change.confirmation or "" if shown else "",
        change.submitted_at,
        change.title if shown else "",
        str(change.submitted_by) if shown and change.submitted_by else "",
        shown,
    )
