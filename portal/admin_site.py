"""The representatives' site: Django's admin behind the portal's sign-in."""

from functools import update_wrapper

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from access.guard import sent_elsewhere

OURS = {"accounts", "access", "enrollment", "billing"}


class PortalAdminSite(AdminSite):
    site_header = _("Representative desk")
    site_title = _("Representative desk")
    index_title = _("Work")
    site_url = None

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register only our own pages: those of installed packages would bypass the services."""
        if admin_class and admin_class.__module__.split(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """Require a second factor on every page except sign-out, where one is configured.

        Times are in the carrier's zone, or in the purchaser's zone on a page about one purchaser.
        """
        inner = super().admin_view(view, cacheable)

        def fenced(request, *args, **kwargs):
            leaving = view == self.logout or not request.user.is_authenticated
            with timezone.override(settings.CARRIER_ZONE):
                response = (None if leaving else sent_elsewhere(request)) or inner(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response

        return update_wrapper(fenced, inner)

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        """Use the portal's sign-in: Django's own form has no second factor, counts no wrong passwords and sends no
        notices.
        """
        return redirect("admin:index")

    def password_change(self, request, extra_context=None):
        """Use the portal's page, which needs fresh proof and sends a notice."""
        return redirect("account_change_password")
