"""The days when the carrier is closed: all representatives see them, supervisors enter them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access.admin.forms import ClosureForm
from access.guard import representative
from access.readonly import ReadOnly
from accounts.models import Closure
from accounts.services import CannotClose, add_closure, remove_closure


@admin.register(Closure)
class ClosureAdmin(ReadOnly):
    shows_people = False
    list_display = ["day", "reason", "added_by", "added_at", "remove_link"]
    list_display_links = None

    def get_queryset(self, request):
        return Closure.objects.select_related("added_by")

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("enter/", view(self.enter), name="accounts_closure_enter"),
            path("<int:pk>/remove/", view(self.remove), name="accounts_closure_remove"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("remove"))
    def remove_link(self, closure):
        if closure.day < timezone.now().date():
            return "-"
        address = reverse("admin:accounts_closure_remove", args=[closure.pk])
        return format_html('<a href="{}">{}</a>', address, _("Remove"))

    def _page(self, request, *, title, problems=(), **context):
        context |= {**self.admin_site.each_context(request), "opts": self.model._meta, "title": title}
        status = 422 if problems or (context.get("form") and context["form"].errors) else 200
        context["problems"] = problems
        return TemplateResponse(request, "admin/accounts/closure/closing.html", context, status=status).render()

    @method_decorator(representative)
    def enter(self, request):
        _supervisors_only(request)
        form, problems = ClosureForm(request.POST or None), []
        if form.is_valid():
            try:
                closure = add_closure(**form.cleaned_data, by=request.user, at=timezone.now())
                messages.success(request, _("Closed: %(day)s.") % {"day": closure})
                return redirect("admin:accounts_closure_changelist")
            except CannotClose as refusal:
                problems = [str(refusal)]
        return self._page(request, form=form, problems=problems, title=_("Add a closure"))

    @method_decorator(representative)
    def remove(self, request, pk):
        _supervisors_only(request)
        closure, problems = Closure.objects.filter(pk=pk).first(), []
        if closure is None:
            raise Http404
        if request.method == "POST":
            try:
                remove_closure(closure=closure, by=request.user, at=timezone.now())
                messages.success(request, _("Removed: %(day)s.") % {"day": closure})
                return redirect("admin:accounts_closure_changelist")
            except CannotClose as refusal:
                problems = [str(refusal)]
        return self._page(request, closure=closure, problems=problems, title=_("Remove a closure"))


def _supervisors_only(request):
    if not request.user.is_supervisor:
        raise PermissionDenied
