"""Switching the purchaser, staying signed in, and the signed-out page."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guard import SESSION_PURCHASER, admissions_of, choose_purchaser, proof_first, public, signed_in
from accounts.models.purchasers import zone_words
from accounts.queries import OUR_ZONE


@signed_in
@require_POST
def switch_purchaser(request):
    """Make another of the user's purchasers the current one, and go on to the page that belongs to it."""
    wanted = request.POST.get("purchaser", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18) or not choose_purchaser(request, int(wanted)):
        raise Http404
    return redirect(_page(request.POST.get("next", "")) or "home")


def _page(address):
    """An address within the portal, or ""."""
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return address if safe else ""


@signed_in
@require_POST
def stay_signed_in(request):
    """Answer the idle warning: this request extends the session."""
    return HttpResponse(status=204)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def session_ended(request):
    """Sign out for inactivity by POST; the page says so. Signing in leads back to the same page."""
    if request.method == "POST":
        logout(request)
        return HttpResponse(status=204)
    return render(request, "portal/session_ended.html", {"next": _page(request.GET.get("next", ""))})


@signed_in
@require_safe
def sessions(request):
    """The user's sessions."""
    own, zone = UserSession.objects.purge_and_list(request.user), _zone(request)
    context = {"sessions": sorted(own, key=lambda each: -each.pk), "zone": zone_words(zone.key)}
    with timezone.override(zone):
        return render(request, "portal/sessions.html", context)


def _zone(request):
    """The zone of the user's purchaser; the carrier's for representatives and users without access."""
    admissions = [] if request.user.is_staff else admissions_of(request.user, timezone.now())
    purchasers = {each.purchaser_id: each.purchaser for each in admissions}
    chosen = purchasers.get(request.session.get(SESSION_PURCHASER)) or next(iter(purchasers.values()), None)
    return chosen.zone if chosen else OUR_ZONE


@signed_in
@require_POST
def end_session(request, pk):
    """End one of the user's other sessions, with fresh proof. Signing out ends the current one."""
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if session is None:
        raise Http404
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    if first := proof_first(request):
        return first
    session.end()
    messages.info(request, _("Session ended."))
    return redirect("sessions")
