"""Representatives and supervisors, made by a supervisor at the desk. Under the staff role, in the supervisor's transaction."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import connection
from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import Activity, Representative, User
from accounts.services import CannotSetUp, add_user, name_supervisor, record, schedule

MAIL_INVITATION = "access.mail_invitation"


class CannotAppoint(CannotSetUp):
    """`field` names the form field with the error, or is empty."""


def invite_representative(
    *, email: str, name: str, phone: str, hours: str, supervises: bool, by: User, at: datetime
) -> Representative:
    """A new representative, who gets a mail with a link to choose a password. Raises CannotAppoint.

    A user of an employer needs another address: nobody works on both sides with one sign-in.
    """
    _refuse_unless_supervisor(by)
    email = email.lower()
    with tenancy.acting_for(None, user=by):
        known = User.objects.filter(email__iexact=email).exists()
        if known or EmailAddress.objects.filter(email__iexact=email).exists():
            raise CannotAppoint(_("That email address is already registered. Use another one."), "email")
        user = add_user(email=email, name=name, password=None)
    _appoint(user, supervises)
    representative: Representative = Representative.objects.create(user=user, phone=phone, hours=hours)
    _record("made_representative", user, by, at)
    if supervises:
        _record("named_supervisor", user, by, at)
    schedule(MAIL_INVITATION, arguments={"user": user.pk}, at=at, by=by)
    return representative


def set_supervisor(*, user: User, supervises: bool, by: User, at: datetime) -> None:
    """Make a representative a supervisor, or end it. Raises CannotAppoint."""
    _refuse_unless_supervisor(by)
    if user.pk == by.pk:
        raise CannotAppoint(_("You can't do this for yourself. Ask another supervisor."))
    now = User.objects.representatives().filter(pk=user.pk).first()
    if now is None or now.is_superuser:
        raise CannotAppoint(_("This user can't be made a supervisor."))
    if now.is_supervisor == supervises:
        raise CannotAppoint(_("That was done already."))
    _appoint(now, supervises)
    _record("named_supervisor" if supervises else "ended_supervisor", now, by, at)


def invite_again(*, user: User, by: User, at: datetime) -> None:
    """Mail the link once more to a representative who never signed in. Raises CannotAppoint."""
    _refuse_unless_supervisor(by)
    if user.last_login is not None or not user.is_staff:
        raise CannotAppoint(_("This representative has signed in. A new password comes by “Forgot your password?”."))
    schedule(MAIL_INVITATION, arguments={"user": user.pk}, at=at, by=by)
    _record("invited_again", user, by, at)


def add_representative(*, email: str, name: str, at: datetime) -> User:
    """The first representatives, by a command that runs as the owner of the tables. Raises CannotAppoint."""
    if User.objects.filter(email__iexact=email).exists():
        raise CannotAppoint(_("That email address is already registered. Use another one."), "email")
    user = add_user(email=email, name=name, password=None, representative=True)
    _record("made_representative", user, None, at, channel=Activity.Channel.CLOCK)
    return user


def name_first_supervisor(*, email: str, supervises: bool, at: datetime) -> User:
    """Make a representative a supervisor, or end it, as the owner. Raises User.DoesNotExist for other users."""
    user = name_supervisor(email=email, supervises=supervises)
    _record("named_supervisor" if supervises else "ended_supervisor", user, None, at, channel=Activity.Channel.CLOCK)
    return user


def _refuse_unless_supervisor(by: User) -> None:
    if not (by.is_active and by.is_staff and by.is_supervisor):
        raise CannotAppoint(_("Only a supervisor can do this."))


def _appoint(user: User, supervises: bool) -> None:
    """Set the flags by the function that the database keeps for supervisors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_appoint(%s, %s)", [user.pk, supervises])


def _record(
    verb: str, user: User, by: User | None, at: datetime, *, channel: str = Activity.Channel.REPRESENTATIVE
) -> None:
    record(verb, by=by, at=at, channel=channel, obj=user, summary=str(user), staff_only=True)
