"""The representatives' site: Django's own admin behind the portal's sign-in."""

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
        """Only what this project shows: the installed packages' own pages would write past the services."""
        if admin_class and admin_class.__module__.split(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """Every page but the way out is for whoever has chosen a second factor, where one is required.

        Times are those of the carrier's office; a page about one purchaser's request has that purchaser's.
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
        """There is one door: Django's own form asks for no second factor, counts no wrong passwords, tells nobody."""
        return redirect("admin:index")

    def password_change(self, request, extra_context=None):
        """Where the change is told by mail and needs fresh proof."""
        return redirect("account_change_password")
