"""Giving, changing and ending a user's access to a purchaser.

`own` is the admission of the acting administrator, or None for a representative (under the staff role).
Every change locks the purchaser's grants first, in one order, so that two administrators cannot undo each
other's last one.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.privileges import Privilege
from access.rules.standing import LAST_END, Standing, beyond, out_of_range
from access.services.refusals import CannotChangeAccess, StaleAccess
from access.services.sessions import end_sessions
from accounts.models import Activity, EnrollmentUnit, Purchaser, User
from accounts.platform.marks import mark_of
from accounts.services import record, schedule

TELL_ADMINISTRATORS = "access.tell_administrators"
TELL_SUSPENDED = "access.tell_suspended"
CHANGED = "changed_access"
BEYOND_WORDS = {
    "privileges": "You can give only permissions you have yourself.",
    "unit_ids": "You can give access only to your own units.",
    "ends_at": "Access can't last longer than your own.",
    "payment_limit": "The payment limit can't be higher than your own.",
}


def standing_of(grant: Grant) -> Standing:
    return Standing.of(grant.privileges, grant.unit_ids, grant.ends_at, grant.payment_limit)


def standing_of_code(code: AccessCode) -> Standing:
    return Standing.of(code.privileges, code.unit_ids, code.grant_ends_at, code.payment_limit)


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
    """A grant given by a representative, from now on; `unit_ids` None means every unit."""
    standing = Standing.of(privileges, unit_ids, ends_at)
    return write_grant(user, purchaser, standing, by, at, channel=Activity.Channel.REPRESENTATIVE)


def write_grant(
    user: User,
    purchaser: Purchaser,
    standing: Standing,
    by: User,
    at: datetime,
    *,
    channel: str,
    delegation_id: int | None = None,
    starts_at: datetime | None = None,
) -> Grant:
    """A grant from now on, or from `starts_at`; it replaces one that has run out."""
    over = Grant.objects.filter(user=user, purchaser=purchaser, revoked_at=None, ends_at__lte=at)
    over.update(revoked_at=at, revoked_by=by)
    grant = Grant.objects.create(
        user=user,
        purchaser=purchaser,
        privileges=sorted(standing.privileges),
        unit_ids=None if standing.unit_ids is None else sorted(standing.unit_ids),
        starts_at=starts_at or at,
        ends_at=standing.ends_at,
        payment_limit=standing.payment_limit,
        delegation_id=delegation_id,
        granted_by=by,
    )
    _tell("granted_access", grant, by, at, channel)
    others = Grant.objects.filter(purchaser=purchaser).managing_access(at).exclude(pk=grant.pk)
    if grant.allows(Privilege.MANAGE_ACCESS) and others.exists():
        schedule(TELL_ADMINISTRATORS, arguments={"grant": grant.pk}, at=at, purchaser=purchaser, by=by)
    return grant


def locked_grants(purchaser: Purchaser, at: datetime) -> dict[int, Grant]:
    """The purchaser's grants that have not ended, by id, locked for the transaction."""
    grants = Grant.objects.select_for_update(of=("self",)).filter(purchaser=purchaser).not_over(at)
    return {grant.pk: grant for grant in grants.select_related("user").order_by("pk")}


def _held(own: Admission, grants: dict[int, Grant]) -> Grant | None:
    return None if own.grant_id is None else grants.get(own.grant_id)


def still_managing(own: Admission, grants: dict[int, Grant], at: datetime) -> Grant:
    """The acting administrator's grant as it is now; it may have changed while the page was open."""
    now = _held(own, grants)
    if now is None or now.suspended_at or now.starts_at > at or not now.allows(Privilege.MANAGE_ACCESS):
        raise CannotChangeAccess(_("You can no longer manage access."))
    return now


def refuse_beyond(asked: Standing, own: Grant) -> None:
    if fields := beyond(asked, standing_of(own)):
        raise CannotChangeAccess(_(BEYOND_WORDS[fields[0]]), fields[0])


def refuse_to_end(code: AccessCode, acting: Grant | None) -> None:
    """Raise CannotChangeAccess for a code that gives what the acting administrator may not give or take."""
    if acting is None:
        return
    if acting.delegation_id and acting.delegation_id != code.delegation_id:
        raise CannotChangeAccess(_("This person's access code is not from your organization."), "email")
    if beyond(standing_of_code(code), standing_of(acting)):
        raise CannotChangeAccess(_("This person has an access code that goes beyond your own access."), "email")


def refuse_strange_units(standing: Standing, purchaser: Purchaser) -> None:
    """Raise CannotChangeAccess for units of another purchaser, or unknown ones, alike."""
    if standing.unit_ids is None:
        return
    known = EnrollmentUnit.objects.filter(purchaser=purchaser, pk__in=standing.unit_ids).count()
    if known != len(standing.unit_ids):
        raise CannotChangeAccess(_("Choose your own company's units."), "unit_ids")


def refuse_out_of_range(standing: Standing, at: datetime) -> None:
    """Raise CannotChangeAccess for an end that has passed or is out of sight, and for a limit that is no amount."""
    if standing.ends_at and standing.ends_at <= at:
        raise CannotChangeAccess(_("Last day of access can't be in the past."), "ends_on")
    field = out_of_range(standing)
    if field == "ends_at":
        text = _("Last day of access must be %(day)s or earlier.") % {"day": f"{LAST_END:%m/%d/%Y}"}
        raise CannotChangeAccess(text, "ends_on")
    if field:
        raise CannotChangeAccess(_("Highest single payment must be from $1 to less than $1 billion."), field)


def within(delegation: Delegation | None, standing: Standing) -> Standing:
    """The standing, ending no later than the delegation."""
    ends = [each for each in (standing.ends_at, delegation and delegation.ends_at) if each]
    return replace(standing, ends_at=min(ends, default=None))


def _target(grant_id: int, own: Admission | None, purchaser: Purchaser, at: datetime) -> tuple[Grant, Grant | None]:
    """The grant to change and the acting one, locked and as they are now.

    Raises Grant.DoesNotExist for another purchaser's grant, CannotChangeAccess for one's own or one beyond it.
    """
    grants = locked_grants(purchaser, at)
    if grant_id not in grants:
        raise Grant.DoesNotExist
    grant = grants[grant_id]
    if own is None:
        return grant, None
    now = still_managing(own, grants, at)
    if grant.pk == now.pk:
        raise CannotChangeAccess(_("You can't change your own access. Ask another administrator."))
    if now.delegation_id and now.delegation_id != grant.delegation_id:
        raise CannotChangeAccess(_("You can change access only for people in your own organization."))
    if beyond(standing_of(grant), standing_of(now)):
        raise CannotChangeAccess(_("You can't change this person's access: it goes beyond your own."))
    return grant, now


def _refuse_without_successor(changed: Grant, could_manage: bool, at: datetime) -> None:
    """One administrator for every unit, without an end date, must remain."""
    lasting = Grant.objects.filter(purchaser=changed.purchaser).lasting_administrators(at)
    if could_manage and not lasting.exists():
        raise CannotChangeAccess(
            _("Choose a successor first: no one else can manage access for the whole company without an end date.")
        )


def access_mark(grant: Grant) -> str:
    """The mark of a grant's standing as a page showed it."""
    return mark_of(_facts(grant))


def _refuse_unless_seen(grant: Grant, seen: str) -> None:
    """Raise StaleAccess if the standing is no longer the one that was shown; says who changed it and when."""
    if seen == access_mark(grant):
        return
    about = Activity.objects.filter(purchaser=grant.purchaser, object_type="grant", object_id=str(grant.pk))
    last = about.filter(verb=CHANGED).select_related("actor").order_by("-at", "-id").first()
    if not seen or last is None:
        raise StaleAccess(_("Part of this form is missing. Check the access as it is now, then save again."))
    when = date_format(last.at.astimezone(grant.purchaser.zone), "DATETIME_FORMAT")
    text = _("%(who)s changed this access on %(when)s, after you opened this page. Check it, then save again.")
    raise StaleAccess(text % {"who": last.actor, "when": when})


def change_access(*, grant_id: int, standing: Standing, own: Admission, at: datetime, seen: str | None = None) -> Grant:
    """Change a user's standing, from the next request on. `seen` is the mark of what the page showed.

    Raises CannotChangeAccess.
    """
    grant, now = _target(grant_id, own, own.purchaser, at)
    assert now is not None
    if seen is not None:
        _refuse_unless_seen(grant, seen)
    refuse_beyond(standing, now)
    standing = within(grant.delegation, standing)
    refuse_strange_units(standing, own.purchaser)
    refuse_out_of_range(standing, at)
    before, could_manage = _facts(grant), grant.allows(Privilege.MANAGE_ACCESS)
    grant.privileges = sorted(standing.privileges)
    grant.unit_ids = None if standing.unit_ids is None else sorted(standing.unit_ids)
    grant.ends_at, grant.payment_limit = standing.ends_at, standing.payment_limit
    grant.save(update_fields=["privileges", "unit_ids", "ends_at", "payment_limit"])
    _refuse_without_successor(grant, could_manage, at)
    _tell(CHANGED, grant, own.user, at, Activity.Channel.WEB, before=before)
    return grant


def suspend_access(*, grant_id: int, own: Admission | None, purchaser: Purchaser, by: User, at: datetime) -> Grant:
    """Suspend a grant. A representative may suspend even the last administrator.

    When a representative does it, the user and the administrators are told by mail.
    """
    grant, _own = _target(grant_id, own, purchaser, at)
    if own is None and grant.suspended_at is None:
        schedule(TELL_SUSPENDED, arguments={"grant": grant.pk}, at=at, purchaser=purchaser, by=by)
    grant.suspended_at, grant.suspended_by = grant.suspended_at or at, grant.suspended_by or by
    grant.save(update_fields=["suspended_at", "suspended_by"])
    if own:
        _refuse_without_successor(grant, grant.allows(Privilege.MANAGE_ACCESS), at)
    _tell("suspended_access", grant, by, at, _channel(own))
    end_sessions(grant.user, at)
    return grant


def resume_access(*, grant_id: int, own: Admission | None, purchaser: Purchaser, by: User, at: datetime) -> Grant:
    grant, _own = _target(grant_id, own, purchaser, at)
    grant.suspended_at = grant.suspended_by = None
    grant.save(update_fields=["suspended_at", "suspended_by"])
    _tell("resumed_access", grant, by, at, _channel(own))
    return grant


def revoke_access(*, grant: Grant, by: User, at: datetime, own: Admission | None = None) -> Grant:
    """End a grant, from the user's next request on. Raises CannotChangeAccess."""
    grant, _own = _target(grant.pk, own, grant.purchaser, at)
    return _revoke(grant, by, at, own)


def leave(*, own: Admission, at: datetime) -> Grant:
    """End one's own grant; the last administrator cannot. Raises CannotChangeAccess."""
    grant = _held(own, locked_grants(own.purchaser, at))
    if grant is None:
        raise CannotChangeAccess(_("You have no access of your own to this company."))
    return _revoke(grant, own.user, at, own)


def _revoke(grant: Grant, by: User, at: datetime, own: Admission | None) -> Grant:
    grant.revoked_at, grant.revoked_by = at, by
    grant.save(update_fields=["revoked_at", "revoked_by"])
    _refuse_without_successor(grant, grant.allows(Privilege.MANAGE_ACCESS), at)
    _tell("revoked_access", grant, by, at, _channel(own))
    end_sessions(grant.user, at)
    return grant


def _channel(own: Admission | None) -> str:
    return Activity.Channel.WEB if own else Activity.Channel.REPRESENTATIVE


def _facts(grant: Grant) -> dict[str, object]:
    return {
        "privileges": list(grant.privileges),
        "units": grant.unit_ids,
        "until": grant.ends_at.isoformat() if grant.ends_at else None,
        "payment_limit": str(grant.payment_limit) if grant.payment_limit else None,
    }


def _tell(
    verb: str, grant: Grant, by: User, at: datetime, channel: str, before: dict[str, object] | None = None
) -> None:
    record(
        verb,
        by=by,
        at=at,
        purchaser=grant.purchaser,
        channel=channel,
        obj=grant,
        summary=str(grant.user),
        before=before,
        after=_facts(grant),
    )
