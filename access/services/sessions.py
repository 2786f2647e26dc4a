"""The sessions of a user whose access has ended."""

from datetime import datetime

from allauth.usersessions.models import UserSession

from access import tenancy
from access.models import Grant
from accounts.models import User


def end_sessions(user: User, at: datetime) -> None:
    """End the sessions of a user without any grant in force."""
    with tenancy.service():
        if user.is_staff or Grant.objects.in_force(at).filter(user=user).exists():
            return
    for session in UserSession.objects.filter(user=user):
        session.end()
