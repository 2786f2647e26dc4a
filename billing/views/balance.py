"""The balance: what is owed, since when, and by which unit."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guard import requires
from access.privileges import Privilege
from billing.queries.balance import balance as balance_of
from billing.queries.bills import held, next_bill_day
from billing.queries.forecast import forecasts


@requires(Privilege.VIEW_BILL)
@require_safe
def balance(request):
    grant, now = request.grant, timezone.now().astimezone(request.grant.purchaser.zone)
    found = balance_of(grant, now.date())
    context = {
        "balance": found,
        "held": held(grant),
        "forecasts": forecasts(grant, now.date()),
        "next_bill_on": None if found.has_any else next_bill_day(grant, now.date()),
        "now": now,
        "today": now.date(),
    }
    return render(request, "billing/balance.html", context)
