"""What this project decides about signing in and registering, told to allauth."""

from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SCHEMES = ("http://", "https://")


def at_base_url(url):
    """The same page at the configured address: what a mail links to is never taken from a request."""
    parts = urlsplit(url)
    return settings.BASE_URL + urlunsplit(("", "", parts.path, parts.query, ""))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many attempts to sign in. You can try again in 5 minutes."),
    }

    def is_open_for_signup(self, request):
        """Anybody may register: it grants nothing. What links a user to a purchaser is an access code."""
        return True

    def get_signup_redirect_url(self, request):
        return reverse("enter_code")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("enter_code")

    def send_mail(self, template_prefix, email, context):
        links = {
            name: at_base_url(value)
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(SCHEMES)
        }
        super().send_mail(template_prefix, email, context | links | {"carrier": settings.CARRIER})
