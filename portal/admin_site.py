"""The representatives' site: Django's own admin behind the portal's sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_header = _("Representative desk")
    site_title = _("Representative desk")
    index_title = _("Work")
    site_url = None

    login = method_decorator(secure_admin_login)(AdminSite.login)
