"""Account access: the list, new codes, changing, suspending, ending and leaving."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import services
from access.forms import NewAccessForm, StandingForm
from access.guard import proof_first, requires, signed_in
from access.models import AccessCode, Grant
from access.preview import SESSION_PREVIEW
from access.privileges import Privilege
from access.queries import (
    code_lines,
    delegations_of,
    grant_lines,
    last_review,
    review_is_due,
    units_of,
)
from accounts.models import Activity
from accounts.platform.typed import line
from accounts.services import record

MANAGE = Privilege.MANAGE_ACCESS
ACTS = {
    "suspend": (services.suspend_access, lambda: _("%(name)s's access is suspended.")),
    "resume": (services.resume_access, lambda: _("%(name)s can use the portal again.")),
}


@requires(MANAGE)
@require_safe
def access(request):
    """People with access, and open codes."""
    wanted = line(request.GET.get("q", ""), 80)
    now, purchaser = timezone.now(), request.grant.purchaser
    context = {
        "people": grant_lines(request.grant, now, wanted),
        "codes": code_lines(request.grant, now, wanted),
        "organizations": delegations_of(request.grant, now),
        "wanted": wanted,
        "reviewed_at": last_review(purchaser),
        "review_is_due": review_is_due(purchaser, now),
        "code_days": settings.CODE_DAYS,
    }
    return render(request, "access/list.html", context)


def _outlook(form):
    chosen = form._chosen("privileges")
    return {
        "can": [each.label for each in Privilege if each.value in chosen],
        "cannot": [each.label for each in Privilege if each.value not in chosen],
    }


def _form_page(request, form, template, *, problems=(), **context):
    if request.htmx:
        return render(request, "access/_outlook.html", _outlook(form))
    failed = bool(problems) or bool(form.errors)
    context |= {"form": form, "problems": list(problems), **_outlook(form)}
    return render(request, template, context, status=422 if failed else 200)


def _attempt(form, act):
    """The result of `act` in a savepoint; None when refused, with the reason at its field."""
    try:
        with transaction.atomic():
            return act()
    except services.CannotChangeAccess as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return None


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_access(request):
    """Create an access code."""
    own, now = request.grant, timezone.now()
    form = NewAccessForm(
        request.POST or None,
        initial={"organization": request.GET.get("organization", "")},
        own=own,
        units=units_of(own.purchaser),
        delegations=delegations_of(own, now),
    )
    if request.htmx or not form.is_valid():
        return _form_page(request, form, "access/new.html")
    values = form.cleaned_data
    code = _attempt(
        form,
        lambda: services.issue_code(
            email=values["email"],
            name=values["name"],
            standing=form.standing(),
            purchaser=own.purchaser,
            by=request.user,
            at=now,
            own=own,
            delegation=form.delegation(),
        ),
    )
    if code is None:
        return _form_page(request, form, "access/new.html")
    messages.info(request, _("An access code is on its way to %(email)s.") % {"email": code.email})
    return redirect("access")


def grant_or_404(request, pk):
    grants = Grant.objects.seen_by(request.grant).not_over(timezone.now())
    grant = grants.filter(pk=pk).select_related("user", "purchaser").first()
    if grant is None:
        raise Http404
    return grant


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change_access(request, pk):
    """Change one person's access."""
    grant = grant_or_404(request, pk)
    zone = request.grant.purchaser.zone
    initial = {
        "privileges": grant.privileges,
        "unit_ids": grant.unit_ids or [],
        "ends_on": grant.ends_at.astimezone(zone).date() if grant.ends_at else None,
        "payment_limit": grant.payment_limit,
    }
    units = units_of(request.grant.purchaser)
    form = StandingForm(request.POST or None, initial=initial, own=request.grant, units=units)
    changed, seen = None, services.access_mark(grant)
    if form.is_valid() and not request.htmx:
        what = {"grant_id": pk, "standing": form.standing(), "seen": request.POST.get("seen", "")}
        changed = _attempt(form, lambda: services.change_access(**what, own=request.grant, at=timezone.now()))
    if changed is None:
        own = grant.pk == request.grant.grant_id
        # A mistake elsewhere must not hide that the access changed meanwhile.
        stale = bool(request.POST) and request.POST.get("seen") != seen
        context = {"target": grant, "own": own, "seen": seen, "stale": stale, "now": initial}
        covered = [unit for unit in units if request.grant.covers_unit(unit.pk)]
        context["now_units"] = [unit.name for unit in covered if unit.pk in (grant.unit_ids or [])]
        return _form_page(request, form, "access/change.html", **context)
    messages.info(request, _("%(name)s's access is changed.") % {"name": grant.user})
    return redirect("access")


@requires(MANAGE)
@require_POST
def act_on_access(request, pk, act):
    """Suspend, resume or revoke. Resuming gives access, so it asks for fresh proof."""
    if act != "revoke" and act not in ACTS:
        raise Http404
    grant = grant_or_404(request, pk)
    if act == "resume" and (asked := proof_first(request)):
        return asked
    try:
        with transaction.atomic():
            if act == "revoke":
                services.revoke_access(grant=grant, by=request.user, at=timezone.now(), own=request.grant)
                words = _("%(name)s's access has ended.")
            else:
                do, say = ACTS[act]
                do(
                    grant_id=pk,
                    own=request.grant,
                    purchaser=request.grant.purchaser,
                    by=request.user,
                    at=timezone.now(),
                )
                words = say()
    except services.CannotChangeAccess as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, words % {"name": grant.user})
    return redirect("access")


@requires(MANAGE)
@require_POST
def take_code_back(request, pk):
    try:
        with transaction.atomic():
            code = services.take_code_back(code_id=pk, own=request.grant, at=timezone.now())
    except AccessCode.DoesNotExist as missing:
        raise Http404 from missing
    except services.CannotChangeAccess as refusal:
        messages.warning(request, str(refusal))
        return redirect("access")
    messages.info(request, _("%(name)s's access code is canceled.") % {"name": code.name})
    return redirect("access")


@requires()
@require_POST
def leave(request):
    """End one's own access to the current purchaser."""
    try:
        with transaction.atomic():
            services.leave(own=request.grant, at=timezone.now())
    except services.CannotChangeAccess as refusal:
        messages.warning(request, str(refusal))
        return redirect("home")
    messages.info(request, _("Your access to %(name)s has ended.") % {"name": request.grant.purchaser})
    return redirect("home")


@requires(MANAGE)
@require_POST
def preview(request, pk):
    """View the portal as this person until the preview is ended."""
    grant = grant_or_404(request, pk)
    request.session[SESSION_PREVIEW] = grant.pk
    record(
        "previewed_access",
        by=request.user,
        at=timezone.now(),
        purchaser=grant.purchaser,
        channel=Activity.Channel.WEB,
        obj=grant,
        summary=str(grant.user),
    )
    return redirect("home")


@signed_in
@require_POST
def end_preview(request):
    request.session.pop(SESSION_PREVIEW, None)
    return redirect("access")
