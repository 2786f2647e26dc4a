"""The public user ID request: fill in the form, download it as PDF, check its status."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import services
from access.forms import RequestForm, StatusForm
from access.guard import public
from access.models import AccessRequest
from access.request_form import form_pdf
from access.throttle import throttle
from accounts.platform.business_time import business_days_after
from accounts.platform.even_time import in_even_time, leads_on
from accounts.queries import OUR_ZONE, closed_days

SESSION_REQUEST = "user_id_request"
FORMS_AT_MOST, LOOKS_AT_MOST = "10/h/ip", "20/m/ip"


@in_even_time(leads_on)
@public
@require_http_methods(["GET", "HEAD", "POST"])
def user_id_request(request):
    """Fill in the form online or take it blank. Reads nothing about purchasers on file."""
    blank = "blank" in request.POST
    initial = {"purchaser_number": request.session.get("tour_number", "")}
    form = RequestForm(None if blank else request.POST or None, initial=initial)
    if not blank and not form.is_valid():
        return render(request, "access/user_id_request.html", {"form": form}, status=422 if form.errors else 200)
    throttle(request, "user_id_request", FORMS_AT_MOST)
    made = services.draw_up(at=timezone.now(), **({} if blank else form.written()))
    request.session[SESSION_REQUEST] = made.reference
    return redirect("request_ready")


def _own(request):
    """The request made in this browser; no one else sees its contents."""
    made = services.look_up(request.session.get(SESSION_REQUEST, ""))
    if made is None:
        raise Http404
    return made


@public
@require_safe
def request_ready(request):
    return render(request, "access/request_ready.html", {"made": _own(request), "goal_days": services.GOAL_DAYS})


@public
@require_safe
def request_form_file(request):
    made = _own(request)
    response = HttpResponse(form_pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="user-id-request-{made.reference}.pdf"'
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def request_status(request):
    """State and business days left, by reference; nothing else."""
    form, found, days = StatusForm(request.POST or None), None, None
    if form.is_valid():
        throttle(request, "request_status", LOOKS_AT_MOST)
        found = services.look_up(form.cleaned_data["reference"])
        if found is None:
            form.add_error("reference", form.unknown)
        elif found.due_at:
            days = _days_left(found)
    context = {
        "form": form,
        "state": found.state_in_words if found else "",
        "days": days,
        "is_expired": found is not None and found.state == AccessRequest.State.EXPIRED,
        "waited": settings.REQUEST_DAYS,
    }
    return render(request, "access/request_status.html", context, status=422 if form.errors else 200)


def _days_left(found):
    """At most the goal on the form: a request received on a closed day counts from the next open day."""
    now = timezone.now()
    if found.due_at <= now:
        return 0
    today, last = (at.astimezone(OUR_ZONE).date() for at in (now, found.due_at))
    return min(max(business_days_after(today, last, closed_days()), 1), services.GOAL_DAYS)
