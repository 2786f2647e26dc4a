"""Switching the purchaser, staying signed in, having been signed out."""

from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from access.guard import choose_purchaser, public, signed_in


@signed_in
@require_POST
def switch_purchaser(request):
    """Make another of the user's purchasers the current one."""
    wanted = request.POST.get("purchaser", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18) or not choose_purchaser(request, int(wanted)):
        raise Http404
    return redirect("home")


@signed_in
@require_POST
def stay_signed_in(request):
    """The answer to the warning: using it is what extends the session."""
    return HttpResponse(status=204)


@public
@require_safe
def session_ended(request):
    """Signed out for being idle. The way back in leads to where the user was."""
    if request.user.is_authenticated:
        logout(request)
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return render(request, "portal/session_ended.html", {"next": wanted if safe else ""})
