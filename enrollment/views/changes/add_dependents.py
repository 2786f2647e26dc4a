"""Add dependents: the event step. The other steps are shared by all drafts."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import AddDependents
from enrollment.forms import EventForm
from enrollment.queries.changes import requests as queries
from enrollment.queries.families import lines_on
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.roster.people import person_page, subscriber_of
from enrollment.rules.codes import Relationship
from enrollment.rules.events import DependentEvent
from enrollment.views.changes.steps import CHECK, DEPENDENTS, FamilySteps, in_steps, steps_for, steps_or_404
from enrollment.views.doors import (
    family_of,
    is_kept_as_typed,
    is_stale,
    keeps_as_typed,
    kept_as_typed,
    put_into,
    status_of,
    submission,
    today,
    typed_into,
    unlike,
)


@steps_for(AddDependents.type)
class DependentsSteps(FamilySteps):
    bar = (gettext_lazy("Event"), DEPENDENTS, CHECK)
    panels = (
        "enrollment/changes/_check_event.html",
        "enrollment/changes/_check_coverage.html",
        "enrollment/changes/_check_dependents.html",
    )
    back_words = gettext_lazy("Back to event")
    first_progress = gettext_lazy("Step 1 of 3: event.")
    nobody_yet = gettext_lazy("Add at least one dependent to continue.")

    @property
    def first_address(self):
        return reverse("draft_event", args=[self.draft.pk])

    @property
    def unfinished(self):
        return _("Finish adding dependents for %(name)s") % {"name": self.draft.title}

    def family(self, request):
        return family_of(request, self.draft)

    def first_step(self, request):
        form = EventForm(self.draft.payload["event"], today=today(request))
        subscriber = subscriber_of(self.family(request))
        return form, applicant_of(subscriber, Relationship.SELF).address

    def lines(self, request, form):
        family = self.family(request)
        return lines_on(family, services.event_start(family, **form.cleaned_data).on)

    def check_beside(self, request, form, person, others):
        services.check_dependent(
            person=person,
            others=others,
            family=self.family(request),
            submission=submission(request),
            **form.cleaned_data,
        )

    def command_of(self, form, people):
        return AddDependents(enrollment_id=self.draft.enrollment_id, dependents=tuple(people), **form.cleaned_data)

    def missing(self, command):
        if command.dependents:
            return []
        return [{"text": _("Add at least one dependent."), "fix": reverse("draft_dependent", args=[self.draft.pk, 0])}]

    def shown(self, request, command):
        return super().shown(request, command) | {"event": DependentEvent(command.event).label}


def _gives_a_start(request, form, family):
    """Whether the form is valid and the event allows adding; otherwise the reason is at its field."""
    if not form.is_valid():
        return False
    try:
        services.check_event(family=family, submission=submission(request), **form.cleaned_data)
    except services.CannotEnroll as refusal:
        put_into(form, refusal)
    return form.is_valid()


def _page(request, form, *, name, person_id, draft=None):
    context = {"form": form, "name": name, "person_id": person_id, "draft": draft, "bar": DependentsSteps.bar}
    context["by_itself"] = is_kept_as_typed(request, draft)
    if draft and is_stale(request, draft):
        context |= {"stale": True, "unlike": unlike(form, draft.payload["event"])}
    return render(request, "enrollment/changes/add_dependents.html", context, status=status_of(form, context))


def _same_draft(request, family, typed):
    """The user's draft for this family that was only begun, with the same answers: opened again, it is one draft."""
    if not keeps_as_typed(request):
        return None
    own = queries.drafts(request.grant).filter(type=AddDependents.type, enrollment=family, created_by=request.user)
    begun = (each for each in own if not each.payload["dependents"] and not each.payload.get("begun", True))
    return next((each for each in begun if each.payload["event"] == typed), None)


def _after(request, draft):
    if keeps_as_typed(request):
        return kept_as_typed(request, draft, reverse("draft_event", args=[draft.pk]))
    return redirect("draft_check" if request.GET.get("back") == "check" else "draft_dependents", draft.pk)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_dependents(request, person_id):
    """Step 1 for a covered family."""
    page = person_page(request.grant, person_id)
    if page is None or not page.is_subscriber:
        raise Http404
    form = EventForm(request.POST or None, today=today(request))
    if keeps_as_typed(request) or _gives_a_start(request, form, page.enrollment):
        draft = _same_draft(request, page.enrollment, typed_into(form))
        draft = services.save_draft(
            submission=submission(request, draft=draft, seen=draft and draft.version),
            kind=AddDependents.type,
            data={"event": typed_into(form), "dependents": [], "begun": not keeps_as_typed(request)},
            title=page.detail.full_name,
            unit_id=page.enrollment.unit_id,
            facts={"enrollment": page.enrollment, "person_id": person_id},
        )
        return _after(request, draft)
    return _page(request, form, name=page.detail.full_name, person_id=person_id)


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
@in_steps
def draft_event(request, pk):
    """Step 1 of an existing draft."""
    draft = steps_or_404(request, pk, AddDependents.type).draft
    form = EventForm(request.POST or None, initial=draft.payload["event"], today=today(request))
    family = family_of(request, draft)
    as_typed = keeps_as_typed(request)
    if not is_stale(request, draft) and (as_typed or _gives_a_start(request, form, family)):
        begun = not as_typed or draft.payload.get("begun", True)
        draft = services.save_draft(
            submission=submission(request, draft=draft),
            kind=draft.type,
            data=dict(draft.payload) | {"event": typed_into(form), "begun": begun},
            title=draft.title,
            unit_id=draft.unit_id,
        )
        return _after(request, draft)
    return _page(request, form, name=draft.title, person_id=draft.person_id, draft=draft)
