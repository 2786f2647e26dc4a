"""Giving and taking a user's standing at a purchaser. Entered under the staff role."""

from collections.abc import Collection
from datetime import datetime

from access.models import Grant
from accounts.models import Activity, Purchaser, User
from accounts.services import record


def grant_access(
    *,
    user: User,
    purchaser: Purchaser,
    privileges: Collection[str],
    by: User,
    at: datetime,
    unit_ids: Collection[int] | None = None,
    ends_at: datetime | None = None,
) -> Grant:
    """A grant from now on; `unit_ids` None means every unit."""
    grant = Grant.objects.create(
        user=user,
        purchaser=purchaser,
        privileges=sorted(privileges),
        unit_ids=sorted(unit_ids) if unit_ids is not None else None,
        starts_at=at,
        ends_at=ends_at,
        granted_by=by,
    )
    _tell("granted_access", grant, by, at)
    return grant


def revoke_access(*, grant: Grant, by: User, at: datetime) -> Grant:
    """End a grant: refused from the user's next request on."""
    grant.revoked_at, grant.revoked_by = at, by
    grant.save(update_fields=["revoked_at", "revoked_by"])
    _tell("revoked_access", grant, by, at)
    return grant


def _tell(verb: str, grant: Grant, by: User, at: datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        purchaser=grant.purchaser,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=grant,
        summary=str(grant.user),
        after={"privileges": list(grant.privileges), "units": grant.unit_ids},
    )
