"""Form fields and error messages that every app shares; text fields reject invisible characters."""

import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAY_FORMATS = ["%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d"]
HIDDEN_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def unseen(text):
    """Whether the text contains invisible characters: null bytes, direction marks, private use."""
    return any(unicodedata.category(character) in HIDDEN_CATEGORIES for character in text)


class LineField(forms.CharField):
    """One line of text, NFC-normalized, without invisible characters."""

    def __init__(self, *, max_length, **options):
        super().__init__(max_length=max_length, strip=True, **options)

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        if unseen(text):
            raise ValidationError(
                _("%(label)s contains a character that can't be displayed. Type it again.") % self.named
            )
        if len(text) > self.max_length:
            lengths = {"most": self.max_length, "entered": len(text)}
            message = _("%(label)s must have at most %(most)d characters. You entered %(entered)d.")
            raise ValidationError(message % (self.named | lengths))
        return " ".join(text.split())

    @property
    def named(self):
        return {"label": self.label}


class DateField(forms.DateField):
    """A date within the range of its use, as people type it in the United States."""

    def __init__(self, *, earliest=date(1900, 1, 1), latest=date(2199, 12, 31), **options):
        self.earliest, self.latest = earliest, latest
        super().__init__(input_formats=DAY_FORMATS, **options)

    def to_python(self, value):
        day = super().to_python(value)
        if day and not self.earliest <= day <= self.latest:
            words = _("%(label)s must be from %(earliest)s to %(latest)s.")
            span = {name: f"{each:%m/%d/%Y}" for name, each in (("earliest", self.earliest), ("latest", self.latest))}
            raise ValidationError(words % ({"label": self.label} | span))
        return day


class NameField(LineField):
    def to_python(self, value):
        text = super().to_python(value)
        if text and not any(character.isalpha() for character in text):
            raise ValidationError(_("%(label)s must have letters.") % self.named)
        if any(character.isdigit() or character in "<>{}[]\\|@#$%^*=+~`" for character in text):
            raise ValidationError(_("%(label)s must not have digits or symbols.") % self.named)
        return text


def _enter(field):
    if isinstance(field, forms.BooleanField):
        return _("%(label)s: select the box.")
    if isinstance(field, forms.FileField):
        return _("%(label)s: choose a file.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("%(label)s: choose one from the list.")
    return _("%(label)s: enter an answer.")


def _invalid(field):
    if isinstance(field, forms.DateField):
        return _("%(label)s must be a date such as 12/31/2026.")
    if isinstance(field, forms.DecimalField | forms.IntegerField):
        return _("%(label)s must be a number.")
    if isinstance(field, forms.EmailField):
        return _("%(label)s must be an address like name@company.com.")
    return _("%(label)s: check what you entered.")


def _words(field):
    """The portal's message for each error code that Django has a message for."""
    chosen = _("%(label)s: choose one from the list.")
    return {
        "required": _enter(field),
        "empty": _("%(label)s: this file is empty. Choose another."),
        "missing": _("%(label)s: choose a file."),
        "invalid": _invalid(field),
        "invalid_choice": chosen,
        "invalid_list": chosen,
        "invalid_pk_value": chosen,
        "max_length": _("%(label)s must have at most %(limit_value)d characters. You entered %(show_value)d."),
        "min_length": _("%(label)s must have at least %(limit_value)d characters. You entered %(show_value)d."),
        "max_value": _("%(label)s must be %(limit_value)s or less."),
        "min_value": _("%(label)s must be %(limit_value)s or more."),
        "max_digits": _("%(label)s must have at most %(max)s digits."),
        "max_whole_digits": _("%(label)s must have at most %(max)s digits before the point."),
        "max_decimal_places": _("%(label)s must have at most %(max)s digits after the point."),
        "null_characters_not_allowed": _("%(label)s contains a character that can't be displayed. Type it again."),
    }


def _is_djangos(field, code):
    """Whether the field's message for the code is Django's default, from a field class or a validator."""
    given = field.error_messages.get(code)
    if given is None and code == "invalid":
        return any(each.message is type(each).message for each in field.validators if each.code == code)
    own = [each for each in type(field).__mro__ if each.__module__.startswith("django.")]
    return given is None or any(given is vars(each).get("default_error_messages", {}).get(code) for each in own)


def use_own_words(form):
    """Replace Django's default messages on every field; a field's own messages stay."""
    for name, field in form.fields.items():
        # Not form[name].label: that would create the bound field, which keeps its old help text.
        label = str(field.label or pretty_name(name)).replace("%", "%%")
        for code, text in _words(field).items():
            if _is_djangos(field, code):
                field.error_messages[code] = text.replace("%(label)s", label)


class OwnWords:
    """Mixin: replaces Django's default error messages."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        use_own_words(self)


class PortalForm(OwnWords, forms.Form):
    """Base of the portal's forms."""


class RegisterForm(forms.Form):
    """What registering asks for besides email address and password; allauth mixes it into `SignupForm`."""

    name = NameField(label=gettext_lazy("Your name"), max_length=120)
    field_order = ["name", "email", "password1"]

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
