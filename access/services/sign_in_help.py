"""Help for users who cannot sign in, or whose sign-in may be stolen. Under the staff role."""

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
    """Refuse helping oneself, and helping a representative unless by a superuser."""
    if user.pk == by.pk:
        raise CannotChangeAccess(_("You can't do this for yourself. Ask another representative."))
    if (user.is_staff or user.is_superuser) and not by.is_superuser:
        raise CannotChangeAccess(_("This person is a representative. Ask a superuser to do this."))


def second_factors(user: User) -> list[tuple[str, datetime]]:
    """(kind in words, when it was set up) of each second factor."""
    own = Authenticator.objects.filter(user=user).order_by("created_at", "id")
    return [(_(FACTORS[kind]), since) for kind, since in own.values_list("type", "created_at")]


def sessions_of(user: User, *, at: datetime) -> list[UserSession]:
    """The user's sessions, newest first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return list(UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at", "-id"))


def remove_second_factors(*, grant: Grant, note: str, by: User, at: datetime) -> None:
    """Remove a user's second factors and sessions. `note`: who was called back, and at which number.

    The user is told by mail. Raises CannotChangeAccess.
    """
    refuse_to_help(grant.user, by)
    if not note:
        raise CannotChangeAccess(_("Enter whom you called back, and at which number on file."))
    removed, _rows = Authenticator.objects.filter(user=grant.user).delete()
    if not removed:
        raise CannotChangeAccess(_("This user has no second step and signs in with a password."))
    for session in UserSession.objects.filter(user=grant.user):
        session.end()
    _record("called_back", grant, by, at, summary=note)
    for each in _everywhere(grant, at):
        _record("removed_second_factors", each, by, at, summary=str(grant.user))
    log.info("sign-in changed", what="second_factors_removed", user_id=grant.user_id, by_id=by.pk)
    schedule(TELL_FACTORS_REMOVED, arguments={"user": grant.user_id}, at=at, by=by)


def end_sessions_of(*, grant: Grant, session_ids: Collection[int], reason: str, by: User, at: datetime) -> int:
    """End the chosen sessions of a user, and tell the user. Returns how many.

    Raises CannotChangeAccess.
    """
    refuse_to_help(grant.user, by)
    if not reason:
        raise CannotChangeAccess(_("Enter why the sessions end. The employer sees it."))
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
    """The grant and the user's others that have not ended: sign-in matters to each purchaser.

    The note is for the grant's own purchaser only: it may name people there.
    """
    others = Grant.objects.not_over(at).filter(user=grant.user).exclude(pk=grant.pk)
    return [grant, *others.select_related("purchaser").order_by("pk")]


def _record(verb: str, grant: Grant, by: User, at: datetime, summary: str) -> None:
    channel = Activity.Channel.REPRESENTATIVE
    record(verb, by=by, at=at, purchaser=grant.purchaser, channel=channel, obj=grant, summary=summary)
