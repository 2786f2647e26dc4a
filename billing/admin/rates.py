"""Rates at the desk: the versions of each plan, and publishing one once its effect was seen."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.guard import representative
from access.readonly import ReadOnly
from accounts.models import Purchaser
from accounts.services import CannotSetUp
from billing import services
from billing.forms.rates import TIERS, RateForm
from billing.models import Rate
from billing.queries.versions import all_plans, line_of, named_tiers, versions_of
from enrollment.models import Plan

UNITS_SHOWN = 25
LONGEST_KEY, LONGEST_ID = 64, 17


def _plan(pk):
    plan = Plan.objects.filter(pk=pk).first()
    if plan is None:
        raise Http404
    return plan


def _version(plan, form):
    """What a valid form asks for. Raises CannotSetUp."""
    values, purchaser = form.cleaned_data, None
    if values["purchaser"]:
        purchaser = Purchaser.objects.numbered(values["purchaser"])
        if purchaser is None:
            raise CannotSetUp(_("No group has this purchaser ID."), "purchaser")
    return services.Version(plan, form.prices(), values["effective_on"], values["through"], values["area"], purchaser)


def _add_refusal(form, refusal):
    """The refusal at its field; of all tiers, at the first one of the method."""
    for text, field in refusal.problems:
        name = next(iter(TIERS.get(form.cleaned_data.get("method"), ())), "method") if field == "tiers" else field
        form.add_error(name if name in form.fields else None, text)


@admin.register(Rate)
class RateAdmin(ReadOnly):
    shows_people = False
    fields = ["plan", "purchaser", "area", "effective_on", "through", "method", "base", "factor", "published_at"]

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("plan/<int:pk>/", view(self.plan), name="billing_rate_plan"),
            path("plan/<int:pk>/publish/", view(self.publish), name="billing_rate_publish"),
        ]
        return own + super().get_urls()

    def _page(self, request, template, *, status=200, **context):
        context = {**self.admin_site.each_context(request), "opts": self.model._meta, **context}
        return TemplateResponse(request, f"admin/billing/rate/{template}", context, status=status).render()

    @method_decorator(require_safe)
    @method_decorator(representative)
    def changelist_view(self, request, extra_context=None):
        """Every plan with the rates that count today."""
        plans = all_plans(on=timezone.localdate())
        return self._page(request, "plans.html", title=_("Rates"), plans=plans)

    @method_decorator(require_safe)
    @method_decorator(representative)
    def plan(self, request, pk):
        """The versions of one plan's rates."""
        plan = _plan(pk)
        context = {"plan": plan, "line": line_of(plan), "versions": versions_of(plan, on=timezone.localdate())}
        return self._page(request, "plan.html", title=_("Rates of %(plan)s") % {"plan": plan}, **context)

    @method_decorator(representative)
    def publish(self, request, pk):
        """A form, then what the version changes, then the version."""
        plan = _plan(pk)
        form = RateForm(request.POST or None, initial=self._begins_with(request, plan))
        if "change" in request.POST or not form.is_valid():
            return self._form(request, plan, form)
        try:
            version = _version(plan, form)
            if "shown" in request.POST:
                return self._published(request, version)
            return self._check(request, version, form, services.check_rates(version=version, at=timezone.now()))
        except services.NotAsChecked as changed:
            return self._check(request, version, form, changed.checked, [str(changed)])
        except CannotSetUp as refusal:
            _add_refusal(form, refusal)
            return self._form(request, plan, form)

    def _begins_with(self, request, plan):
        """The method of the plan's last version, and the group from whose set-up the page was opened."""
        last = Rate.objects.filter(plan=plan).order_by("-published_no", "pk").first()
        asked = request.GET.get("group", "")
        known = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID
        group = Purchaser.objects.filter(pk=int(asked)).first() if known else None
        return {
            "method": last.method if last else Rate.Method.FOUR_TIERS,
            "purchaser": group.number if group else "",
        }

    def _published(self, request, version):
        key = request.POST.get("key", "")[:LONGEST_KEY]
        given = {"by": request.user, "at": timezone.now()}
        with transaction.atomic():
            services.publish_checked(version=version, seen=request.POST["shown"], key=key, **given)
        messages.success(request, _("Rates published."))
        return redirect("admin:billing_rate_plan", version.plan.pk)

    def _form(self, request, plan, form):
        title = _("Publish rates of %(plan)s") % {"plan": plan}
        problems = [] if form.is_valid() else form.non_field_errors()
        status = 422 if form.errors else 200
        return self._page(request, "form.html", title=title, plan=plan, form=form, problems=problems, status=status)

    def _check(self, request, version, form, checked, problems=()):
        effect, prices = checked.effect, version.prices
        return self._page(
            request,
            "check.html",
            status=422 if problems else 200,
            title=_("Check the rates of %(plan)s") % {"plan": version.plan},
            plan=version.plan,
            version=version,
            tiers=named_tiers(prices.method, prices.tiers),
            method=Rate.Method(prices.method).label,
            form=form,
            effect=effect,
            units=effect.units[:UNITS_SHOWN],
            more=max(len(effect.units) - UNITS_SHOWN, 0),
            shown=checked.mark,
            problems=problems,
        )
