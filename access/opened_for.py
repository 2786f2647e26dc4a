"""The mark of a form: for which purchaser it was opened.

`{% csrf_token %}` writes it into every form (access/templatetags/opened_for.py), and `guard.requires` compares it with
the purchaser that is chosen when the form is sent: another tab may have switched since.
"""

import re
from http import HTTPStatus
from inspect import getclosurevars
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from access.preview import SAFE, SESSION_PREVIEW
from access.refill import refilled

# The field of a form.
MARK = "opened_for"
# Sent by htmx with every part of a page.
HEADER = "X-Opened-For"
# The fields that ask for a form once more with what was typed: the purchaser's mark, and where the form was sent.
AGAIN, SENT_TO = "show_again", "sent_to"
CONTROL = {"csrfmiddlewaretoken", "key", MARK, AGAIN, SENT_TO}


# Two ids and a signature, so that only marks of this portal name a purchaser.
WRITTEN = re.compile("p[.]([0-9a-f]{16})([0-9a-f]{16})[.][0-9a-f]{32}")


class OpenedElsewhere(PermissionDenied):
    """The form was opened for another purchaser, or in another view, than the current one; `mark` None: it doesn't say."""

    def __init__(self, mark):
        super().__init__("opened for another purchaser")
        self.mark = mark


class Mark(NamedTuple):
    """Whose form it is: the purchaser, and the user whose view an administrator had (0: their own view)."""

    purchaser_id: int
    seen_as_id: int = 0

    @classmethod
    def of(cls, request) -> Self:
        seen_as = getattr(request, "seen_as", None)
        return cls(request.grant.purchaser_id, seen_as.pk if seen_as else 0)

    @classmethod
    def read(cls, text) -> Self | None:
        written = WRITTEN.fullmatch(text or "")
        if written is None:
            return None
        mark = cls(int(written[1], 16), int(written[2], 16))
        return mark if constant_time_compare(str(mark), text) else None

    def __str__(self) -> str:
        values = f"{self.purchaser_id:016x}{self.seen_as_id:016x}"
        return f"p.{values}.{salted_hmac('access.opened_for', values, algorithm='sha256').hexdigest()[:32]}"


def _said(request):
    return Mark.read(request.POST.get(MARK) or request.headers.get(HEADER))


def _says_nothing(request):
    """A page needs no mark, and the client of Django's tests sends the fields of no form: no token, and no mark."""
    return request.method in SAFE or getattr(request, "_dont_enforce_csrf_checks", False)


def refuse_other_purchaser(request):
    """Raise OpenedElsewhere unless the form, or the page that loads a part, is the current purchaser's."""
    said = _said(request)
    if said is None and _says_nothing(request):
        return
    if said is None or said.purchaser_id != request.grant.purchaser_id:
        raise OpenedElsewhere(said)


def refuse_other_view(request):
    """Raise OpenedElsewhere when a form of somebody else's view is sent from one's own, or the other way round."""
    said = _said(request)
    if said is not None and said != Mark.of(request):
        raise OpenedElsewhere(said)


def has_mark(request):
    """Whether forms on this page are a purchaser's. The tour saves nothing, so its forms need no mark."""
    return getattr(request, "grant", None) is not None and not getattr(request, "sandbox", None)


def fields(request):
    """The hidden field of a form."""
    return (
        format_html('<input type="hidden" name="{}" value="{}">', MARK, Mark.of(request)) if has_mark(request) else ""
    )


def header(request):
    """The attribute by which htmx sends the page's mark."""
    return format_html(' hx-headers=\'{{"{}": "{}"}}\'', HEADER, Mark.of(request)) if has_mark(request) else ""


def page_to_return_to(request):
    """The page that a form is on: the one that sent it, or the nearest above the address that takes it; Home at last."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        sent_by = urlsplit(referer)
        address = f"{sent_by.path}?{sent_by.query}" if sent_by.query else sent_by.path
    else:
        address = request.get_full_path()
    while not _is_page(address) and address.count("/") > 1:
        address = address.partition("?")[0].rstrip("/").rpartition("/")[0] + "/"
    return address if _is_page(address) else reverse("home")


def _is_page(address):
    try:
        view = resolve(address.partition("?")[0]).func
    except Resolver404:
        return False
    return getattr(view, "fence", "") == "requires" and _shows(view)


def _shows(view):
    """Whether a view answers GET, by the list that Django's decorator of its methods has."""
    while view:
        if methods := getclosurevars(view).nonlocals.get("request_method_list"):
            return "GET" in methods
        view = getattr(view, "__wrapped__", None)
    return True


def typed(posted):
    """(name, value) of what was typed into a form."""
    return [(name, value) for name, values in posted.lists() if name not in CONTROL for value in values]


def asks_again(request):
    """The mark by which a form is asked for once more, or None."""
    return Mark.read(request.POST.get(AGAIN)) if request.method == "POST" else None


def show(request):
    """Make the request one for the page, in the user's own view; what was typed is kept beside it, and nothing is saved."""
    request.session.pop(SESSION_PREVIEW, None)
    request.kept, request.POST, request.method = request.POST, QueryDict(), "GET"


def as_sent(request):
    """The request as the browser sent it."""
    if kept := getattr(request, "kept", None):
        request.POST, request.method = kept, "POST"
    return request


def as_typed(request, response):
    """The page of a form with what the user had typed into it."""
    if response.status_code == HTTPStatus.OK and response.get("Content-Type", "").startswith("text/html"):
        sent_to, entries = request.kept.get(SENT_TO, ""), typed(request.kept)
        page = response.content.decode()
        response.content = refilled(page, address=request.path, action=sent_to, typed=entries, kept_out=CONTROL)
    return response
