"""What holds for every page: nothing signed-in is stored by a browser, and an idle session ends."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.utils.cache import add_never_cache_headers

SEEN = "seen"
# A session is written at most this often for being used; it ends at most this much late.
SEEN_EVERY_SECONDS = 15
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def private_pages(get_response):
    """no-store on everything but static files, and a permissions policy."""

    def middleware(request):
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def is_poll(request):
    """Asked for by the page itself, not by the person: it does not keep a session alive."""
    return request.headers.get("X-Poll") == "1"


def end_idle_sessions(get_response):
    """Sign out who has done nothing for IDLE_SECONDS."""

    def middleware(request):
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get(SEEN)
            if seen and now - seen > settings.IDLE_SECONDS + SEEN_EVERY_SECONDS:
                logout(request)
                request.session_ended = True
            elif not seen or (now - seen >= SEEN_EVERY_SECONDS and not is_poll(request)):
                request.session[SEEN] = now
        return get_response(request)

    return middleware
