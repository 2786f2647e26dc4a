"""Brokers and TPAs: their people's grants and codes depend on one delegation.

No grant under a delegation outlasts it, so a grant alone tells whether it is in force. A user under a delegation
gives access only under the same one, and never counts as the purchaser's lasting administrator, because a
delegation can end at any time.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.rules.standing import Standing, beyond
from access.services.grants import (
    locked_grants,
    refuse_out_of_range,
    standing_of,
    standing_of_code,
    still_managing,
    within,
)
from access.services.refusals import CannotChangeAccess
from access.services.sessions import end_sessions
from accounts.models import Activity, User
from accounts.services import record


def delegate(*, name: str, kind: str, ends_at: datetime | None, own: Admission, at: datetime) -> Delegation:
    """Add a broker or TPA; it has no access yet. Raises CannotChangeAccess."""
    _own_administrator(still_managing(own, locked_grants(own.purchaser, at), at))
    if ends_at and ends_at <= at:
        raise CannotChangeAccess(_("Last day can't be in the past."), "ends_on")
    refuse_out_of_range(Standing.of([], ends_at=ends_at), at)
    over = Delegation.objects.filter(purchaser=own.purchaser, name=name, ended_at=None, ends_at__lte=at)
    over.update(ended_at=at, ended_by=own.user)
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                purchaser=own.purchaser, name=name, kind=kind, started_at=at, started_by=own.user, ends_at=ends_at
            )
    except IntegrityError as taken:
        raise CannotChangeAccess(_("You already have an organization with this name."), "name") from taken
    _tell("named_organization", made, own.user, at)
    return made


def _own_administrator(own: Grant) -> None:
    if own.delegation_id:
        raise CannotChangeAccess(_("Only the company's own administrators can add or remove an organization."))


def under(delegation: Delegation | None, standing: Standing, own: Admission | None, at: datetime) -> Standing:
    """The standing limited by the delegation's end. Raises CannotChangeAccess.

    Call it with the purchaser's grants locked.
    """
    if own and own.delegation_id and own.delegation_id != getattr(delegation, "pk", None):
        raise CannotChangeAccess(_("You can give access only to people in your own organization."), "organization")
    if delegation is None:
        return standing
    now = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if now.is_over(at):
        raise CannotChangeAccess(_("This organization no longer works for the company."), "organization")
    return within(now, standing)


def end_delegation(*, delegation_id: int, own: Admission, at: datetime) -> tuple[Delegation, int]:
    """End a delegation with its grants and codes. Returns it and the number of grants.

    Waits for a code that is being redeemed, then ends its grant too.
    Raises Delegation.DoesNotExist, CannotChangeAccess.
    """
    codes = AccessCode.objects.open().filter(purchaser=own.purchaser, delegation_id=delegation_id)
    ended = list(codes)
    codes.update(revoked_at=at, revoked_by=own.user)
    acting = still_managing(own, locked_grants(own.purchaser, at), at)
    _own_administrator(acting)
    open_ones = Delegation.objects.select_for_update().filter(purchaser=own.purchaser, ended_at=None)
    delegation = open_ones.get(pk=delegation_id)
    delegation.ended_at, delegation.ended_by = at, own.user
    delegation.save(update_fields=["ended_at", "ended_by"])
    ended += codes
    codes.update(revoked_at=at, revoked_by=own.user)
    theirs = Grant.objects.filter(purchaser=own.purchaser, delegation=delegation).not_over(at).select_related("user")
    given = [standing_of(grant) for grant in theirs] + [standing_of_code(code) for code in ended]
    if any(beyond(each, standing_of(acting)) for each in given):
        raise CannotChangeAccess(_("People of this organization have access that goes beyond your own."))
    people = [grant.user for grant in theirs]
    count = theirs.order_by().update(revoked_at=at, revoked_by=own.user)
    _tell("ended_organization", delegation, own.user, at, people=count)
    for user in people:
        end_sessions(user, at)
    return delegation, count


def _tell(verb: str, delegation: Delegation, by: User, at: datetime, **after: object) -> None:
    record(
        verb,
        by=by,
        at=at,
        purchaser=delegation.purchaser,
        channel=Activity.Channel.WEB,
        obj=delegation,
        summary=delegation.name,
        after={"kind": delegation.kind, "until": delegation.ends_at.isoformat() if delegation.ends_at else None}
        | after,
    )
