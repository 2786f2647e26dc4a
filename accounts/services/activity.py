"""The one way to add a line to the record of who did what."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import Activity, EnrollmentUnit, Purchaser, User


def record(
    verb: str,
    *,
    by: User | None,
    at: datetime,
    channel: str,
    purchaser: Purchaser | None = None,
    on_behalf_of: Purchaser | None = None,
    unit: EnrollmentUnit | int | None = None,
    obj: Model | None = None,
    summary: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    staff_only: bool = False,
) -> Activity:
    """Write one Activity row in the running transaction.

    `before` and `after` are shown to people: callers pass masked values only. `verb` is a short
    identifier ("end_coverage"); the pages have the words for it.
    """
    return Activity.objects.create(
        verb=verb,
        at=at,
        actor=by,
        on_behalf_of=on_behalf_of,
        purchaser=purchaser,
        unit_id=getattr(unit, "pk", unit),
        channel=channel,
        object_type=obj._meta.model_name or "" if obj else "",
        object_id=str(obj.pk) if obj else "",
        summary=summary[:255],
        before=before,
        after=after,
        staff_only=staff_only,
    )
