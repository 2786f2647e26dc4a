"""Rules for every page: no browser stores private pages, and idle sessions end."""

import time
from urllib.parse import unquote

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_structlog.middlewares import RequestMiddleware

from access import documents
from accounts.services import TooMuch, TooOften
from accounts.sessions import renew_session
from portal import errors, health

SEEN = "seen"
SINCE = "since"
# How often a used session is written; it may end this much late.
SEEN_EVERY_SECONDS = 15
METHODS = ("GET", "HEAD", "POST")
STORED = (200, 304)
LOGOUT = "/accounts/logout/"
# The one address that takes a file, with room for the other fields.
UPLOAD = "admin:access_accessdocument_register"
LARGEST_UPLOAD = documents.LARGEST + 1_000_000
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def every_answer(get_response):
    """Send the security headers on whatever is answered, also where a later rule or Django itself refuses a request.

    Only static files that are there may be stored.
    """
    headers = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
    }

    def middleware(request):
        response = get_response(request)
        if not (request.path.startswith(settings.STATIC_URL) and response.status_code in STORED):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        for name, value in headers.items():
            response.setdefault(name, value)
        if request.method == "POST" and request.path == LOGOUT:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def only_text(get_response):
    """Refuse an address with a null byte, and take no cookie that has one: no stored text does.

    Cookies are dropped first, since the error page reads the session.
    """

    def middleware(request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("null byte")
        return get_response(request)

    return middleware


def answer_probes(get_response):
    """Answer health checks before the host name is checked: containers and load balancers ask by address."""
    answers = {f"/{view.__name__}": view for view in (health.healthz, health.readyz)}

    def middleware(request):
        return answers.get(request.path_info, get_response)(request)

    return middleware


class LogRequests(RequestMiddleware):
    """Log the address that limits count by: what trusted proxies added, not what the client says."""

    @classmethod
    def bind_ip(cls, request):
        try:
            address = get_adapter().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            address = None
        structlog.contextvars.bind_contextvars(ip=address)

    @staticmethod
    def bind_user_id(request):
        """Only of a user who has been read: a line about a database that is away does not ask it again."""
        if hasattr(request, "_cached_user"):
            RequestMiddleware.bind_user_id(request)


def only_known_ways(get_response):
    """Allow only GET, HEAD and POST, and no embedding in other sites as picture or script."""

    def middleware(request):
        if request.method not in METHODS:
            return errors.method_not_allowed(request)
        fetched = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if fetched and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return errors.forbidden(request)
        return get_response(request)

    return middleware


def bounded_bodies(get_response):
    """Refuse a body larger than its address takes, before anything reads it: a part with a file would fill the disk."""

    def middleware(request):
        takes = LARGEST_UPLOAD if request.path_info == reverse(UPLOAD) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        said = request.META.get("CONTENT_LENGTH") or ""
        if said.isdecimal() and int(said) > takes:  # anything else is no length for Django either
            return errors.too_large(request)
        return get_response(request)

    return middleware


def is_poll(request):
    """Whether the page asks by itself. Polling does not keep a session alive."""
    return request.headers.get("X-Poll") == "1"


def _is_over(session, now):
    """Idle for too long, or signed in for too long."""
    idle = now - session.get(SEEN, now) > settings.IDLE_SECONDS + SEEN_EVERY_SECONDS
    return idle or now - session.setdefault(SINCE, now) > settings.SESSION_COOKIE_AGE


def end_sessions(get_response):
    """Sign out after IDLE_SECONDS without activity, and after SESSION_COOKIE_AGE in any case."""

    def middleware(request):
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get(SEEN)
            if _is_over(request.session, now):
                logout(request)
                request.session_ended = True
            elif not seen or (now - seen >= SEEN_EVERY_SECONDS and not is_poll(request)):
                request.session[SEEN] = now
        return get_response(request)

    return middleware


def renew_sessions(get_response):
    """Change the session id after each password or second factor."""

    def middleware(request):
        before = len(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, []))
        known = request.user.is_authenticated
        response = get_response(request)
        if known and len(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])) > before:
            renew_session(request)
        return response

    return middleware


class SayTooMuch:
    """Show the limit page to users who read or submitted more than the limits allow."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return errors.too_many(request, exception) if isinstance(exception, (TooMuch, TooOften)) else None
