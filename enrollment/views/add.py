"""Adding an employee, and the dependents of a draft: steps on a draft that any device can go on with."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.guard import requires
from access.privileges import Privilege
from accounts.models import EnrollmentUnit
from enrollment import services
from enrollment.forms import CallBackForm, DependentForm, EmployeeForm, EventForm
from enrollment.models import Change, Offering
from enrollment.queries import requests as queries
from enrollment.queries.people import family_members
from enrollment.rules import family as family_rules
from enrollment.rules.codes import Relationship
from enrollment.views.doors import draft_or_404, family_of, put_into, submission, today

KINDS = (Change.Type.ADD_EMPLOYEE, Change.Type.ADD_DEPENDENTS)
DEPENDENTS_AT_MOST = 20
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


def _save(request, draft, data):
    """Go on with a draft: other answers, the rest as it is."""
    return services.save_draft(
        submission=submission(request, draft=draft),
        kind=draft.type,
        data=data,
        title=draft.title,
        unit_id=draft.unit_id,
    )


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
        unit_id=int(form.cleaned_data["unit"]) if valid else None,
    )
    if leaves:
        return redirect("requests")
    if form.offerings[form.cleaned_data["offering"]].plan.is_medicare:
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
    return form, subscriber.birth_date, services.applicant_of(subscriber, "18").address


def back_to_first_step(draft):
    return redirect("draft_employee" if draft.type == Change.Type.ADD_EMPLOYEE else "draft_event", draft.pk)


def _dependent_form(request, data, **options):
    return DependentForm(data, today=today(request), **options)


def dependents_of(request, draft, address):
    """(applicant or None, what was typed) for each dependent of the draft."""
    found = []
    for typed in draft.payload["dependents"]:
        form = _dependent_form(request, typed, ask_twice="older_is_right" in typed)
        found.append((form.dependent(address) if form.is_valid() else None, typed))
    return found


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD"])
def draft_dependents(request, pk):
    """Step 2: the list so far."""
    draft = draft_or_404(request, pk, *KINDS)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    form, _born, address = first_step(request, draft)
    if not form.is_valid():
        return back_to_first_step(draft)
    people = [
        {"applicant": person, "typed": typed, "relationship": _relationship(typed)}
        for person, typed in dependents_of(request, draft, address)
    ]
    full = len(people) >= DEPENDENTS_AT_MOST
    return render(request, "enrollment/draft_dependents.html", {"draft": draft, "people": people, "full": full})


def _relationship(typed):
    return next((label for value, label in Relationship.dependents() if value == typed.get("relationship")), "")


def _suspicious(form, born):
    """Whether a child is hardly younger than the employee: true now and then, a slip more often."""
    if not form.is_valid() or born is None:
        return False
    person = form.dependent(None)
    return bool(family_rules.warnings([person], born))


def _refuse_same_number(request, draft, first, form, place):
    """An error at the number that another person has as well: of the draft, or of the family that it adds to."""
    own = form.dependent(None)
    employees = draft.type == Change.Type.ADD_EMPLOYEE
    others = [first.employee()] if employees else []
    dependents = dependents_of(request, draft, None)
    others += [person for at, (person, _typed_) in enumerate(dependents) if person and at != place]
    for other in others:
        if any(found.code == family_rules.SAME_NUMBER for found in family_rules.duplicates([other, own])):
            form.add_error("number", services.same_number(own.name.full, other.name.full))
            return
    if not employees:
        try:
            services.check_numbers(people=[own], family=family_of(request, draft), submission=submission(request))
        except services.CannotEnroll as refusal:
            put_into(form, refusal)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_dependent(request, pk, place):
    """One dependent of the draft; the place after the last is a new one."""
    draft = draft_or_404(request, pk, *KINDS)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    dependents = list(draft.payload["dependents"])
    if place > len(dependents) or place >= DEPENDENTS_AT_MOST:
        raise Http404
    first, born, _address = first_step(request, draft)
    if not first.is_valid():
        return back_to_first_step(draft)
    known = dependents[place] if place < len(dependents) else {}
    last_name = {"last_name": draft.payload.get("employee", {}).get("last_name", "")}
    form = _dependent_form(request, request.POST or None, initial=known or last_name)
    if request.POST and _suspicious(form, born):
        form = _dependent_form(request, request.POST, ask_twice=True)
        if form.is_valid() and not form.cleaned_data["older_is_right"]:
            form.add_error(
                "older_is_right",
                _("This child is older than the employee, or hardly younger. Check the date of birth."),
            )
    if form.is_valid():
        _refuse_same_number(request, draft, first, form, place)
    if form.is_valid():
        dependents[place : place + 1] = [typed_into(form)]
        _save(request, draft, dict(draft.payload) | {"dependents": dependents})
        return redirect("draft_dependents", draft.pk)
    context = {"form": form, "draft": draft, "place": place, "number": place + 1, "known": known}
    return render(request, "enrollment/draft_dependent.html", context, status=422 if form.errors else 200)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
def remove_dependent(request, pk, place):
    draft = draft_or_404(request, pk, *KINDS)
    dependents = list(draft.payload["dependents"]) if draft.state == Change.State.DRAFT else []
    if place >= len(dependents):
        raise Http404
    del dependents[place]
    _save(request, draft, dict(draft.payload) | {"dependents": dependents})
    return redirect("draft_dependents", draft.pk)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
def delete_draft(request, pk):
    draft = draft_or_404(request, pk, *KINDS)
    services.delete_draft(draft_id=draft.pk, submission=submission(request))
    return redirect("home" if request.POST.get("back") == "home" else "requests")
