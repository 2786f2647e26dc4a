"""The first page: the landing page for visitors, the desk for representatives, Home for the rest."""

from functools import wraps

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from access.guard import SESSION_PURCHASER
from portal.views.home import home
from portal.views.tour import landing


@require_safe
def _to_the_desk(request):
    return redirect("admin:index")


@wraps(home)
def front(request):
    if not request.user.is_authenticated:
        return landing(request)
    if request.user.is_staff and SESSION_PURCHASER not in request.session:
        return _to_the_desk(request)
    return home(request)
