"""The tour: real pages with the sample company, read-only and public. It ends at the user ID request."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import Resolver404, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guard import public
from access.sandbox import in_sandbox, sandbox_admission
from access.throttle import throttle
from accounts.platform.typed import figures, line
from enrollment.models import RosterLine

PREFIX = "/tour/"
SESSION_STEP, SESSION_NUMBER = "tour_step", "tour_number"
STARTS_AT_MOST = "20/m/ip"
# Pages and forms open to visitors; none reveals or exports data, and none saves.
PAGES = {
    *("home", "roster", "roster_last_four", "person", "requests", "request", "activity"),
    *("add_employee", "add_dependents", "correct_details", "end_coverage", "reverse_end"),
    *("access", "new_access", "change_access", "review_access", "new_delegation", "delegation"),
    *("balance", "bills"),
}
# Posts that only show something: the search by digits, and what chosen privileges allow.
SHOWS_BY_POST, SHOWS_PART = {"roster_last_four"}, {"new_access", "change_access"}
STEPS = (
    (
        "home",
        gettext_lazy("Home"),
        gettext_lazy("See how many members you cover, what needs your action, and recent activity."),
    ),
    (
        "roster",
        gettext_lazy("Employees"),
        gettext_lazy(
            "Find employees and their dependents by name, member number or last 4 digits of the Social Security number."
        ),
    ),
    (
        "person",
        gettext_lazy("Member details"),
        gettext_lazy(
            "See coverage history, dependents, personal details and changes. Add dependents, end"
            " coverage or correct details here."
        ),
    ),
    (
        "add_employee",
        gettext_lazy("Add an employee"),
        gettext_lazy(
            "Three steps. We save your draft at each one. Most enrollments are complete as soon as you submit."
        ),
    ),
    (
        "requests",
        gettext_lazy("Requests"),
        gettext_lazy(
            "Track every request by its confirmation number. Our goal for requests in review is two business days."
        ),
    ),
    (
        "access",
        gettext_lazy("Account access"),
        gettext_lazy(
            "Give others access with an access code. Choose their permissions, enrollment units and last day of access."
        ),
    ),
)
NAMES = [name for name, _title, _words in STEPS]


def _address(admission, number):
    """The address of a step; the person is the first on the list."""
    name = NAMES[number - 1]
    if name != "person":
        return PREFIX + reverse(name).removeprefix("/")
    with in_sandbox(admission):
        line = RosterLine.objects.filter(person__isnull=False).order_by("sort_key", "pk").first()
    return PREFIX + reverse("person", args=[line.person_id]).removeprefix("/")


@public
@require_safe
def step(request, number):
    """Go to a step. The tour can be continued there later."""
    admission = sandbox_admission()
    if admission is None or not 1 <= number <= len(STEPS):
        raise Http404
    request.session[SESSION_STEP] = number
    return redirect(_address(admission, number))


@public
@require_POST
def start(request):
    """Start with or without a purchaser ID. It is not looked up, so it reveals nothing."""
    throttle(request, "tour_number", STARTS_AT_MOST)
    request.session[SESSION_NUMBER] = figures(line(request.POST.get("number", ""), 16))
    return redirect("tour_step", request.session.get(SESSION_STEP, 1))


def _bar(match, session):
    if match.url_name in NAMES:
        session[SESSION_STEP] = NAMES.index(match.url_name) + 1
    number = session.get(SESSION_STEP, 1)
    _name, title, words = STEPS[number - 1]
    return {"number": number, "count": len(STEPS), "title": title, "words": words}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, path=""):
    """A real page through its own guard, admitted to the sample company. Every button ends here."""
    try:
        match = resolve(f"/{path}")
    except Resolver404 as missing:
        raise Http404 from missing
    if request.method == "POST" and not _only_shows(request, match.url_name):
        messages.info(request, _("The tour doesn't save anything."))
        return redirect(request.path if match.url_name in PAGES else _last_step(request))
    if match.url_name not in PAGES:
        return redirect(f"/{path}")
    admission = sandbox_admission()
    if admission is None:
        raise Http404
    request.tour, request.resolver_match = _bar(match, request.session), match
    return _shown(request, match, admission)


def _only_shows(request, name):
    return name in SHOWS_BY_POST or (name in SHOWS_PART and bool(request.htmx))


def _last_step(request):
    return reverse("tour_step", args=[request.session.get(SESSION_STEP, 1)])


def _shown(request, match, admission):
    """Rewrite every address on the page to stay inside the tour."""
    outside = get_script_prefix()
    set_script_prefix(PREFIX)
    try:
        with in_sandbox(admission, request):
            return match.func(request, *match.args, **match.kwargs)
    finally:
        set_script_prefix(outside)


@require_safe
def landing(request):
    """The landing page for visitors."""
    return render(request, "portal/landing.html", {"resumes": request.session.get(SESSION_STEP)})
