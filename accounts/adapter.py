"""Sign-in and registration as this project wants them, configured for allauth."""

import base64
from urllib.parse import urlsplit, urlunsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.notices import SEALED, TELL_SIGN_IN_CHANGED, sealed
from accounts.platform.encryption import decrypt, encrypt
from accounts.services import schedule

SCHEMES = ("http://", "https://")
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
FACTOR = "mfa_authenticator.data"
LONGEST_USER_AGENT = 200
log = structlog.get_logger(__name__)


def at_base_url(url):
    """The same page at the configured address; links in mail never take the host from a request."""
    parts = urlsplit(url)
    return settings.BASE_URL + urlunsplit(("", "", parts.path, parts.query, ""))


class MailAway(Exception):
    """The mail server does not answer; whatever needed the mailed link is rolled back."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many attempts to sign in. You can try again in 5 minutes."),
        "email_password_mismatch": _("The email address or password is wrong. Check both and try again."),
        "email_taken": _("This email address is already registered. Sign in, or use another address."),
        "duplicate_email": _("This is already your email address. Enter the new one."),
        "unknown_email": _("This email address isn't registered. Check it, or register."),
        "cannot_remove_primary_email": _("You sign in with this email address. Choose another one first."),
        "unverified_primary_email": _("First confirm your email address: open the link we sent you."),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "invalid_password_reset": _("This link has expired. Request a new one."),
        "account_inactive": _("This user ID is closed. If you think this is a mistake, call us."),
    }

    def is_open_for_signup(self, request):
        """Anyone may register; access to a purchaser takes an access code."""
        return True

    def get_signup_redirect_url(self, request):
        return reverse("enter_code")

    def get_email_verification_redirect_url(self, email_address):
        """A new user has a code to enter; a user who changed the address returns to the portal."""
        return reverse("home" if self.request.user.is_authenticated else "enter_code")

    def send_mail(self, template_prefix, email, context):
        links = {
            name: at_base_url(value)
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(SCHEMES)
        }
        try:
            super().send_mail(template_prefix, email, context | links | {"carrier": settings.CARRIER})
        except OSError as failure:
            raise MailAway from failure

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Log a change of sign-in and notify the address that was valid before it.

        End the user's other sessions: one of them may be why the change was made. A job sends the mail, so that none
        is lost while the mail server is down.
        """
        log.info("sign-in changed", what=template_prefix.rsplit("/", 1)[-1], user_id=user.pk)
        for session in UserSession.objects.filter(user=user).exclude(session_key=self.request.session.session_key):
            session.end()
        email = email or EmailAddress.objects.get_primary_email(user)
        if not email:
            return
        now = timezone.now()
        told = {
            "email": email,
            "at": now.isoformat(),
            "ip": self.get_client_ip(self.request),
            "user_agent": self.get_http_user_agent(self.request)[:LONGEST_USER_AGENT],
            **(context or {}),
        }
        schedule(TELL_SIGN_IN_CHANGED, arguments={"notice": template_prefix, SEALED: sealed(told)}, at=now)

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def post_login(self, request, user, **options):
        log.info("signed in", user_id=user.pk)
        return super().post_login(request, user, **options)

    def authentication_failed(self, request, **credentials):
        log.warning("sign-in failed")
        super().authentication_failed(request, **credentials)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors, with encrypted secrets and passkeys named after the portal."""

    def encrypt(self, text):
        return base64.b64encode(encrypt(text, context=FACTOR)).decode()

    def decrypt(self, encrypted_text):
        return decrypt(base64.b64decode(encrypted_text), context=FACTOR)

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.CARRIER["product"]}

    def generate_authenticator_name(self, user, type):
        return _now("Passkey")
