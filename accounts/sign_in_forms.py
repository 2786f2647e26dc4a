"""allauth's forms with the portal's messages, without placeholders, which vanish as soon as the user types."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext_lazy as _

from accounts.forms import use_own_words

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


class LoginForm(Quiet, account.LoginForm):
    """Without the link to reset the password, which the page has already."""

    address = "login"

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        password = self.fields["password"]
        password.error_messages["required"] = _("Enter your password.")
        password.help_text = ""


class SignupForm(Quiet, account.SignupForm):
    """A user who registers has no password yet, so the label is not "New password"."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password1"].label = _("Password")


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
