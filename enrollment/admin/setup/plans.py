"""The carrier's plans: added at the desk, and sold until a day. Units are offered them on their group's page."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.guard import representative
from access.readonly import ReadOnly
from accounts.services import CannotSetUp
from enrollment import services
from enrollment.forms.setup.group import LastDayForm
from enrollment.forms.setup.units import PlanForm
from enrollment.models import Plan
from enrollment.queries.setup.affected import of_plan


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    shows_people = False
    list_display = ["code", "name", "line", "product", "is_medicare", "closed_on", "stop_link"]
    list_filter = ["line"]
    search_fields = ["code", "name"]
    ordering = ["line", "name", "pk"]
    change_list_template = "admin/enrollment/plan/plans.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("new/", view(self.new), name="enrollment_plan_new"),
            path("<int:pk>/stop/", view(self.stop), name="enrollment_plan_stop"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("not sold any longer"))
    def stop_link(self, plan):
        if plan.closed_on:
            return "-"
        address = reverse("admin:enrollment_plan_stop", args=[plan.pk])
        return format_html('<a href="{}">{}</a>', address, _("Stop selling"))

    @method_decorator(representative)
    def new(self, request):
        """A plan that units can be offered from then on."""
        form = PlanForm(request.POST or None)
        return self._form(request, form, _("Add a plan"), lambda given: services.add_plan(**form.values(), **given))

    @method_decorator(representative)
    def stop(self, request, pk):
        """The last day on which the plan can be offered to a further unit."""
        plan, form = Plan.objects.filter(pk=pk).first(), LastDayForm(request.POST or None)
        if plan is None:
            raise Http404
        title = _("Stop selling %(plan)s") % {"plan": plan.name}

        def act(given):
            return services.stop_selling(plan=plan, **form.values(), **given)

        return self._form(request, form, title, act, sentences=of_plan(plan).sentences)

    def _form(self, request, form, title, act, sentences=()):
        if form.is_valid():
            given = {"by": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
            try:
                with transaction.atomic():
                    act(given)
                messages.success(request, _("Saved."))
                return redirect("admin:enrollment_plan_changelist")
            except CannotSetUp as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        context = {**self.admin_site.each_context(request), "opts": self.model._meta, "title": title, "form": form}
        context |= {"sentences": sentences, "problems": form.non_field_errors()}
        template, status = "admin/enrollment/plan/form.html", 422 if form.errors else 200
        return TemplateResponse(request, template, context, status=status).render()
