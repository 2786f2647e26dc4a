"""Add an employee in steps on a draft that any device can continue."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from accounts.models import EnrollmentUnit
from enrollment import services
from enrollment.commands import AddEmployee
from enrollment.forms import CallBackForm, EmployeeForm
from enrollment.models import Offering
from enrollment.queries.changes import requests as queries
from enrollment.rules.codes import EmploymentClass, Language, Sex
from enrollment.rules.dates import age_on
from enrollment.rules.people import Family
from enrollment.views.changes.steps import CHECK, DEPENDENTS, FamilySteps, in_steps, steps_for, steps_or_404
from enrollment.views.doors import (
    KEEP,
    is_kept_as_typed,
    is_stale,
    keeps_as_typed,
    kept_as_typed,
    put_into,
    status_of,
    submission,
    today,
    unlike,
)

WORKS_AFTER = 65
# The page after a call-back request: reloading it requests no second call.
ASKED = "asked"
# Set after the user saw the drafts with this name and wants another.
ANOTHER = "another"


def _units(request):
    units = EnrollmentUnit.objects.filter(purchaser=request.grant.purchaser).order_by("name", "pk")
    return [unit for unit in units if request.grant.covers_unit(unit.pk)]


def _by_line(entries, offerings):
    """Entries as typed; a draft from before there were lines of coverage names one offering."""
    old = [each for each in offerings if str(each.pk) == str(entries.get("offering", ""))]
    return {**entries, old[0].plan_line: str(old[0].plan_id)} if old else entries


def _employee_form(request, data=None, draft=None):
    """The form as posted, or as the draft has it. The draft's number is kept, not shown."""
    saved = draft.payload["employee"] if draft else {}
    units = _units(request)
    since = today(request) - timedelta(days=services.ENROLL_WITHIN_DAYS)
    offerings = Offering.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), unit__in=units)
    offerings = offerings.filter(purchaser=request.grant.purchaser).select_related("plan", "unit")
    offerings = list(offerings.order_by("plan__is_medicare", "plan__name", "pk"))
    return EmployeeForm(
        _by_line(data, offerings) if isinstance(data, dict) and not hasattr(data, "getlist") else data,
        initial=_by_line(saved, offerings),
        kept_number=saved.get("number", ""),
        today=today(request),
        units=units,
        offerings=offerings,
    )


@steps_for(AddEmployee.type)
class EmployeeSteps(FamilySteps):
    bar = (gettext_lazy("Employee"), DEPENDENTS, CHECK)
    panels = (
        "enrollment/changes/_check_works_past_65.html",
        "enrollment/changes/_check_employee.html",
        "enrollment/changes/_check_coverage.html",
        "enrollment/changes/_check_dependents.html",
    )
    another = (gettext_lazy("Add another employee"), "add_employee")
    dependents_optional = True
    people_before = 1
    back_words = gettext_lazy("Back to employee")
    nobody_yet = gettext_lazy("Add a dependent, or continue with employee-only coverage.")

    @property
    def first_address(self):
        return reverse("draft_employee", args=[self.draft.pk])

    first_progress = gettext_lazy("Step 1 of 3: employee.")

    @property
    def is_begun(self):
        """Its unit counts as soon as it is chosen."""
        return self.draft.unit_id is not None and super().is_begun

    @property
    def unfinished(self):
        return _("Finish adding %(name)s") % {"name": self.draft.title or _("a new employee")}

    def first_step(self, request):
        form = _employee_form(request, self.draft.payload["employee"])
        if not form.is_valid():
            return form, None
        return form, form.address()

    def lines(self, request, form):
        return [each.plan_line for each in form.chosen()]

    def check_beside(self, request, form, person, others):
        answers = form.cleaned_data
        services.check_new_dependent(
            person=person,
            others=[form.employee(), *others],
            unit_id=int(answers["unit"]),
            hired_on=answers["hired_on"],
        )

    def command_of(self, form, people):
        values = form.cleaned_data
        return AddEmployee(
            family=Family(form.employee(), tuple(people)),
            unit_id=int(values["unit"]),
            offering_ids=tuple(each.pk for each in form.chosen()),
            hired_on=values["hired_on"],
            employment_class=values["employment_class"],
            employee_number=values["employee_number"],
            weekly_hours=str(values["weekly_hours"] or ""),
            waives=form.waived(),
        )

    def page_after(self, refusal):
        is_medicare = isinstance(refusal, services.MedicarePlan)
        return reverse("draft_medicare", args=[self.draft.pk]) if is_medicare else ""

    def shown(self, request, command):
        employee = command.family.subscriber
        return super().shown(request, command) | {
            "employee": employee,
            "sex": Sex(employee.sex).label,
            "language": Language(employee.language).label if employee.language else "",
            "employment": EmploymentClass(command.employment_class).label,
            "works_past_65": age_on(employee.birth_date, today(request)) >= WORKS_AFTER,
            "change_coverage": f"{self.first_address}?back=check#id_unit",
        }


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_employee(request):
    """Step 1 of a new enrollment. Entries are saved as a draft even if invalid."""
    try:
        services.refuse_unless_open(request.grant.purchaser)
    except services.CannotEnroll as refusal:
        return render(request, "enrollment/changes/not_open.html", {"refusal": str(refusal)}, status=409)
    form = _employee_form(request, request.POST or None)
    if not request.POST:
        return _employee_page(request, form)
    return _keep_employee(request, form, None)


def _title(form):
    names = [form.data.get(part, "")[:60] for part in ("first_name", "last_name")]
    return " ".join(filter(None, names)).replace("\0", "")


def _keep_employee(request, form, draft):
    valid, as_typed = form.is_valid(), keeps_as_typed(request)
    refused = valid and any(each.plan.is_medicare for each in form.chosen())
    typed, title = form.entries(), _title(form)
    if not valid and not as_typed:
        return _employee_page(request, form, draft)
    seen, named = None, _others_of_name(request, draft, title)
    if draft is None:
        # Going on with a draft of another would say that a guessed number is right.
        own = [each for each in named if each.created_by_id == request.user.pk]
        draft = next((each for each in own if each.payload["employee"] == typed), None)
        seen = draft and draft.version
    if named and seen is None and ANOTHER not in request.POST:
        return _employee_page(request, form, draft, saved=named)
    data = dict(draft.payload) if draft else {"dependents": []}
    begun = data.get("begun", bool(draft)) if KEEP in request.POST else valid and not refused
    try:
        draft = services.save_draft(
            submission=submission(request, draft=draft, seen=seen),
            kind=AddEmployee.type,
            data=data | {"employee": typed, "begun": begun, "by_itself": _by_itself(request, draft)},
            title=title,
            unit_id=int(form.cleaned_data.get("unit") or 0) or None,
        )
    except services.StaleDraft as stale:
        put_into(form, stale)
        return _employee_page(request, form, saved=queries.drafts_of_name(request.grant, title))
    if as_typed:
        return kept_as_typed(request, draft, reverse("draft_employee", args=[draft.pk]))
    if refused:
        return redirect("draft_medicare", draft.pk)
    return redirect("draft_check" if request.GET.get("back") == "check" else "draft_dependents", draft.pk)


def _by_itself(request, draft):
    """Whether only the page itself has saved the draft so far: nobody was asked yet if it is a second of a name."""
    return KEEP in request.POST and (draft is None or draft.payload.get("by_itself", False))


def _others_of_name(request, draft, title):
    """The drafts with this name to offer before there is another. Once the user has seen them, the draft is their own."""
    if draft and (KEEP in request.POST or not draft.payload.get("by_itself")):
        return []
    return [each for each in queries.drafts_of_name(request.grant, title) if draft is None or each.pk != draft.pk]


def _employee_page(request, form, draft=None, saved=()):
    """`saved` are drafts with this name, offered before creating another."""
    context = {"form": form, "draft": draft, "saved": saved, "bar": EmployeeSteps.bar}
    context["by_itself"] = is_kept_as_typed(request, draft)
    if draft and is_stale(request, draft):
        context |= {"stale": True, "unlike": unlike(form, draft.payload["employee"])}
    return render(request, "enrollment/changes/add_employee.html", context, status=status_of(form, context))


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
@in_steps
def draft_employee(request, pk):
    draft = steps_or_404(request, pk, AddEmployee.type).draft
    if not request.POST:
        return _employee_page(request, _employee_form(request, draft=draft), draft)
    form = _employee_form(request, request.POST, draft)
    return _employee_page(request, form, draft) if is_stale(request, draft) else _keep_employee(request, form, draft)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
@in_steps
def draft_medicare(request, pk):
    """A Medicare plan: whom to call, and a call-back. The draft stays for another plan."""
    draft = steps_or_404(request, pk, AddEmployee.type).draft
    if ASKED in request.GET:
        return render(request, "enrollment/changes/medicare_asked.html", {"draft": draft})
    form = CallBackForm(request.POST or None, today=today(request), initial={"name": str(request.user)})
    if form.is_valid():
        services.ask_for_call(submission=submission(request), **form.cleaned_data)
        return redirect(f"{request.path}?{ASKED}")
    context = {"form": form, "draft": draft}
    return render(request, "enrollment/changes/medicare.html", context, status=422 if form.errors else 200)
