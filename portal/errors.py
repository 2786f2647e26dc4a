"""Error pages: what happened, what to do, whom to call, and the reference of the log line."""

import secrets
import sys

import structlog
from django.db import OperationalError
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget
from redis.exceptions import RedisError

from access import opened_for, tenancy
from access.elsewhere import BelongsElsewhere
from access.guard import NoGrant, NoPrivilege, managers_of, suspensions_of
from access.preview import OnlyLooking
from accounts.adapter import MailAway
from accounts.models import Purchaser, User
from accounts.services import TooOften

log = structlog.get_logger(__name__)
UNREACHABLE = (OperationalError, RedisError, MailAway)


def _page(request, status, template=None, **context):
    reference = secrets.token_hex(4).upper()
    log.warning("error page", status=status, reference=reference)
    context |= {"reference": reference, "status": status}
    return render(request, template or f"errors/{status}.html", context, status=status)


def bad_request(request, exception=None):
    return _page(request, 400)


def too_large(request):
    """The body is not read."""
    return _page(request, 413, "errors/413.html")


def forbidden(request, exception=None):
    if isinstance(exception, NoGrant):
        return _page(request, 403, "errors/no_grant.html", suspensions=suspensions_of(request.user))
    if isinstance(exception, opened_for.OpenedElsewhere):
        return _opened_elsewhere(request, exception.mark)
    if isinstance(exception, BelongsElsewhere):
        return _page(request, 409, "errors/belongs_elsewhere.html", owner=exception.purchaser)
    if isinstance(exception, OnlyLooking):
        return _page(request, 403, "errors/only_looking.html", **_form_again(request, opened_for.Mark.of(request)))
    if isinstance(exception, NoPrivilege):
        return _page(
            request, 403, privilege=exception.label, managers=managers_of(request.grant.purchaser, request.user)
        )
    return _page(request, 403)


def _opened_elsewhere(request, mark):
    """Both purchasers by name, and the way back to the form with what was typed. A part of an old page is a new page."""
    if request.method in ("GET", "HEAD"):
        return HttpResponseClientRefresh()
    own = opened_for.Mark.of(request)
    context = {"mark": mark, "opened": None, "looked_at": None}
    if mark:
        context["opened"] = _purchaser(request, mark.purchaser_id)
        context["looked_at"] = User.objects.filter(pk=mark.seen_as_id).first()
        context["switches"] = mark.purchaser_id != own.purchaser_id
    context |= _form_again(request, opened_for.Mark((mark or own).purchaser_id))
    response = _page(request, 409, "errors/opened_elsewhere.html", **context)
    return reswap(retarget(response, "body"), "innerHTML") if request.htmx else response


def _form_again(request, mark):
    return {
        "again": mark,
        "address": opened_for.page_to_return_to(request),
        "typed": opened_for.typed(request.POST),
    }


def _purchaser(request, pk):
    """A purchaser that the user works for; a representative works for any. None after the access has ended."""
    if not request.user.is_staff:
        return next((each.purchaser for each in request.grants if each.purchaser_id == pk), None)
    with tenancy.as_user(request.user), tenancy.staff():
        return Purchaser.objects.filter(pk=pk).first()


def csrf_failed(request, reason=""):
    """The form is older than the sign-in. The browser's Back button restores the entries."""
    return _page(request, 403, "errors/csrf.html")


def method_not_allowed(request):
    return HttpResponseNotAllowed(["GET", "HEAD", "POST"])


def not_found(request, exception=None):
    return _page(request, 404)


def server_error(request):
    """Answer 503 when the database, cache or mail server is briefly away.

    Uncounted sign-in attempts are refused: without the cache no one signs in, and open sessions continue.
    """
    if isinstance(sys.exc_info()[1], UNREACHABLE):
        return _page(request, 503)
    return _page(request, 500)


def too_many(request, exception=None):
    """The page for too many attempts or reads, with the time to continue. Sign-in waits at most five minutes."""
    until, grant = getattr(exception, "until", None), getattr(request, "grant", None)
    seconds = max(int((until - timezone.now()).total_seconds()) + 1, 1) if until else 300
    if isinstance(exception, TooOften):
        until = None
    if until and grant:
        until = until.astimezone(grant.purchaser.zone)
    with timezone.override(until.tzinfo if until else None):
        response = _page(request, 429, until=until, minutes=-(-seconds // 60))
    response["Retry-After"] = str(seconds)
    return response
