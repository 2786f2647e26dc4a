"""allauth's forms without placeholders (a hint that vanishes while one types helps nobody) and in the portal's words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from accounts.forms import use_own_words

ADDRESS = _("E-mail address")
LABELS = {
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}
ADDRESS_ERRORS = {"required": _("Enter your e-mail address."), "invalid": _("Enter a whole e-mail address.")}


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
    """The page itself has the way to a new password: not a second time above the box."""

    address = "login"

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        password = self.fields["password"]
        password.error_messages["required"] = _("Enter your password.")
        password.help_text = ""


class SignupForm(Quiet, account.SignupForm):
    """Whoever registers has no password yet: it is not a new one."""

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
    pass
