"""Users that we make: representatives, supervisors, and the first user of an employer."""

from allauth.account.models import EmailAddress

from accounts.models import User


def add_user(*, email: str, name: str, password: str | None, representative: bool = False) -> User:
    """A user who can sign in; without a password only by a later reset. Whoever makes them knows the address."""
    user: User = User.objects.create_user(email, password, name=name, is_staff=representative)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def name_supervisor(*, email: str, supervises: bool = True) -> User:
    """Make a representative a supervisor, or no longer one. Raises User.DoesNotExist for anybody else."""
    user: User = User.objects.representatives().get(email=email.strip().lower())
    user.is_supervisor = supervises
    user.save(update_fields=["is_supervisor"])
    return user
