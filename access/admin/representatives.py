"""Representatives: everybody at the desk sees them, supervisors invite them and make them supervisors."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
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
from access.admin.forms import InvitationForm
from access.guard import proof_first, representative
from access.readonly import ReadOnly
from accounts.models import Representative

# What a supervisor does to a representative, and the message afterward.
ACTS = {
    "name": (
        lambda user, **facts: services.set_supervisor(user=user, supervises=True, **facts),
        _("Now a supervisor."),
    ),
    "end": (
        lambda user, **facts: services.set_supervisor(user=user, supervises=False, **facts),
        _("No longer a supervisor."),
    ),
    "invite": (services.invite_again, _("Invitation sent again.")),
}


@admin.register(Representative)
class RepresentativeAdmin(ReadOnly):
    list_display = ["name_link", "email", "phone", "hours", "supervises", "signed_in"]
    list_display_links = None
    search_fields = ["user__name", "user__email"]
    fields = ["user", "phone", "hours"]
    change_list_template = "admin/accounts/representative/representatives.html"

    def get_queryset(self, request):
        return Representative.objects.select_related("user").filter(user__is_active=True).order_by("user__name", "pk")

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("invite/", view(self.invite), name="accounts_representative_invite"),
            path("<int:pk>/standing/", view(self.standing), name="accounts_representative_standing"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("name"))
    def name_link(self, row):
        address = reverse("admin:accounts_representative_standing", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row.user)

    @admin.display(description=_("email address"))
    def email(self, row):
        return row.user.email

    @admin.display(description=_("supervisor"), boolean=True)
    def supervises(self, row):
        return row.user.is_supervisor

    @admin.display(description=_("last sign-in"))
    def signed_in(self, row):
        return row.user.last_login.date() if row.user.last_login else _("Never")

    def _page(self, request, template, *, problems=(), form=None, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.model._meta, "form": form}
        context["problems"] = problems
        status = 422 if problems or (form is not None and form.errors) else 200
        template = f"admin/accounts/representative/{template}"
        return TemplateResponse(request, template, context, status=status).render()

    @method_decorator(representative)
    def invite(self, request):
        """A new representative, who gets a mail with a link."""
        _supervisors_only(request)
        form = InvitationForm(request.POST or None)
        if request.method == "POST" and (asked := proof_first(request)):
            return asked
        if form.is_valid():
            try:
                with transaction.atomic():
                    made = services.invite_representative(**form.cleaned_data, by=request.user, at=timezone.now())
                messages.success(request, _("Invitation sent to %(email)s.") % {"email": made.user.email})
                return redirect("admin:accounts_representative_changelist")
            except services.CannotAppoint as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self._page(
            request, "invite.html", form=form, title=_("Invite a representative"), problems=form.non_field_errors()
        )

    @method_decorator(representative)
    def standing(self, request, pk):
        """Make a representative a supervisor, end it, or send the invitation again."""
        _supervisors_only(request)
        row, problems = self.get_queryset(request).filter(pk=pk).first(), []
        if row is None:
            raise Http404
        if request.method == "POST":
            if asked := proof_first(request):
                return asked
            act, words = ACTS.get(request.POST.get("act", ""), (None, ""))
            try:
                if act is None:
                    raise services.CannotAppoint(_("Choose what to do."))
                with transaction.atomic():
                    act(user=row.user, by=request.user, at=timezone.now())
                messages.success(request, words)
                return redirect("admin:accounts_representative_changelist")
            except services.CannotAppoint as refusal:
                problems = [str(refusal)]
        self.put_on_record(request, [row])
        return self._page(request, "standing.html", problems=problems, row=row, title=str(row))


def _supervisors_only(request):
    if not request.user.is_supervisor:
        raise PermissionDenied
