"""Brokers and TPAs: adding one, its people and activity, removing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import services
from access.forms import DelegationForm
from access.guard import requires
from access.models import Delegation
from access.privileges import Privilege
from access.queries import code_lines, delegations_seen_by, done_by, grant_lines

MANAGE = Privilege.MANAGE_ACCESS
SHOWN = 50


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_delegation(request):
    """Add an organization; it has no access until its people get codes."""
    form = DelegationForm(request.POST or None, zone=request.grant.purchaser.zone)
    if form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                made = services.delegate(
                    name=values["name"],
                    kind=values["kind"],
                    ends_at=form.ends_at(),
                    own=request.grant,
                    at=timezone.now(),
                )
        except services.CannotChangeAccess as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("delegation", made.pk)
    return render(request, "access/new_delegation.html", {"form": form}, status=422 if form.errors else 200)


@requires(MANAGE)
@require_safe
def delegation(request, pk):
    """One organization: its people, codes and activity."""
    found = delegations_seen_by(request.grant).filter(pk=pk).first()
    if found is None:
        raise Http404
    own, now = request.grant, timezone.now()
    context = {
        "delegation": found,
        "is_over": found.is_over(now),
        "people": [line for line in grant_lines(own, now) if line.delegation_id == found.pk],
        "codes": [line for line in code_lines(own, now) if line.delegation_id == found.pk],
        "page": Paginator(done_by(found, own), SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "access/delegation.html", context)


@requires(MANAGE)
@require_POST
def end_delegation(request, pk):
    try:
        with transaction.atomic():
            ended, people = services.end_delegation(delegation_id=pk, own=request.grant, at=timezone.now())
    except Delegation.DoesNotExist as missing:
        raise Http404 from missing
    except services.CannotChangeAccess as refusal:
        messages.warning(request, str(refusal))
        return redirect("delegation", pk)
    words = ngettext(
        "%(name)s is removed: the access of %(count)d person has ended.",
        "%(name)s is removed: the access of %(count)d people has ended.",
        people,
    )
    messages.info(request, words % {"name": ended, "count": people})
    return redirect("access")
