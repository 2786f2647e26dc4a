"""The last step of adding: every answer, what will happen, and the button."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import AddDependents, AddEmployee
from enrollment.models import Change
from enrollment.queries.roster.people import family_members
from enrollment.rules.codes import EmploymentClass, Language, Relationship, Sex, Tier
from enrollment.rules.coverage import tier
from enrollment.rules.dates import age_on
from enrollment.rules.events import DependentEvent, start_after_event
from enrollment.rules.people import Family
from enrollment.views.changes.add_employee import KINDS, back_to_first_step, first_step
from enrollment.views.changes.dependents import dependents_of
from enrollment.views.doors import draft_or_404, family_of, submission, today

WORKS_AFTER = 65


def _command(draft, form, people):
    if draft.type == Change.Type.ADD_EMPLOYEE:
        values = form.cleaned_data
        return AddEmployee(
            family=Family(form.employee(), tuple(people)),
            unit_id=int(values["unit"]),
            offering_id=int(values["offering"]),
            hired_on=values["hired_on"],
            employment_class=values["employment_class"],
            employee_number=values["employee_number"],
            weekly_hours=str(values["weekly_hours"] or ""),
        )
    values = form.cleaned_data
    return AddDependents(
        enrollment_id=draft.enrollment_id, dependents=tuple(people), event=values["event"], event_on=values["event_on"]
    )


def _submit(command, asked):
    if isinstance(command, AddEmployee):
        return services.enroll(command=command, submission=asked)
    return services.add_dependents(command=command, submission=asked)


def _check(request, draft, command):
    """Raises for everything that would be refused."""
    asked = submission(request, key=str(draft.pk), draft=draft)
    if isinstance(command, AddEmployee):
        services.check_employee(command, asked)
    else:
        services.check_dependents(command, family_of(request, draft), asked)


def _what_would_happen(request, draft, command):
    """The first day, its rule and the tier, also for what is refused: the reason is often in them."""
    if isinstance(command, AddEmployee):
        offering, start, _terms = services.first_day(command, submission(request, draft=draft))
        relationships = [person.relationship for person in command.family.dependents]
        return _outlook(start.on, offering, relationships, _(start.rule) % {"days": start.days})
    family = family_of(request, draft)
    start = start_after_event(DependentEvent(command.event), command.event_on)
    members = family_members(family)[1:]
    relationships = [each.coverage.relationship for each in members if not each.coverage.ends_on]
    relationships += [person.relationship for person in command.dependents]
    return _outlook(start.on, family.offering, relationships, _(start.why))


def _outlook(starts_on, offering, relationships, rule):
    return {
        "starts_on": starts_on,
        "rule": rule,
        "plan": offering.plan.name,
        "unit": offering.unit.name,
        "tier": tier(relationships),
    }


def _fix(draft, problem):
    """The page where a problem can be mended; "" for what another request stands in the way of."""
    employees = draft.type == Change.Type.ADD_EMPLOYEE
    place = problem.position
    if place is not None and not (employees and place == 0):
        return reverse("draft_dependent", args=[draft.pk, place - 1 if employees else place])
    if place == 0 or problem.field:
        step = "draft_employee" if employees else "draft_event"
        return reverse(step, args=[draft.pk]) + "?back=check" + (problem.field and f"#id_{problem.field}")
    return ""


def _answers(command, subscriber):
    """The labels of what was chosen from lists."""
    if subscriber is None:
        return {"event": DependentEvent(command.event).label}
    return {
        "sex": Sex(subscriber.sex).label,
        "language": Language(subscriber.language).label if subscriber.language else "",
        "employment": EmploymentClass(command.employment_class).label,
    }


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_check(request, pk):
    """Step 3: every answer, what will happen, and the button. Pressed twice, the same receipt."""
    draft = draft_or_404(request, pk, *KINDS)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    form, _born, address = first_step(request, draft)
    if not form.is_valid():
        return back_to_first_step(draft)
    people = dependents_of(request, draft, address)
    if any(person is None for person, _typed_ in people):
        return redirect("draft_dependents", draft.pk)
    command = _command(draft, form, [person for person, _typed_ in people])
    problems, see = [], None
    if isinstance(command, AddDependents) and not command.dependents:
        problems = [{"text": _("Add at least one dependent."), "fix": reverse("draft_dependent", args=[draft.pk, 0])}]
    try:
        if request.method == "POST" and not problems:
            with transaction.atomic():
                return redirect(_submit(command, submission(request, key=str(draft.pk), draft=draft)))
        _check(request, draft, command)
    except services.MedicarePlan:
        return redirect("draft_medicare", draft.pk)
    except services.CannotEnroll as refusal:
        problems += [{"text": problem.text, "fix": _fix(draft, problem)} for problem in refusal.problems]
        see = refusal.see.get_absolute_url() if refusal.see else None
    outlook = _what_would_happen(request, draft, command)
    subscriber = command.family.subscriber if isinstance(command, AddEmployee) else None
    context = {
        "draft": draft,
        "command": command,
        "employee": subscriber,
        "people": [{"applicant": each, "relationship": Relationship(each.relationship).label} for each, _t in people],
        **_answers(command, subscriber),
        "outlook": outlook,
        "tier": Tier(outlook["tier"]).label,
        "problems": problems,
        "see": see,
        "working_past_65": subscriber is not None and age_on(subscriber.birth_date, today(request)) >= WORKS_AFTER,
        "form": None,
        "first": form,
    }
    return render(request, "enrollment/draft_check.html", context, status=422 if problems else 200)
