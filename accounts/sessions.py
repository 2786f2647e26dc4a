"""Session ids: renewed when rights increase, and the list of sessions follows."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest


def renew_session(request: HttpRequest) -> None:
    """Give the session a new id; the old one stops working."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
