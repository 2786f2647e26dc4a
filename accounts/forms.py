"""Fields that every app's forms share: lines of text without anything that cannot be seen."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HIDDEN_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def unseen(text):
    """Whether the text holds characters that cannot be seen: null bytes, direction marks, private use."""
    return any(unicodedata.category(character) in HIDDEN_CATEGORIES for character in text)


class LineField(forms.CharField):
    """One line of text, composed and without characters that cannot be seen."""

    def __init__(self, *, max_length, **options):
        super().__init__(max_length=max_length, strip=True, **options)

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        if unseen(text):
            raise ValidationError(_("%(label)s holds a character that cannot be shown. Type it again.") % self.named)
        if len(text) > self.max_length:
            lengths = {"most": self.max_length, "entered": len(text)}
            message = _("%(label)s must have at most %(most)d characters. You entered %(entered)d.")
            raise ValidationError(message % (self.named | lengths))
        return " ".join(text.split())

    @property
    def named(self):
        return {"label": self.label}


class NameField(LineField):
    def to_python(self, value):
        text = super().to_python(value)
        if text and not any(character.isalpha() for character in text):
            raise ValidationError(_("%(label)s must have letters.") % self.named)
        if any(character.isdigit() or character in "<>{}[]\\|@#$%^*=+~`" for character in text):
            raise ValidationError(_("%(label)s must not have digits or symbols.") % self.named)
        return text


class RegisterForm(forms.Form):
    """What registering asks for besides the e-mail address and the password."""

    name = NameField(label=gettext_lazy("Your name"), max_length=120)
    field_order = ["name", "email", "password1"]

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
