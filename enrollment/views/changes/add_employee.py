"""Adding an employee: steps on a draft that any device can go on with."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.guard import requires
from access.privileges import Privilege
from accounts.models import EnrollmentUnit
from enrollment import services
from enrollment.forms import CallBackForm, EmployeeForm, EventForm
from enrollment.models import Change, Offering
from enrollment.queries.changes import requests as queries
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.roster.people import family_members
from enrollment.views.doors import draft_or_404, family_of, submission, today

KINDS = (Change.Type.ADD_EMPLOYEE, Change.Type.ADD_DEPENDENTS)
# The page after a call-back was asked for: loading it again asks for no second one.
ASKED = "asked"
# Says that the user saw the drafts of this name and wants one more.
ANOTHER = "another"


def _units(request):
    units = EnrollmentUnit.objects.filter(purchaser=request.grant.purchaser).order_by("name", "pk")
    return [unit for unit in units if request.grant.covers_unit(unit.pk)]


def _employee_form(request, data=None, initial=None):
    units = _units(request)
    offerings = Offering.objects.filter(purchaser=request.grant.purchaser, unit__in=units, ends_on=None)
    return EmployeeForm(
        data,
        initial=initial,
        today=today(request),
        units=units,
        offerings=list(offerings.select_related("plan", "unit").order_by("plan__is_medicare", "plan__name", "pk")),
    )


def typed_into(form):
    """What was typed into a form, for the draft; never the form's own control fields."""
    return {name: form.data.get(name, "") for name in form.fields}


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_employee(request):
    """Step 1 of a new enrollment. What was typed is kept as a draft even when it cannot be read yet."""
    form = _employee_form(request, request.POST or None)
    if not request.POST:
        return _employee_page(request, form)
    return _keep_employee(request, form, None)


def _title(form):
    names = [form.data.get(part, "")[:60] for part in ("first_name", "last_name")]
    return " ".join(filter(None, names)).replace("\0", "")


def _keep_employee(request, form, draft):
    valid, leaves = form.is_valid(), "leave" in request.POST
    refused = valid and form.offerings[form.cleaned_data["offering"]].plan.is_medicare
    typed, title = typed_into(form), _title(form)
    if not valid and not leaves:
        return _employee_page(request, form, draft)
    if draft is None:
        saved = queries.drafts_of_name(request.grant, title)
        draft = next((each for each in saved if each.payload["employee"] == typed), None)
        if saved and not draft and ANOTHER not in request.POST:
            return _employee_page(request, form, saved=saved)
    draft = services.save_draft(
        submission=submission(request, draft=draft),
        kind=Change.Type.ADD_EMPLOYEE,
        data=(dict(draft.payload) if draft else {"dependents": []}) | {"employee": typed},
        title=title,
        # A draft without a unit is one whose first step is not done.
        unit_id=int(form.cleaned_data["unit"]) if valid and not refused else None,
    )
    if leaves:
        return redirect("requests")
    if refused:
        return redirect("draft_medicare", draft.pk)
    return redirect("draft_check" if request.GET.get("back") == "check" else "draft_dependents", draft.pk)


def _employee_page(request, form, draft=None, saved=()):
    """`saved` are drafts of the same name: going on with one of them is offered before there is another."""
    context = {"form": form, "draft": draft, "saved": saved}
    return render(request, "enrollment/add_employee.html", context, status=422 if form.errors else 200)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_employee(request, pk):
    draft = draft_or_404(request, pk, Change.Type.ADD_EMPLOYEE)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    if not request.POST:
        return _employee_page(request, _employee_form(request, initial=draft.payload["employee"]), draft)
    return _keep_employee(request, _employee_form(request, request.POST), draft)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_medicare(request, pk):
    """A Medicare plan: whom to call and a call-back. The draft stays, to go on with another plan."""
    draft = draft_or_404(request, pk, Change.Type.ADD_EMPLOYEE)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    if ASKED in request.GET:
        return render(request, "enrollment/medicare_asked.html", {"draft": draft})
    form = CallBackForm(request.POST or None, today=today(request), initial={"name": str(request.user)})
    if form.is_valid():
        services.ask_for_call(submission=submission(request), **form.cleaned_data)
        return redirect(f"{request.path}?{ASKED}")
    context = {"form": form, "draft": draft}
    return render(request, "enrollment/medicare.html", context, status=422 if form.errors else 200)


def first_step(request, draft):
    """(form of the first step, valid or not; the employee's birth date; the address dependents share)."""
    if draft.type == Change.Type.ADD_EMPLOYEE:
        form = _employee_form(request, draft.payload["employee"])
        if not form.is_valid():
            return form, None, None
        return form, form.cleaned_data["birth_date"], form.address()
    form = EventForm(draft.payload["event"], today=today(request))
    form.is_valid()
    subscriber = family_members(family_of(request, draft))[0].detail
    return form, subscriber.birth_date, applicant_of(subscriber, "18").address


def back_to_first_step(draft):
    return redirect("draft_employee" if draft.type == Change.Type.ADD_EMPLOYEE else "draft_event", draft.pk)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
def delete_draft(request, pk):
    draft = draft_or_404(request, pk, *KINDS)
    services.delete_draft(draft_id=draft.pk, submission=submission(request))
    return redirect("home" if request.POST.get("back") == "home" else "requests")
