"""Adding dependents to a covered family: what happened, and when. The further steps are those of every draft."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.forms import EventForm
from enrollment.models import Change
from enrollment.queries.roster.people import person_page
from enrollment.views.changes.add_employee import typed_into
from enrollment.views.doors import draft_or_404, family_of, put_into, submission, today


def _gives_a_start(request, form, family):
    """Whether the form is whole and the event still lets the family add somebody; the reason stands at its field."""
    if not form.is_valid():
        return False
    try:
        services.check_event(family=family, submission=submission(request), **form.cleaned_data)
    except services.CannotEnroll as refusal:
        put_into(form, refusal)
    return form.is_valid()


def _page(request, form, *, name, person_id, draft=None):
    context = {"form": form, "name": name, "person_id": person_id, "draft": draft}
    return render(request, "enrollment/add_dependents.html", context, status=422 if form.errors else 200)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_dependents(request, person_id):
    """Step 1 for a covered family."""
    page = person_page(request.grant, person_id)
    if page is None or not page.is_subscriber:
        raise Http404
    form = EventForm(request.POST or None, today=today(request))
    if _gives_a_start(request, form, page.enrollment):
        draft = services.save_draft(
            submission=submission(request),
            kind=Change.Type.ADD_DEPENDENTS,
            data={"event": typed_into(form), "dependents": []},
            title=page.detail.full_name,
            unit_id=page.enrollment.unit_id,
            facts={"enrollment": page.enrollment, "person_id": person_id},
        )
        return redirect("draft_dependents", draft.pk)
    return _page(request, form, name=page.detail.full_name, person_id=person_id)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_event(request, pk):
    """Step 1 of a draft, once more."""
    draft = draft_or_404(request, pk, Change.Type.ADD_DEPENDENTS)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    form = EventForm(request.POST or None, initial=draft.payload["event"], today=today(request))
    if _gives_a_start(request, form, family_of(request, draft)):
        services.save_draft(
            submission=submission(request, draft=draft),
            kind=draft.type,
            data=dict(draft.payload) | {"event": typed_into(form)},
            title=draft.title,
            unit_id=draft.unit_id,
        )
        return redirect("draft_check" if request.GET.get("back") == "check" else "draft_dependents", draft.pk)
    return _page(request, form, name=draft.title, person_id=draft.person_id, draft=draft)
