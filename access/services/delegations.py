"""Brokers and administrators' agents: their people's grants and codes hang under one delegation.

No grant under a delegation lasts longer than it, so that a grant alone says whether it counts. Somebody whose own
grant hangs under one gives access only under the same one. They are never the purchaser's lasting administrator:
a delegation can be ended at any time.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.rules.standing import Standing
from access.services.grants import end_sessions, locked_grants, still_managing, within
from access.services.refusals import CannotChangeAccess
from accounts.models import Activity, User
from accounts.services import record


def delegate(*, name: str, kind: str, ends_at: datetime | None, own: Admission, at: datetime) -> Delegation:
    """Name an organization that works for the purchaser. It grants nothing yet. Raises CannotChangeAccess."""
    _own_administrator(still_managing(own, locked_grants(own.purchaser, at), at))
    if ends_at and ends_at <= at:
        raise CannotChangeAccess(_("Last day must not be in the past."), "ends_on")
    over = Delegation.objects.filter(purchaser=own.purchaser, name=name, ended_at=None, ends_at__lte=at)
    over.update(ended_at=at, ended_by=own.user)
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                purchaser=own.purchaser, name=name, kind=kind, started_at=at, started_by=own.user, ends_at=ends_at
            )
    except IntegrityError as taken:
        raise CannotChangeAccess(_("An organization of this name works for you already."), "name") from taken
    _tell("named_organization", made, own.user, at)
    return made


def _own_administrator(own: Grant) -> None:
    if own.delegation_id:
        raise CannotChangeAccess(_("Only an administrator of the company itself decides who works for it."))


def under(delegation: Delegation | None, standing: Standing, own: Admission | None, at: datetime) -> Standing:
    """The standing that somebody gets under the delegation: it ends with it at the latest. Raises CannotChangeAccess.

    To be called with the purchaser's grants locked.
    """
    if own and own.delegation_id and own.delegation_id != getattr(delegation, "pk", None):
        raise CannotChangeAccess(_("You give access only to people of your own organization."), "organization")
    if delegation is None:
        return standing
    now = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if now.is_over(at):
        raise CannotChangeAccess(_("This organization does not work for the company any more."), "organization")
    return within(now, standing)


def end_delegation(*, delegation_id: int, own: Admission, at: datetime) -> tuple[Delegation, int]:
    """End the access of everybody under the delegation, and their codes, in one transaction; how many they were.

    A code that is being redeemed is waited for, then its grant ends with the others.
    Raises Delegation.DoesNotExist, CannotChangeAccess.
    """
    codes = AccessCode.objects.open().filter(purchaser=own.purchaser, delegation_id=delegation_id)
    codes.update(revoked_at=at, revoked_by=own.user)
    _own_administrator(still_managing(own, locked_grants(own.purchaser, at), at))
    open_ones = Delegation.objects.select_for_update().filter(purchaser=own.purchaser, ended_at=None)
    delegation = open_ones.get(pk=delegation_id)
    delegation.ended_at, delegation.ended_by = at, own.user
    delegation.save(update_fields=["ended_at", "ended_by"])
    codes.update(revoked_at=at, revoked_by=own.user)
    theirs = Grant.objects.filter(purchaser=own.purchaser, delegation=delegation).not_over(at).select_related("user")
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
