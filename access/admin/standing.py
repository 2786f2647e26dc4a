"""Acting for an employer; user access, and suspending it in an emergency."""

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
from accounts.platform.typed import figures, line
from accounts.services import CannotRenumber, record, renumber

LONGEST_REASON = 120


class PurchaserAdmin(ReadOnly):
    """Acting for an employer, and its ID. Registered with its set-up (billing/admin/groups.py)."""

    shows_people = False
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
        return format_html(links, address, _("Act for this employer"), other, _("Change the ID"))

    @method_decorator(representative)
    def on_behalf(self, request, pk):
        """Confirm, then open the employer's own pages; activity there is marked as a representative's."""
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
        """Change the purchaser ID after a merger, split or new contract; the old one still works."""
        purchaser, problems = Purchaser.objects.filter(pk=pk).first(), []
        if purchaser is None:
            raise Http404
        if request.method == "POST":
            number = figures(request.POST.get("number", ""))
            try:
                with transaction.atomic():
                    _refuse_unless_seen(purchaser, request.POST.get("seen", ""))
                    renumber(purchaser=purchaser, number=number, by=request.user, at=timezone.now())
                messages.success(request, _("Purchaser ID changed."))
                return redirect("admin:accounts_purchaser_changelist")
            except CannotRenumber as refusal:
                problems = [str(refusal)]
        context = {**self.admin_site.each_context(request), "title": purchaser.name, "purchaser": purchaser}
        context |= {"problems": problems, "typed": request.POST.get("number", "")}
        template = "admin/accounts/purchaser/number.html"
        return TemplateResponse(request, template, context, status=422 if problems else 200).render()


def _refuse_unless_seen(purchaser, seen):
    """The ID that the page showed is the one that is changed. Locked, so that of two only the first counts."""
    now = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    if seen != now.number:
        raise CannotRenumber(_("This purchaser ID changed after you opened this page. Check the present ID first."))


class OverFilter(admin.SimpleListFilter):
    """Ended access is hidden unless chosen; its user may still need help with signing in."""

    title = _("access")
    parameter_name = "over"

    def lookups(self, request, model_admin):
        return [("yes", _("Ended"))]

    def queryset(self, request, queryset):
        current = Grant.objects.not_over(timezone.now()).values("pk")
        return queryset.exclude(pk__in=current) if self.value() else queryset.filter(pk__in=current)

    def choices(self, changelist):
        for value, words in ((None, _("Not ended")), ("yes", _("Ended"))):
            changed = {self.parameter_name: value} if value else {}
            query = changelist.get_query_string(changed, [self.parameter_name])
            yield {"selected": self.value() == value, "query_string": query, "display": words}


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    """User access. After calling back, a representative can suspend it or help with signing in."""

    list_display = ["case_link", "purchaser", "granted_on", "state", "ends_at"]
    list_display_links = None
    list_filter = [OverFilter]
    search_fields = ["user__name", "user__email", "purchaser__name", "purchaser__number"]

    def get_queryset(self, request):
        return Grant.objects.select_related("user", "purchaser").order_by("purchaser__name", "user__name", "pk")

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/stop/", view(self.stop), name="access_grant_stop"),
            path("<int:pk>/sign-in/", view(self.sign_in), name="access_grant_sign_in"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("user"))
    def case_link(self, grant):
        page = "sign_in" if grant.is_over(timezone.now()) else "stop"
        address = reverse(f"admin:access_grant_{page}", args=[grant.pk])
        return format_html('<a href="{}">{} ({})</a>', address, grant.user.name, grant.user.email)

    @admin.display(description=_("since"))
    def granted_on(self, grant):
        return grant.starts_at.date()

    @admin.display(description=_("state"))
    def state(self, grant):
        if grant.is_over(timezone.now()):
            return _("Ended")
        return _("Suspended") if grant.suspended_at else _("Active")

    @method_decorator(representative)
    def stop(self, request, pk):
        """Suspend or resume access, with a note on the call-back."""
        grant = self.get_queryset(request).not_over(timezone.now()).filter(pk=pk).first()
        if grant is None:
            raise Http404
        note, problems = _note(request), []
        if request.method == "POST":
            resumes = request.POST.get("act") == "resume"
            if resumes and (asked := proof_first(request)):
                return asked
            if note:
                self._stop_or_resume(request, grant, note, resumes)
                messages.success(request, _("Access resumed.") if resumes else _("Access suspended."))
                return redirect("admin:access_grant_changelist")
            problems = [_("Enter whom you called back, and at which number on file.")]
        context = {**self.admin_site.each_context(request), "title": str(grant), "grant": grant, "problems": problems}
        context["note"] = note
        self.put_on_record(request, [grant])
        template = "admin/access/grant/stop.html"
        return TemplateResponse(request, template, context, status=422 if problems else 200).render()

    def _stop_or_resume(self, request, grant, note, resumes):
        act = services.resume_access if resumes else services.suspend_access
        facts = {"purchaser": grant.purchaser, "by": request.user, "at": timezone.now()}
        with transaction.atomic():
            act(grant_id=grant.pk, own=None, **facts)
            record("called_back", channel=Activity.Channel.REPRESENTATIVE, obj=grant, summary=note, **facts)

    @method_decorator(representative)
    def sign_in(self, request, pk):
        """Remove second factors or sessions of a user who has, or had, access."""
        grant, problems = self.get_queryset(request).filter(pk=pk).first(), []
        if grant is None:
            raise Http404
        if request.method == "POST":
            if asked := proof_first(request):
                return asked
            try:
                with transaction.atomic():
                    self._help(request, grant)
                messages.success(request, _("Saved."))
                return redirect("admin:access_grant_sign_in", grant.pk)
            except services.CannotChangeAccess as refusal:
                problems = [str(refusal)]
        context = {
            **self.admin_site.each_context(request),
            "title": str(grant),
            "grant": grant,
            "is_over": grant.is_over(timezone.now()),
            "factors": services.second_factors(grant.user),
            "sessions": services.sessions_of(grant.user, at=timezone.now()),
            "chosen": _chosen(request) if request.POST.get("act") == "end" else None,
            "problems": problems,
            "note": _note(request),
            "reason": _reason(request),
            "longest_reason": LONGEST_REASON,
        }
        self.put_on_record(request, [grant])
        template = "admin/access/grant/sign_in.html"
        with timezone.override(grant.purchaser.zone):
            return TemplateResponse(request, template, context, status=422 if problems else 200).render()

    def _help(self, request, grant):
        facts = {"grant": grant, "by": request.user, "at": timezone.now()}
        if request.POST.get("act") == "remove":
            services.remove_second_factors(note=_note(request), **facts)
        else:
            services.end_sessions_of(session_ids=_chosen(request), reason=_reason(request), **facts)


def _note(request):
    return _line(request, "note", 255)


def _reason(request):
    return _line(request, "reason", LONGEST_REASON)


def _line(request, name, longest):
    return line(request.POST.get(name, ""), longest)


def _chosen(request):
    """The ids of the selected sessions; anything else is ignored."""
    typed = request.POST.getlist("session")
    return [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 18]
