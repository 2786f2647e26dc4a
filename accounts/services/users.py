"""Creating users, and making representatives supervisors."""

from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.platform.typed import trimmed


def set_staff_flags(user: User, **flags: bool) -> None:
    """Set what makes a user one of the carrier's: `is_staff`, `is_supervisor`. Only the owner of the tables may."""
    for name, value in flags.items():
        setattr(user, name, value)
    user.save(update_fields=list(flags))


def add_user(*, email: str, name: str, password: str | None, representative: bool = False) -> User:
    """A user who can sign in, after a password reset if `password` is None. The address counts as verified.

    Only the owner of the tables may add a representative.
    """
    user: User = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if representative:
        set_staff_flags(user, is_staff=True)
    return user


def register(*, email: str, name: str, password: str) -> EmailAddress | None:
    """A user who has to confirm the address, which is returned; None when another user has it. `password` is hashed."""
    email = email.lower()
    if User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists():
        return None
    user = User.objects.create(email=email, name=name, password=password)
    address: EmailAddress = EmailAddress.objects.create(user=user, email=email, verified=False, primary=True)
    return address


def name_supervisor(*, email: str, supervises: bool = True) -> User:
    """Make a representative a supervisor, or end it; as the owner. Raises User.DoesNotExist for other users."""
    user: User = User.objects.representatives().get(email=trimmed(email).lower())
    set_staff_flags(user, is_supervisor=supervises)
    return user
