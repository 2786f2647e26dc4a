"""Purchasers and working for them; who has access where, and stopping it in an emergency."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access import services
from access.guard import SESSION_PURCHASER, proof_first, representative
from access.models import Grant
from access.readonly import ReadOnly
from accounts.models import Activity, Purchaser
from accounts.services import CannotRenumber, record, renumber


@admin.register(Purchaser)
class PurchaserAdmin(ReadOnly):
    list_display = ["number", "name", "representative", "contract_starts_on", "contract_ends_on", "work"]
    search_fields = ["number", "name"]

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/on-behalf/", view(self.on_behalf), name="accounts_purchaser_on_behalf"),
            path("<int:pk>/number/", view(self.number_page), name="accounts_purchaser_number"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("on their behalf"))
    def work(self, purchaser):
        address = reverse("admin:accounts_purchaser_on_behalf", args=[purchaser.pk])
        other = reverse("admin:accounts_purchaser_number", args=[purchaser.pk])
        links = '<a href="{}">{}</a> <a href="{}">{}</a>'
        return format_html(links, address, _("Work for this employer"), other, _("Change the ID"))

    @method_decorator(representative)
    def on_behalf(self, request, pk):
        """Ask once, then open the employer's own pages; what is done there is marked as a representative's."""
        purchaser = Purchaser.objects.filter(pk=pk).first()
        if purchaser is None:
            raise Http404
        if request.method == "POST":
            request.session[SESSION_PURCHASER] = purchaser.pk
            return redirect("home")
        context = {**self.admin_site.each_context(request), "title": purchaser.name, "purchaser": purchaser}
        return TemplateResponse(request, "admin/accounts/purchaser/on_behalf.html", context).render()

    @method_decorator(representative)
    def number_page(self, request, pk):
        """Another purchaser ID, after a merger, a split or a new contract: the old one still finds the purchaser."""
        purchaser, problems = Purchaser.objects.filter(pk=pk).first(), []
        if purchaser is None:
            raise Http404
        if request.method == "POST":
            number = request.POST.get("number", "").strip()
            try:
                with transaction.atomic():
                    renumber(purchaser=purchaser, number=number, by=request.user, at=timezone.now())
                messages.success(request, _("Done."))
                return redirect("admin:accounts_purchaser_changelist")
            except CannotRenumber as refusal:
                problems = [str(refusal)]
        context = {**self.admin_site.each_context(request), "title": purchaser.name, "purchaser": purchaser}
        context |= {"problems": problems, "typed": request.POST.get("number", "")}
        template = "admin/accounts/purchaser/number.html"
        return TemplateResponse(request, template, context, status=422 if problems else 200).render()


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    """Who has access where; in an emergency a representative stops it, after calling back."""

    list_display = ["case_link", "purchaser", "granted_on", "state", "ends_at"]
    list_display_links = None
    search_fields = ["user__name", "user__email", "purchaser__name", "purchaser__number"]

    def get_queryset(self, request):
        grants = Grant.objects.not_over(timezone.now()).select_related("user", "purchaser")
        return grants.order_by("purchaser__name", "user__name")

    def get_urls(self):
        own = [path("<int:pk>/stop/", self.admin_site.admin_view(self.stop), name="access_grant_stop")]
        return own + super().get_urls()

    @admin.display(description=_("user"))
    def case_link(self, grant):
        address = reverse("admin:access_grant_stop", args=[grant.pk])
        return format_html('<a href="{}">{} ({})</a>', address, grant.user.name, grant.user.email)

    @admin.display(description=_("since"))
    def granted_on(self, grant):
        return grant.starts_at.date()

    @admin.display(description=_("state"))
    def state(self, grant):
        return _("Suspended") if grant.suspended_at else _("In force")

    @method_decorator(representative)
    def stop(self, request, pk):
        """Suspend or resume, with whom was called back at which number on file."""
        grant = self.get_queryset(request).filter(pk=pk).first()
        if grant is None:
            raise Http404
        note, problems = " ".join(request.POST.get("note", "").replace("\0", "").split())[:255], []
        if request.method == "POST":
            resumes = request.POST.get("act") == "resume"
            if resumes and (asked := proof_first(request)):
                return asked
            if note:
                self._stop_or_resume(request, grant, note, resumes)
                messages.success(request, _("Done."))
                return redirect("admin:access_grant_changelist")
            problems = [_("Write whom you called back, at which number on file.")]
        context = {**self.admin_site.each_context(request), "title": str(grant), "grant": grant, "problems": problems}
        context["note"] = note
        template = "admin/access/grant/stop.html"
        return TemplateResponse(request, template, context, status=422 if problems else 200).render()

    def _stop_or_resume(self, request, grant, note, resumes):
        act = services.resume_access if resumes else services.suspend_access
        facts = {"purchaser": grant.purchaser, "by": request.user, "at": timezone.now()}
        with transaction.atomic():
            act(grant_id=grant.pk, own=None, **facts)
            record("called_back", channel=Activity.Channel.REPRESENTATIVE, obj=grant, summary=note, **facts)
