"""Bills at the desk: the run, and what is held until somebody has looked at it."""

from datetime import datetime

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from access import tenancy
from access.guard import representative
from access.readonly import ReadOnly
from access.services import view_at_desk
from billing import services
from billing.forms.bills import ReleaseForm
from billing.models import Bill, BillHold
from billing.queries.held import held_bills, last_run, next_lines

LINES_SHOWN = 50


@admin.register(BillHold)
class BillHoldAdmin(ReadOnly):
    shows_people = False
    fields = ["unit", "month", "reason", "found_at", "charges_before", "charges_now", "over_at", "released_by", "note"]

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("run/", view(self.run), name="billing_run"),
            path("<int:pk>/bill/", view(self.held), name="billing_held"),
        ]
        return own + super().get_urls()

    def _page(self, request, template, *, status=200, **context):
        context = {**self.admin_site.each_context(request), "opts": self.model._meta, **context}
        return TemplateResponse(request, f"admin/billing/billhold/{template}", context, status=status).render()

    @method_decorator(require_safe)
    @method_decorator(representative)
    def changelist_view(self, request, extra_context=None):
        """Held bills, and how the last run went."""
        run = last_run()
        began = datetime.fromisoformat(run.at) if run else None
        return self._page(request, "list.html", title=_("Bills"), held=held_bills(), run=run, began=began)

    @method_decorator(require_POST)
    @method_decorator(representative)
    def run(self, request):
        """Make the bills that are due, or try it."""
        is_trial = request.POST.get("act") != "make"
        with tenancy.as_user(request.user), tenancy.service():
            units = services.schedule_due_bills(at=timezone.now(), by=request.user, is_trial=is_trial)
        if not units:
            messages.info(request, _("No unit has a bill due that isn't made, held or under way."))
        elif is_trial:
            words = ngettext("Trying the bills of %d unit.", "Trying the bills of %d units.", units)
            messages.success(request, words % units)
        else:
            words = ngettext("Making the bills of %d unit.", "Making the bills of %d units.", units)
            messages.success(request, words % units)
        return redirect("admin:billing_billhold_changelist")

    @method_decorator(representative)
    def held(self, request, pk):
        """One held bill: its lines, and its release."""
        hold = held_bills().filter(pk=pk).first()
        if hold is None:
            raise Http404
        form, problems = ReleaseForm(request.POST or None), []
        if request.method == "POST" and form.is_valid():
            try:
                return self._released(request, hold, form.cleaned_data["note"])
            except services.CannotBill as refusal:
                problems = [str(refusal)]
        lines = next_lines(hold)
        view_at_desk(rows=[hold], by=request.user, at=timezone.now(), once=True)
        return self._page(
            request,
            "held.html",
            status=422 if problems or form.errors else 200,
            title=_("Held bill of %(unit)s") % {"unit": hold.unit.name},
            hold=hold,
            lines=lines[:LINES_SHOWN],
            more=max(len(lines) - LINES_SHOWN, 0),
            total=sum(line.amount for line in lines),
            form=form,
            problems=problems,
        )

    def _released(self, request, hold, note):
        with transaction.atomic(), tenancy.acting_for(hold.unit.purchaser, user=request.user):
            made = services.release_hold(hold=hold, note=note, by=request.user, at=timezone.now())
        if isinstance(made, Bill):
            messages.success(request, _("Bill %(number)s is made.") % {"number": made.number})
            return redirect("admin:billing_billhold_changelist")
        messages.warning(
            request, _("Something changed since the bill was held. It was checked again: look at it anew.")
        )
        return redirect("admin:billing_held", made.pk)
