"""The sign-in form in this project's words. Apart from accounts.forms, which allauth imports for its own forms."""

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        login, password = self.fields["login"], self.fields["password"]
        login.error_messages |= {
            "required": _("Enter your email address."),
            "invalid": _("Enter a whole email address."),
        }
        password.error_messages["required"] = _("Enter your password.")
        # The page has its own link for who forgot it, and a placeholder is no instruction.
        password.help_text = ""
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)
