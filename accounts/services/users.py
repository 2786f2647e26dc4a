"""Users: those we make, and those who register and never come back."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import connection

from accounts.models import User

FORGOTTEN_AFTER = timedelta(days=7)
# Registered, never verified, never linked to anything that refers to them.
FORGET = """
WITH unverified AS (
    SELECT person.id FROM accounts_user person
     WHERE NOT person.is_staff AND person.joined_at < %s
       AND NOT EXISTS (SELECT FROM account_emailaddress own WHERE own.user_id = person.id AND own.verified)
       AND NOT EXISTS (SELECT FROM access_grant own WHERE own.user_id = person.id)
), addresses AS (
    DELETE FROM account_emailaddress WHERE user_id IN (SELECT id FROM unverified)
)
DELETE FROM accounts_user WHERE id IN (SELECT id FROM unverified)
"""


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


def forget_unverified(*, at: datetime) -> int:
    """Delete who registered more than seven days ago and never verified the address. Under the service role."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [at - FORGOTTEN_AFTER])
        return cursor.rowcount
