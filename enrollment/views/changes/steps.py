"""Draft pages shared by all kinds (drafts, dependents, check), and what they need of each kind."""

from abc import ABC, abstractmethod
from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enrollment import services
from enrollment.forms import DependentForm
from enrollment.models import Change
from enrollment.queries.changes.described import line_words
from enrollment.rules.codes import Line, Relationship
from enrollment.views.doors import draft_or_404, submission, today

STEPS = {}
# Marks a dependent whose entries were saved as typed: no question about them was asked yet.
UNCHECKED = "unchecked"
DEPENDENTS, CHECK = gettext_lazy("Dependents"), gettext_lazy("Check and submit")


class Elsewhere(Exception):
    """Redirect to `address`: a step to finish first, or the receipt."""

    def __init__(self, address):
        super().__init__(address)
        self.address = address


class Steps(ABC):
    """The draft of one kind of change: labels, addresses, and the command of its answers."""

    # The labels of the steps; the check is last.
    bar = (gettext_lazy("Answers"), CHECK)
    title = gettext_lazy("Check this request")
    check_title = gettext_lazy("Check this request before you submit")
    submit_words = gettext_lazy("Submit")
    # The panels of the check page; each is a template.
    panels = ("enrollment/changes/_check_answers.html",)
    takes_dependents = False
    # The link on a receipt to start another: (label, url name).
    another = None
    progress = ""

    def __init__(self, draft):
        self.draft = draft

    @abstractmethod
    def command(self, request):
        """The command of the answers; raises Elsewhere."""

    def family(self, request):
        """The covered family of the draft; 404 outside the grant."""
        return

    @property
    def unfinished(self):
        """The label of the link that continues the draft."""
        return f"{services.kind_of(self.draft).title}: {self.draft.title}"

    @property
    def address(self):
        """Where to continue the draft."""
        return reverse("draft_check", args=[self.draft.pk])

    def missing(self, command):
        """Problems no service checks: (text, page to correct it)."""
        return []

    def page_for(self, problem):
        """The page to correct a problem; "" if another request is in the way."""
        return ""

    def page_after(self, refusal):
        """The page that follows a refusal; "" for the check page itself."""
        return ""

    def shown(self, request, command):
        """Context of the panels beside the command."""
        return {"facts": services.kind_of(command).describe(self.draft, command)}


class FamilySteps(Steps):
    """Three steps: the first is the kind's own, then dependents, then the check."""

    title = gettext_lazy("Check this enrollment")
    check_title = gettext_lazy("Check this enrollment before you submit")
    submit_words = gettext_lazy("Submit enrollment")
    takes_dependents = True
    # Whether dependents are optional, and how many people come before them.
    dependents_optional = False
    people_before = 0
    first_progress = ""

    @abstractmethod
    def first_step(self, request):
        """(bound form, dependents' address) of the first step; the address is None if it is invalid."""

    @property
    @abstractmethod
    def first_address(self):
        """The page of the first step."""

    @abstractmethod
    def lines(self, request, form):
        """The lines of coverage that a valid first step offers to dependents, medical first."""

    @abstractmethod
    def check_beside(self, request, form, person, others):
        """Raise CannotEnroll if a dependent cannot be covered with the others."""

    @abstractmethod
    def command_of(self, form, people):
        """The command of a first step and its dependents."""

    @property
    def is_begun(self):
        """Whether the first step is finished."""
        return self.draft.payload.get("begun", True)

    @property
    def address(self):
        return reverse("draft_dependents", args=[self.draft.pk]) if self.is_begun else self.first_address

    @property
    def progress(self):
        if not self.is_begun:
            return self.first_progress
        number = len(self.draft.payload.get("dependents", ()))
        return ngettext("Step 2 of 3: dependents (%(n)d added).", "Step 2 of 3: dependents (%(n)d added).", number) % {
            "n": number
        }

    def dependents(self, request, first, address):
        """(applicant or None, entries) of each dependent in the draft. `first` is the valid first step."""
        found = []
        offered = self.lines(request, first) if self.draft.payload["dependents"] else ()
        for typed in self.draft.payload["dependents"]:
            form = DependentForm(typed, today=today(request), offered=offered, asks=typed.get("confirmed", ()))
            checked = form.is_valid() and not typed.get(UNCHECKED)
            found.append((form.dependent(address) if checked else None, typed))
        return found

    def whole_first_step(self, request):
        """The valid first step; raises Elsewhere otherwise."""
        form, address = self.first_step(request)
        if not form.is_valid():
            raise Elsewhere(self.first_address)
        return form, address

    def command(self, request):
        form, address = self.whole_first_step(request)
        people = [person for person, _typed in self.dependents(request, form, address)]
        if None in people:
            raise Elsewhere(reverse("draft_dependents", args=[self.draft.pk]))
        return self.command_of(form, people)

    def page_for(self, problem):
        place = problem.position
        if place is not None and place >= self.people_before:
            return reverse("draft_dependent", args=[self.draft.pk, place - self.people_before])
        if place is not None or problem.field:
            return f"{self.first_address}?back=check" + (problem.field and f"#id_{problem.field}")
        return ""

    def shown(self, request, command):
        outlook = services.kind_of(command).outlook(command, self.family(request), submission(request))
        dependents = command.people[self.people_before :]
        return {
            "outlook": outlook,
            "unit": outlook.lines[0].offering.unit if outlook.lines else None,
            "lines": [_shown_line(line, outlook) for line in outlook.lines],
            "waived": [_(Line(line).label) for line in getattr(command, "waives", ())],
            "people": [
                {
                    "applicant": each,
                    "relationship": _(Relationship(each.relationship).label),
                    "only": _only_in(each, outlook),
                }
                for each in dependents
            ],
        }


def _shown_line(line, outlook):
    return {
        "name": _(Line(line.offering.plan_line).label),
        "plan": line.offering.plan.name,
        "tier": _(line.tier.label),
        "later": line.starts_on if line.starts_on > outlook.starts_on else None,
    }


def _only_in(applicant, outlook):
    """The lines that a dependent joins, in words; "" for all."""
    lines = [line.offering.plan_line for line in outlook.lines]
    joined = [line for line in lines if applicant.joins(line)]
    return "" if joined == lines else line_words(joined)


def steps_for(kind):
    """Register the steps of a kind."""

    def register(steps):
        STEPS[kind] = steps
        return steps

    return register


def steps_of(draft):
    return STEPS[draft.type](draft)


def steps_or_404(request, pk, *kinds):
    """The steps of a draft this user may continue; raises Elsewhere once submitted."""
    steps = steps_of(draft_or_404(request, pk, *(kinds or STEPS)))
    if steps.draft.state != Change.State.DRAFT:
        raise Elsewhere(steps.draft.get_absolute_url())
    return steps


def family_steps_or_404(request, pk):
    """The same, for a draft with dependents."""
    return steps_or_404(request, pk, *(kind for kind, steps in STEPS.items() if steps.takes_dependents))


def in_steps(view):
    """Redirect when a step raises Elsewhere."""

    @wraps(view)
    def step(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Elsewhere as other:
            return redirect(other.address)

    return step
