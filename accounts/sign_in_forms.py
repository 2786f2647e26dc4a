"""allauth's forms with the portal's messages, without placeholders, which vanish as soon as the user types."""

import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import leave_out_marks, use_own_words
from accounts.notices import REGISTER, SEALED, sealed
from accounts.services import schedule

ADDRESS = _("Email address")
LABELS = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("Confirm password"),
}
ADDRESS_ERRORS = {
    "required": _("Enter your email address."),
    "invalid": _("Enter an email address like name@company.com."),
}


class Quiet:
    address = "email"

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        fields = self.fields  # type: ignore[attr-defined]
        for field in fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name in set(fields) & set(LABELS):
            fields[name].label = LABELS[name]
        if self.address in fields:
            fields[self.address].label = ADDRESS
            fields[self.address].error_messages |= ADDRESS_ERRORS
        use_own_words(self)
        leave_out_marks(self)


class LoginForm(Quiet, account.LoginForm):
    """Without the link to reset the password, which the page has already."""

    address = "login"

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        password = self.fields["password"]
        password.error_messages["required"] = _("Enter your password.")
        password.help_text = ""


class SignupForm(Quiet, account.SignupForm):
    """Looks nobody up: a job finds out whether the address is taken, so that the answer and its time tell nothing.

    A user who registers has no password yet, so the label is not "New password".
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password1"].label = _("Password")

    def validate_unique_email(self, value):
        return value

    def try_save(self, request):
        """No user yet: (None, the page that says to look for a mail). allauth mails an address every three minutes."""
        asked, now = self.cleaned_data, timezone.now()
        wanted = {"email": asked["email"], "name": asked["name"], "password": make_password(asked["password1"])}
        if ratelimit.consume(request, app="allauth.account", action="confirm_email", key=asked["email"]):
            schedule(REGISTER, arguments={SEALED: sealed(wanted)}, at=now)
        return None, get_account_adapter().respond_email_verification_sent(request, None)


class AddEmailForm(Quiet, account.AddEmailForm):
    pass


class ChangePasswordForm(Quiet, account.ChangePasswordForm):
    pass


class ResetPasswordForm(Quiet, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Quiet, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Quiet, account.ReauthenticateForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class AuthenticateForm(Quiet, mfa.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Quiet, mfa.ReauthenticateForm):
    pass


class ActivateForm(Quiet, totp.ActivateTOTPForm):
    def clean_code(self):
        """Use the code up: it would sign in once more until its 30 seconds are over."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))._mark_code_used(code)
        return code


# What parsing a passkey's answer raises besides what allauth expects: texts of numbers, of lists in lists, of nothing.
NO_PASSKEY = (RecursionError, AttributeError, LookupError, TypeError, ValueError, struct.error, InvalidSignature)


class CredentialField(forms.JSONField):
    """What a browser says of a passkey, of bounded length."""

    widget = forms.HiddenInput
    longest = 20_000
    default_error_messages = dict.fromkeys(
        ("required", "invalid"), _("Your browser didn't send a passkey. Try again, or sign in another way.")
    )

    def to_python(self, value):
        with wrong_code():
            if len(value or "") > self.longest:
                raise ValueError
            return super().to_python(value)


@contextmanager
def wrong_code():
    """Whatever is no passkey is a wrong one, not an error of the portal."""
    try:
        yield
    except NO_PASSKEY as failure:
        raise get_adapter().validation_error("incorrect_code") from failure


class PasskeyAnswer(Quiet, forms.Form):
    credential = CredentialField()

    def clean_credential(self):
        with wrong_code():
            return super().clean_credential()  # type: ignore[misc]


class LoginByPasskeyForm(PasskeyAnswer, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateByPasskeyForm(PasskeyAnswer, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(Quiet, webauthn.AddWebAuthnForm):
    credential = CredentialField()

    def clean(self):
        with wrong_code():
            return super().clean()
