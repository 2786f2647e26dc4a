"""Employer groups at the desk: one page a group with what is missing, and a form for each step.

Registered by billing with its own part of the list (billing/admin/groups.py).
"""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, Func, Q, TextField, Value
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from access.admin.standing import PurchaserAdmin
from access.guard import representative
from access.readonly import LONGEST_SEARCH
from accounts.models import Activity, Purchaser, Representative
from accounts.platform.marks import mark_of
from accounts.platform.typed import line
from accounts.services import CannotSetUp, add_purchaser
from accounts.verbs import VERBS as ACCOUNTS_VERBS
from enrollment import services
from enrollment.admin.setup.steps import STEPS, About
from enrollment.forms.setup.group import NewGroupForm
from enrollment.queries.setup.checklist import parts_of
from enrollment.queries.setup.on_file import on_file
from enrollment.verbs import VERBS

LINES_SHOWN = 12
# Verbs of the record that are about a group's set-up.
SETUP_VERBS = {**ACCOUNTS_VERBS, **VERBS}
ABOUT_SETUP = ["purchaser", "enrollmentunit"]


def _group(pk):
    group = Purchaser.objects.select_related("representative__user", "joined_to").filter(pk=pk).first()
    if group is None:
        raise Http404
    return group


def _about(group, step, of):
    """What a step is about. The row that its address names is the group's own."""
    today = group.today(timezone.now())
    if step.of is None:
        if of:
            raise Http404
        return About(group, None, today)
    rows = step.of.objects.current() if hasattr(step.of.objects, "current") else step.of.objects.all()
    row = rows.filter(purchaser=group, pk=of).first()
    if row is None:
        raise Http404
    return About(group, row, today)


def _history(group):
    lines = Activity.objects.filter(purchaser=group, object_type__in=ABOUT_SETUP, after__has_key="why")
    shown = list(lines.select_related("actor").order_by("-at", "-pk")[:LINES_SHOWN])
    for each in shown:
        each.words = SETUP_VERBS.get(each.verb, each.verb)
    return shown


def _joined(name):
    return Func(F(name), Value(" | "), function="array_to_string", output_field=TextField())


class Refused(Exception):
    """Undoes what a step tried out."""


def _tried(step, about, form, given):
    """Try a step and undo it, so that what is refused is said before anybody is asked to confirm."""
    try:
        with transaction.atomic():
            step.act(about, form.values(), given)
            raise Refused
    except Refused:
        return


class GroupAdmin(PurchaserAdmin):
    steps = STEPS
    list_display = ["set_up_link", "name", "state", "representative", "contract_starts_on", "contract_ends_on", "work"]
    list_display_links = None
    change_list_template = "admin/accounts/purchaser/groups.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("new/", view(self.new), name="accounts_purchaser_new"),
            path("<int:pk>/setup/", view(self.set_up), name="accounts_purchaser_setup"),
            path("<int:pk>/setup/<slug:part>/", view(self.part), name="accounts_purchaser_part"),
            path("<int:pk>/setup/step/<slug:step>/<int:of>/", view(self.step), name="accounts_purchaser_step"),
        ]
        return own + super().get_urls()

    def get_search_results(self, request, queryset, search_term):
        """Former names and IDs find a group, too."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        term = line(search_term, LONGEST_SEARCH)
        if not term:
            return found, distinct
        earlier = Purchaser.objects.annotate(names=_joined("former_names"), numbers=_joined("former_numbers")).filter(
            Q(names__icontains=term) | Q(numbers__icontains=term)
        )
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=earlier.values("pk"))), distinct

    @admin.display(description=gettext_lazy("purchaser ID"))
    def set_up_link(self, group):
        address = reverse("admin:accounts_purchaser_setup", args=[group.pk])
        return format_html('<a href="{}">{}</a>', address, group.number)

    @admin.display(description=gettext_lazy("status"))
    def state(self, group):
        if group.joined_to_id:
            return _("Joined to another group")
        if group.contract_ends_on:
            return _("Contract ended") if group.contract_ends_on < group.today(timezone.now()) else _("Contract ending")
        return _("Open") if group.is_open else _("Being set up")

    def parts(self, group):
        """The lines of the checklist."""
        return parts_of(group, on=group.today(timezone.now()))

    def on_file(self, group, part):
        """What is on file of one of them."""
        return on_file(group, part)

    def _page(self, request, template, *, status=200, **context):
        context = {**self.admin_site.each_context(request), "opts": self.model._meta, **context}
        template = f"admin/accounts/purchaser/{template}"
        return TemplateResponse(request, template, context, status=status).render()

    @method_decorator(require_safe)
    @method_decorator(representative)
    def set_up(self, request, pk):
        """The checklist of a group, with what is missing before it is open for enrollment."""
        group = _group(pk)
        parts = self.parts(group)
        missing = [each for part in parts for each in part.missing]
        size = group.sizes.order_by("-effective_on", "-pk").first()
        with timezone.override(group.zone):
            return self._page(
                request,
                "setup.html",
                title=_("Set up %(name)s, %(number)s") % {"name": group.name, "number": group.number},
                group=group,
                parts=parts,
                done=sum(part.is_done for part in parts),
                missing=missing,
                size=size,
                period=group.contract_periods.newest_first().first(),
                history=_history(group),
            )

    @method_decorator(require_safe)
    @method_decorator(representative)
    def part(self, request, pk, part):
        """What is on file of one part, and the steps that change it."""
        group = _group(pk)
        listed = next((each for each in self.parts(group) if each.slug == part), None)
        if listed is None:
            raise Http404
        found = self.on_file(group, part)
        rows = [(row, [(step, of, self.steps[step].title) for step, of in row.steps]) for row in found]
        return self._page(request, "part.html", title=listed.title, group=group, part=listed, rows=rows)

    @method_decorator(representative)
    def step(self, request, pk, step, of):
        """A form; whom it affects; and, once that was shown, the change."""
        group, known = _group(pk), self.steps.get(step)
        if known is None:
            raise Http404
        if known.elsewhere:
            return redirect(known.elsewhere(group.pk, of))
        about = _about(group, known, of)
        filled = known.filled(about)
        seen = mark_of(step, of, filled)
        if request.method != "POST":
            form = known.form(initial=filled, **known.options(about))
            return self._step_page(request, about, known, form, seen)
        form = known.form(request.POST, **known.options(about))
        if not form.is_valid():
            return self._step_page(request, about, known, form, seen, status=422)
        if request.POST.get("seen", "") != seen:
            problem = _("This was changed after you opened the page. Compare what is on file, then continue.")
            return self._step_page(request, about, known, form, seen, [problem], status=422)
        given = {"by": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
        try:
            _tried(known, about, form, given)
            effect = known.effect(about, form.values())
            shown = mark_of(seen, form.values(), effect.sentences, effect.different)
            if request.POST.get("shown", "") != shown:
                return self._step_page(request, about, known, form, seen, effect=effect, shown=shown)
            with transaction.atomic():
                known.act(about, form.values(), given)
        except CannotSetUp as refusal:
            return self._refused(request, about, known, form, seen, refusal)
        messages.success(request, _("Saved."))
        return self._after(pk, known)

    def _after(self, pk, known):
        if known.part:
            return redirect("admin:accounts_purchaser_part", pk, known.part)
        return redirect("admin:accounts_purchaser_setup", pk)

    def _refused(self, request, about, known, form, seen, refusal):
        if isinstance(refusal, services.NotComplete):
            return self._step_page(request, about, known, form, seen, refusal.missing, status=422)
        for text, field in refusal.problems:
            form.add_error(field if field in form.fields else None, text)
        return self._step_page(request, about, known, form, seen, status=422)

    def _step_page(self, request, about, known, form, seen, problems=(), *, effect=None, shown="", status=200):
        return self._page(
            request,
            "step.html",
            status=status,
            title=known.title,
            group=about.group,
            row=about.row,
            part=known.part,
            form=form,
            seen=seen,
            shown=shown,
            effect=effect,
            problems=[*problems, *form.non_field_errors()],
        )

    @method_decorator(representative)
    def new(self, request):
        """A group that begins to be set up."""
        people = Representative.objects.select_related("user").filter(user__is_active=True).order_by("user__name", "pk")
        own = next((each for each in people if each.user_id == request.user.pk), None)
        options = {"representatives": [(str(each.pk), str(each)) for each in people]}
        initial = {"representative": str(own.pk) if own else ""}
        form = NewGroupForm(request.POST or None, initial=initial, **options)
        if form.is_valid():
            values = form.values()
            values["representative"] = next(each for each in people if str(each.pk) == values["representative"])
            values["contract_starts_on"], values["contract_ends_on"] = values.pop("starts_on"), values.pop("ends_on")
            given = {"by": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
            try:
                with transaction.atomic():
                    made = add_purchaser(**values, **given)
                messages.success(request, _("Added. Now complete the list."))
                return redirect("admin:accounts_purchaser_setup", made.pk)
            except CannotSetUp as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self._page(
            request,
            "new.html",
            status=422 if form.errors else 200,
            title=_("Add an employer group"),
            form=form,
            problems=form.non_field_errors(),
        )
