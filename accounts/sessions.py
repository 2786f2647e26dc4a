"""The id of a session: another one at each rise in rights, and the list of sessions follows it."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest


def renew_session(request: HttpRequest) -> None:
    """Give the session another id; the old one leads nowhere any more."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
