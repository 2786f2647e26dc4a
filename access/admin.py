"""The purchasers on the representatives' desk, and the door to working for one of them."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access.guard import SESSION_PURCHASER, representative
from accounts.models import Purchaser


class ReadOnly(admin.ModelAdmin):
    """Looked at in the admin, changed by services only."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @method_decorator(representative)
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context).render()

    @method_decorator(representative)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        return response.render() if hasattr(response, "render") else response

    @method_decorator(representative)
    def history_view(self, request, object_id, extra_context=None):
        raise Http404


@admin.register(Purchaser)
class PurchaserAdmin(ReadOnly):
    list_display = ["number", "name", "representative", "contract_starts_on", "contract_ends_on", "work"]
    search_fields = ["number", "name"]

    def get_urls(self):
        own = [
            path("<int:pk>/on-behalf/", self.admin_site.admin_view(self.on_behalf), name="accounts_purchaser_on_behalf")
        ]
        return own + super().get_urls()

    @admin.display(description=_("on their behalf"))
    def work(self, purchaser):
        address = reverse("admin:accounts_purchaser_on_behalf", args=[purchaser.pk])
        return format_html('<a href="{}">{}</a>', address, _("Work for this employer"))

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
