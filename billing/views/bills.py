"""The list of bills, one bill, and how a line of it came about."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guard import requires
from access.privileges import Privilege
from accounts.services import count_search
from billing.queries import bill as queries
from billing.queries.bills import bill_of, held, listed, next_bill_day, page_of_bills
from billing.queries.causes import causes
from billing.queries.changed import changed
from billing.queries.explain import explained

LONGEST_SEARCH = 100


def _today(request):
    return request.grant.purchaser.today(timezone.now())


def _bill_or_404(request, pk):
    """A bill of the grant's purchaser and units; any other looks missing."""
    bill = bill_of(request.grant, pk)
    if bill is None:
        raise Http404
    return bill


@requires(Privilege.VIEW_BILL)
@require_safe
def bills(request):
    today = _today(request)
    page, rows = page_of_bills(request.grant, today, request.GET.get("page"))
    waiting = held(request.grant)
    context = {
        "page": page,
        "bills": rows,
        "held": waiting,
        "next_bill_on": None if rows or waiting else next_bill_day(request.grant, today),
    }
    return render(request, "billing/bills.html", context)


@requires(Privilege.VIEW_BILL)
@require_safe
def bill(request, pk):
    """The bill with one line opened, if `explain` names one."""
    own = _bill_or_404(request, pk)
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    if words:
        count_search(by=request.user, purchaser=request.grant.purchaser, at=timezone.now())
    summary = queries.summary(own)
    people = queries.current_lines(own, words)
    retroactive = queries.lines_on_page(
        queries.retroactive_lines(own), request.GET.get("corrections"), summary.retroactive
    )
    context = {
        "bill": own,
        "state": listed([own], _today(request))[0].state,
        "summary": summary,
        "changed": changed(own, summary.previous, request.grant) if summary.previous else None,
        "retroactive": retroactive,
        "people": queries.lines_on_page(people, request.GET.get("page"), None if words else summary.current),
        "causes": causes({change for row in retroactive.rows for change in row.changes}, request.grant),
        "words": words,
        "rest": urlencode({"q": words} if words else {}),
        "opened": _opened(request, own),
    }
    return render(request, "billing/bill.html", context)


def _opened(request, own):
    """The line that the address asks to explain; none where it is not on the bill."""
    number = request.GET.get("explain", "")
    found = queries.line_of(own, int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None
    return explained(own, found, request.grant) if found else None


@requires(Privilege.VIEW_BILL)
@require_safe
def line(request, pk, line):
    """A line by itself, with how it came about, or closed again."""
    own = _bill_or_404(request, pk)
    found = queries.line_of(own, line)
    if found is None:
        raise Http404
    context = {
        "bill": own,
        "line": found,
        "opened": None if "close" in request.GET else explained(own, found, request.grant),
        "causes": causes(found.changes, request.grant),
        "retro": found.month < own.month,
    }
    return render(request, "billing/_line.html", context)
