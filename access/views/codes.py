"""Entering an access code, then confirming the company's name."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access import services
from access.forms import CodeForm
from access.guard import SESSION_PURCHASER, own_scopes
from accounts.sessions import renew_session

SESSION_CODE = "access_code"
REFUSED = 422
TOO_MANY = 429


def _page(request, form, *, status=200, **context):
    context |= {"form": form, "days": settings.CODE_DAYS}
    return render(request, "access/enter_code.html", context, status=status)


def _minutes_until(moment):
    return -(-(moment - timezone.now()) // timedelta(minutes=1))


def _linked(request, purchaser):
    request.session[SESSION_PURCHASER] = purchaser.pk
    messages.info(request, _("You now have access to %(name)s.") % {"name": purchaser.name})
    return redirect("home")


@own_scopes
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request):
    """All invalid codes get the same answer; a valid one leads to confirmation."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form, status=REFUSED if form.errors else 200)
    try:
        index = services.enter_code(
            user=request.user,
            typed=form.cleaned_data["code"],
            address=get_adapter().get_client_ip(request),
            at=timezone.now(),
        )
    except services.TooManyTries as locked:
        return _page(request, form, status=TOO_MANY, minutes=_minutes_until(locked.until))
    except services.AlreadyLinked as linked:
        messages.info(request, _("You already entered this code."))
        return _linked(request, linked.purchaser)
    except services.CodeRefused:
        return _refused(request, form)
    request.session[SESSION_CODE] = index.hex()
    return redirect("confirm_code")


def _empty_form():
    """An empty form that errors can be added to."""
    form = CodeForm({"code": ""})
    form.full_clean()
    form.errors.clear()
    return form


def _refused(request, form):
    """Show the code as typed, so that one wrong character can be corrected."""
    request.session.pop(SESSION_CODE, None)
    form.add_error("code", _("Access code: this code can't be used. Check every character, or ask for a new code."))
    return _page(request, form, status=REFUSED)


@own_scopes
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request):
    """Show the company and what the code gives, and link on confirmation."""
    if SESSION_CODE not in request.session:
        return redirect("enter_code")
    index = bytes.fromhex(request.session[SESSION_CODE])
    try:
        if request.method == "POST":
            grant = services.redeem(index=index, user=request.user, at=timezone.now())
            request.session.pop(SESSION_CODE, None)
            renew_session(request)
            return _linked(request, grant.purchaser)
        offer = services.offered(index, user=request.user, at=timezone.now())
    except services.AlreadyLinked as linked:
        return _linked(request, linked.purchaser)
    except services.CodeRefused:
        return _refused(request, _empty_form())
    except services.CannotChangeAccess as refusal:
        return _page(request, CodeForm(), status=REFUSED, problems=[str(refusal)])
    with timezone.override(offer.purchaser.zone):
        return render(request, "access/confirm_code.html", {"offer": offer, "code": offer.code})


@own_scopes
@require_POST
def ask_for_new_code(request):
    """The same answer whether or not a code was ever sent to this user."""
    services.ask_for_new_code(user=request.user, at=timezone.now())
    messages.info(request, _("If an access code was sent to you, we have asked the sender for a new one."))
    return redirect("enter_code")
