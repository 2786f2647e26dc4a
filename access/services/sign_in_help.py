"""What a representative does for a user who cannot sign in, or whose sign-in somebody else may hold. Staff role."""

from collections.abc import Collection
from datetime import datetime

import structlog
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from access.models import Grant
from access.services.refusals import CannotChangeAccess
from accounts.models import Activity, User
from accounts.services import record, schedule

TELL_FACTORS_REMOVED = "access.tell_factors_removed"
TELL_SESSIONS_ENDED = "access.tell_sessions_ended"
FACTORS = {
    Authenticator.Type.TOTP: gettext_noop("Authenticator app"),
    Authenticator.Type.WEBAUTHN: gettext_noop("Passkey"),
    Authenticator.Type.RECOVERY_CODES: gettext_noop("Recovery codes"),
}
log = structlog.get_logger(__name__)


def refuse_to_help(user: User, by: User) -> None:
    """Nobody does it for themselves; for who works here, only a superuser. Raises CannotChangeAccess."""
    if user.pk == by.pk:
        raise CannotChangeAccess(_("Nobody does this for themselves. Ask another representative."))
    if (user.is_staff or user.is_superuser) and not by.is_superuser:
        raise CannotChangeAccess(_("This person works on the desk: ask a superuser to do it."))


def second_factors(user: User) -> list[tuple[str, datetime]]:
    """What kind each one is, in words, and when it was set up."""
    own = Authenticator.objects.filter(user=user).order_by("created_at", "id")
    return [(_(FACTORS[kind]), since) for kind, since in own.values_list("type", "created_at")]


def sessions_of(user: User, *, at: datetime) -> list[UserSession]:
    """Where the user is signed in, newest first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return list(UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at", "-id"))


def remove_second_factors(*, grant: Grant, note: str, by: User, at: datetime) -> None:
    """Take every second factor of the user of a grant away, and all sessions. `note`: who was called back, where.

    The user is told, at the address that counts. Raises CannotChangeAccess.
    """
    refuse_to_help(grant.user, by)
    if not note:
        raise CannotChangeAccess(_("Write whom you called back, at which number on file."))
    removed, _rows = Authenticator.objects.filter(user=grant.user).delete()
    if not removed:
        raise CannotChangeAccess(_("This user has no second factor. They sign in with the password."))
    for session in UserSession.objects.filter(user=grant.user):
        session.end()
    _record("called_back", grant, by, at, summary=note)
    for each in _everywhere(grant, at):
        _record("removed_second_factors", each, by, at, summary=str(grant.user))
    log.info("sign-in changed", what="second_factors_removed", user_id=grant.user_id, by_id=by.pk)
    schedule(TELL_FACTORS_REMOVED, arguments={"user": grant.user_id}, at=at, by=by)


def end_sessions_of(*, grant: Grant, session_ids: Collection[int], reason: str, by: User, at: datetime) -> int:
    """End some of the sessions of the user of a grant, and tell the user. Returns how many there were.

    Raises CannotChangeAccess.
    """
    refuse_to_help(grant.user, by)
    if not reason:
        raise CannotChangeAccess(_("Write why the sessions end. The employer sees it."))
    sessions = list(UserSession.objects.filter(user=grant.user, pk__in=session_ids))
    if not sessions:
        raise CannotChangeAccess(_("Choose at least one session that is still open."))
    for session in sessions:
        session.end()
    for each in _everywhere(grant, at):
        summary = f"{grant.user}: {reason}" if each.pk == grant.pk else str(grant.user)
        _record("ended_sessions", each, by, at, summary=summary)
    log.info("sessions ended", count=len(sessions), user_id=grant.user_id, by_id=by.pk)
    schedule(TELL_SESSIONS_ENDED, arguments={"user": grant.user_id}, at=at, by=by)
    return len(sessions)


def _everywhere(grant: Grant, at: datetime) -> list[Grant]:
    """The grant, and the user's others that are not over: how somebody signs in matters to each purchaser.

    What was said about it is for the grant's own purchaser only: it may name people there.
    """
    others = Grant.objects.not_over(at).filter(user=grant.user).exclude(pk=grant.pk)
    return [grant, *others.select_related("purchaser").order_by("pk")]


def _record(verb: str, grant: Grant, by: User, at: datetime, summary: str) -> None:
    channel = Activity.Channel.REPRESENTATIVE
    record(verb, by=by, at=at, purchaser=grant.purchaser, channel=channel, obj=grant, summary=summary)
