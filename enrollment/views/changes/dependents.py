"""The dependents of a draft: list, edit one, remove one."""

from uuid import uuid4

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.forms import DependentForm
from enrollment.rules.codes import Relationship
from enrollment.views.changes.steps import UNCHECKED, family_steps_or_404, in_steps
from enrollment.views.doors import (
    count_typed_number,
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

DEPENDENTS_AT_MOST = 20


def _save(request, draft, data):
    return services.save_draft(
        submission=submission(request, draft=draft),
        kind=draft.type,
        data=data,
        title=draft.title,
        unit_id=draft.unit_id,
    )


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD"])
@in_steps
def draft_dependents(request, pk):
    """Step 2: the list so far."""
    return _list(request, family_steps_or_404(request, pk))


def _list(request, steps):
    first, address = steps.whole_first_step(request)
    people = [
        {"applicant": person, "typed": typed, "relationship": _relationship(typed)}
        for person, typed in steps.dependents(request, first, address)
    ]
    stale = is_stale(request, steps.draft)
    context = {"draft": steps.draft, "steps": steps, "people": people, "stale": stale}
    context["full"] = len(people) >= DEPENDENTS_AT_MOST
    return render(request, "enrollment/changes/draft_dependents.html", context, status=409 if stale else 200)


def _relationship(typed):
    return next((label for value, label in Relationship.dependents() if value == typed.get("relationship")), "")


def _form(request, steps, first, place, initial):
    """The form of one dependent. Refusals are at their fields; questions are asked in one more field."""
    options = {"today": today(request), "initial": initial, "kept_number": initial.get("number", "")}
    options["offered"] = steps.lines(request, first)
    form = DependentForm(request.POST or None, **options)
    refusal = _refusal(request, steps, first, form, place)
    if refusal and refusal.asks:
        form = DependentForm(request.POST, asks=refusal.asks, **options)
        refusal = _refusal(request, steps, first, form, place)
    if refusal:
        put_into(form, refusal)
    return form


def _refusal(request, steps, first, form, place):
    """Why the dependent cannot be covered with the others; None if nothing is in the way."""
    if not form.is_valid():
        return None
    drafted = enumerate(steps.dependents(request, first, None))
    others = [person for at, (person, _typed) in drafted if person and at != place]
    try:
        steps.check_beside(request, first, form.dependent(None), others)
    except services.CannotEnroll as refusal:
        return refusal
    return None


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
@in_steps
def draft_dependent(request, pk, place):
    """One dependent of the draft; the position after the last is a new one."""
    steps = family_steps_or_404(request, pk)
    draft, dependents = steps.draft, list(steps.draft.payload["dependents"])
    if is_stale(request, draft):
        return _changed_meanwhile(request, steps, dependents)
    if place > len(dependents) or place >= DEPENDENTS_AT_MOST:
        raise Http404
    first, _address = steps.whole_first_step(request)
    count_typed_number(request, draft.enrollment_id or draft.pk)
    known = dependents[place] if place < len(dependents) else {}
    last_name = {"last_name": draft.payload.get("employee", {}).get("last_name", "")}
    form = _form(request, steps, first, place, known or last_name)
    if keeps_as_typed(request):
        entries = form.entries() | {"id": known.get("id") or uuid4().hex, UNCHECKED: True}
        dependents[place : place + 1] = [entries]
        draft = _save(request, draft, dict(draft.payload) | {"dependents": dependents})
        return kept_as_typed(request, draft, request.get_full_path(), dependent=entries["id"])
    if form.is_valid():
        dependents[place : place + 1] = [form.entries() | {"id": known.get("id") or uuid4().hex}]
        _save(request, draft, dict(draft.payload) | {"dependents": dependents})
        return redirect("draft_dependents", draft.pk)
    return _page(request, steps, form, place=place, known=known)


def _page(request, steps, form, *, place, known, **context):
    context |= {"form": form, "draft": steps.draft, "steps": steps, "place": place, "number": place + 1}
    context |= {"known": known, "by_itself": is_kept_as_typed(request, steps.draft)}
    return render(request, "enrollment/changes/draft_dependent.html", context, status=status_of(form, context))


def _changed_meanwhile(request, steps, dependents):
    """The form as typed, for the dependent it was about, wherever that one is now; a new one comes last."""
    about = request.POST.get("dependent", "")
    place = next((at for at, each in enumerate(dependents) if about and each.get("id") == about), len(dependents))
    if place >= DEPENDENTS_AT_MOST:
        return _list(request, steps)
    known = dependents[place] if place < len(dependents) else {}
    first, _address = steps.first_step(request)
    offered = steps.lines(request, first) if first.is_valid() else ()
    options = {"kept_number": known.get("number", ""), "offered": offered}
    form = DependentForm(request.POST, today=today(request), **options)
    context = {
        "stale": True,
        "unlike": unlike(form, known) if known else [],
        "gone": bool(about) and not known,
        "others": [
            f"{each.get('first_name', '')} {each.get('last_name', '')}".strip()
            for each in dependents
            if each is not known
        ],
    }
    return _page(request, steps, form, place=place, known=known, **context)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
@in_steps
def remove_dependent(request, pk, place):
    steps = family_steps_or_404(request, pk)
    draft, dependents = steps.draft, list(steps.draft.payload["dependents"])
    if is_stale(request, draft):
        return _list(request, steps)
    if place >= len(dependents):
        raise Http404
    del dependents[place]
    _save(request, draft, dict(draft.payload) | {"dependents": dependents})
    return redirect("draft_dependents", draft.pk)
