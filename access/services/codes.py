"""Issuing and redeeming access codes, the only way for users to link themselves to a purchaser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from access import tenancy
from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.privileges import Privilege
from access.rules.codes import new_code, normalized
from access.rules.standing import Standing
from access.services import attempts
from access.services.delegations import under
from access.services.grants import (
    locked_grants,
    refuse_beyond,
    refuse_out_of_range,
    refuse_strange_units,
    refuse_to_end,
    standing_of_code,
    still_managing,
    write_grant,
)
from access.services.refusals import AlreadyLinked, CannotChangeAccess, CodeRefused
from accounts.models import Activity, EnrollmentUnit, Purchaser, User
from accounts.platform.keys import blind_index
from accounts.platform.typed import trimmed
from accounts.services import record, schedule

MAIL_CODE = "access.mail_code"
TELL_ISSUER = "access.tell_issuer"
WRONG_TRIES_AT_MOST = 5


def issue_code(
    *,
    email: str,
    name: str,
    standing: Standing,
    purchaser: Purchaser,
    by: User,
    at: datetime,
    own: Admission | None = None,
    delegation: Delegation | None = None,
    due_at: datetime | None = None,
) -> AccessCode:
    """A code for one address, to be mailed at `due_at`; it replaces an open one for the address.

    `own` is the issuing administrator's admission, None for a representative; `delegation` the addressee's
    organization. Raises CannotChangeAccess.
    """
    email = trimmed(email).lower()
    grants = locked_grants(purchaser, at)
    acting = still_managing(own, grants, at) if own else None
    if acting:
        refuse_beyond(standing, acting)
    standing = under(delegation, standing, own, at)
    refuse_strange_units(standing, purchaser)
    refuse_out_of_range(standing, at)
    if any(grant.user.email == email for grant in grants.values()):
        raise CannotChangeAccess(_("This person already has access. Change it in the list."), "email")
    _refuse_too_many_administrators(standing, purchaser, grants, email, at)
    earlier = AccessCode.objects.open().filter(purchaser=purchaser, email=email)
    for each in earlier.select_for_update():
        refuse_to_end(each, acting)
    earlier.update(revoked_at=at, revoked_by=by)
    code = AccessCode.objects.create(
        purchaser=purchaser,
        email=email,
        name=name,
        privileges=sorted(standing.privileges),
        unit_ids=None if standing.unit_ids is None else sorted(standing.unit_ids),
        grant_ends_at=standing.ends_at,
        payment_limit=standing.payment_limit,
        delegation=delegation,
        issued_by=by,
        issued_at=at,
    )
    _tell("issued_code", code, by, at, Activity.Channel.WEB if own else Activity.Channel.REPRESENTATIVE)
    schedule(MAIL_CODE, arguments={"code": str(code.pk)}, at=at, purchaser=purchaser, by=by, due_at=due_at)
    return code


def _refuse_too_many_administrators(
    standing: Standing, purchaser: Purchaser, grants: dict[int, Grant], email: str, at: datetime
) -> None:
    if Privilege.MANAGE_ACCESS not in standing.privileges:
        return
    manages = [Privilege.MANAGE_ACCESS]
    on_the_way = AccessCode.objects.open().filter(purchaser=purchaser, privileges__contains=manages)
    count = on_the_way.exclude(email=email).exclude(expires_at__lte=at).count()
    count += sum(grant.allows(Privilege.MANAGE_ACCESS) for grant in grants.values())
    if count >= settings.ADMINISTRATORS_AT_MOST:
        text = _("Your company already has %(count)d administrators. End or change one's access first.")
        raise CannotChangeAccess(text % {"count": settings.ADMINISTRATORS_AT_MOST}, "privileges")


def make_code(code: AccessCode, *, at: datetime) -> str | None:
    """The code to mail, valid from now; None when it has been canceled.

    Each call makes a new code; one mailed before an error does not work.
    """
    plain = new_code()
    waiting = AccessCode.objects.open().filter(pk=code.pk)
    index = blind_index("access_code", plain.replace("-", ""))
    expires_at = at + timedelta(days=settings.CODE_DAYS)
    return plain if waiting.update(code_index=index, sent_at=at, expires_at=expires_at) else None


def take_code_back(*, code_id: UUID, own: Admission, at: datetime) -> AccessCode:
    """Cancel one of the purchaser's open codes. Raises AccessCode.DoesNotExist, CannotChangeAccess."""
    acting = still_managing(own, locked_grants(own.purchaser, at), at)
    code = AccessCode.objects.open().seen_by(own).select_for_update().get(pk=code_id)
    refuse_to_end(code, acting)
    code.revoked_at, code.revoked_by = at, own.user
    code.save(update_fields=["revoked_at", "revoked_by"])
    _tell("took_code_back", code, own.user, at, Activity.Channel.WEB)
    return code


def mail_came_back(*, code: AccessCode, by: User, at: datetime, channel: str) -> bool:
    """Cancel a code whose mail was returned, and tell the issuer. False when it was not open."""
    if not AccessCode.objects.open().filter(pk=code.pk).update(revoked_at=at, revoked_by=by):
        return False
    _tell("returned_code", code, by, at, channel)
    arguments = {"code": str(code.pk), "came_back": True}
    schedule(TELL_ISSUER, arguments=arguments, at=at, purchaser=code.purchaser, by=code.issued_by)
    return True


def enter_code(*, user: User, typed: str, address: str, at: datetime) -> bytes:
    """The keyed hash of a typed code, when the user may redeem it.

    Call it outside any transaction, so that a wrong attempt stays counted.
    Raises TooManyTries, CodeRefused, AlreadyLinked.
    """
    attempt = attempts.begin(user, address, at)
    index = blind_index("access_code", normalized(typed) or typed[:200])
    with tenancy.holding_code(index, user=user):
        code = AccessCode.objects.filter(code_index=index).first()
        if code is None:
            raise CodeRefused
        if code.redeemed_by_id == user.pk:
            attempts.was_right(attempt)
            linked = code.purchaser_id
        elif _is_for(code, user, at):
            attempts.was_right(attempt)
            return index
        else:
            linked = None
            _note_wrong_user(code, user, at)
    if linked is None:
        raise CodeRefused
    raise AlreadyLinked(_purchaser(linked, user))


def _is_for(code: AccessCode, user: User, at: datetime) -> bool:
    return code.state(at) == "issued" and code.email == user.email.lower() and _leads_somewhere(code, user, at)


def _leads_somewhere(code: AccessCode, user: User, at: datetime) -> bool:
    """Whether neither the code's access nor the purchaser's contract has ended."""
    if code.grant_ends_at and code.grant_ends_at <= at:
        return False
    purchaser = _purchaser(code.purchaser_id, user)
    return purchaser.contract_ends_on is None or purchaser.contract_ends_on >= purchaser.today(at)


def _purchaser(purchaser_id: int, user: User) -> Purchaser:
    with tenancy.scope(purchaser_id, user=user):
        return Purchaser.objects.get(pk=purchaser_id)


def _note_wrong_user(code: AccessCode, user: User, at: datetime) -> None:
    """Count a try of another person's code: the first is told to the issuer, the fifth locks it."""
    if code.state(at) != "issued" or code.email == user.email.lower():
        return
    code.wrong_tries += 1
    code.locked_at = at if code.wrong_tries >= WRONG_TRIES_AT_MOST else None
    code.save(update_fields=["wrong_tries", "locked_at"])
    with tenancy.scope(code.purchaser_id, user=user):
        _tell("refused_code", code, user, at, Activity.Channel.WEB)
        if code.wrong_tries == 1 or code.locked_at:
            schedule(TELL_ISSUER, arguments={"code": str(code.pk)}, at=at, purchaser=code.purchaser, by=code.issued_by)


@dataclass(frozen=True)
class Offer:
    """What redeeming a code gives. No units means every unit."""

    code: AccessCode
    purchaser: Purchaser
    units: list[str]
    organization: str


def offered(index: bytes, *, user: User, at: datetime) -> Offer:
    """What the code gives whose hash `enter_code` returned, for the confirmation page."""
    with tenancy.holding_code(index, user=user):
        code = AccessCode.objects.filter(code_index=index).first()
        if code is None or not _is_for(code, user, at):
            raise CodeRefused
        with tenancy.scope(code.purchaser_id, user=user):
            units = EnrollmentUnit.objects.filter(purchaser=code.purchaser_id, pk__in=code.unit_ids or [])
            return Offer(
                code=code,
                purchaser=code.purchaser,
                units=sorted(units.values_list("name", flat=True)),
                organization=code.delegation.name if code.delegation else "",
            )


def redeem(*, index: bytes, user: User, at: datetime) -> Grant:
    """Turn a code into a grant, once. A conditional UPDATE decides between concurrent requests.

    Raises CodeRefused, AlreadyLinked, CannotChangeAccess.
    """
    with transaction.atomic(), tenancy.holding_code(index, user=user):
        mine = AccessCode.objects.redeemable(at).filter(code_index=index, email=user.email.lower())
        won = mine.update(redeemed_at=at, redeemed_by=user)
        code = AccessCode.objects.filter(code_index=index).first()
        if code and not won and code.redeemed_by_id == user.pk:
            raise AlreadyLinked(_purchaser(code.purchaser_id, user))
        if code is None or not won or not _leads_somewhere(code, user, at):
            raise CodeRefused
        with tenancy.scope(code.purchaser_id, user=user):
            return _grant_for(code, user, at)


def _grant_for(code: AccessCode, user: User, at: datetime) -> Grant:
    purchaser = code.purchaser
    if any(grant.user_id == user.pk for grant in locked_grants(purchaser, at).values()):
        raise CannotChangeAccess(_("You already have access to this company. Ask your administrator to change it."))
    grant = write_grant(
        user,
        purchaser,
        standing_of_code(code),
        code.issued_by,
        at,
        channel=Activity.Channel.WEB,
        delegation_id=code.delegation_id,
    )
    _tell("redeemed_code", code, user, at, Activity.Channel.WEB)
    schedule(TELL_ISSUER, arguments={"code": str(code.pk)}, at=at, purchaser=purchaser, by=code.issued_by)
    return grant


def ask_for_new_code(*, user: User, at: datetime) -> None:
    """Ask the issuers of this user's codes for new ones. Does not tell whether there were any."""
    with tenancy.as_user(user), tenancy.service():
        codes = list(
            AccessCode.objects.filter(email=user.email.lower(), redeemed_at=None).order_by("-issued_at", "-pk")[:5]
        )
        newest = {code.purchaser_id: code for code in reversed(codes)}
        for purchaser_id, code in newest.items():
            with tenancy.acting_for(purchaser_id, user=user):
                _tell("asked_for_code", code, user, at, Activity.Channel.WEB)
                schedule(
                    TELL_ISSUER,
                    arguments={"code": str(code.pk), "asked": True},
                    at=at,
                    purchaser=code.purchaser,
                    by=code.issued_by,
                )


def _tell(verb: str, code: AccessCode, by: User, at: datetime, channel: str) -> None:
    record(verb, by=by, at=at, purchaser=code.purchaser, channel=channel, obj=code, summary=str(code))
