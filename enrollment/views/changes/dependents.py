"""The dependents of a draft: the list so far, one of them at a time, one taken off it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.forms import DependentForm
from enrollment.models import Change
from enrollment.rules import family as family_rules
from enrollment.rules.codes import Relationship
from enrollment.views.changes.add_employee import KINDS, back_to_first_step, first_step, typed_into
from enrollment.views.doors import draft_or_404, family_of, put_into, submission, today

DEPENDENTS_AT_MOST = 20


def _save(request, draft, data):
    """Go on with a draft: other answers, the rest as it is."""
    return services.save_draft(
        submission=submission(request, draft=draft),
        kind=draft.type,
        data=data,
        title=draft.title,
        unit_id=draft.unit_id,
    )


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


def _check_beside(request, draft, first, form, place):
    """What keeps a dependent from being covered with the others of the draft, or of the family that it adds to."""
    others = [person for at, (person, _typed_) in enumerate(dependents_of(request, draft, None)) if at != place]
    facts = {"person": form.dependent(None), "others": [each for each in others if each]}
    answers = first.cleaned_data
    try:
        if draft.type == Change.Type.ADD_EMPLOYEE:
            facts["others"].insert(0, first.employee())
            services.check_new_dependent(**facts, unit_id=int(answers["unit"]), hired_on=answers["hired_on"])
        else:
            family = family_of(request, draft)
            services.check_dependent(**facts, family=family, **answers, submission=submission(request))
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
        _check_beside(request, draft, first, form, place)
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
