"""Form fields and error messages that every app shares; text fields reject invisible characters."""

import re
import unicodedata
from datetime import date
from functools import partial

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms.utils import pretty_name
from django.utils.encoding import punycode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.platform.typed import figures, trimmed, unseen

# North American Numbering Plan: an area code begins with 2 to 9 and is none of 211 to 911, and so is what follows.
HOME_CALLING_CODE, WITHOUT_AREA_CODE = 1, 7
NANP = re.compile(r"[2-9](?!11)[0-9]{2}[2-9][0-9]{6}")
DAY_FORMATS = ["%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d"]


class LineField(forms.CharField):
    """One line of text, NFC-normalized, without invisible characters in it; those around it are left out."""

    def __init__(self, *, max_length, **options):
        super().__init__(max_length=max_length, strip=True, **options)

    def to_python(self, value):
        text = trimmed(" ".join(unicodedata.normalize("NFC", super().to_python(value) or "").split()))
        if unseen(text):
            raise ValidationError(
                _("%(label)s contains a character that can't be displayed. Type it again.") % self.named
            )
        if len(text) > self.max_length:
            lengths = {"most": self.max_length, "entered": len(text)}
            message = _("%(label)s must have at most %(most)d characters. You entered %(entered)d.")
            raise ValidationError(message % (self.named | lengths))
        return text

    @property
    def named(self):
        return {"label": self.label}


class FiguresField(LineField):
    """A number, code or telephone number: what stands in another form of digit, dash or space is read as the plain one."""

    def to_python(self, value):
        return super().to_python(figures(value) if isinstance(value, str) else value)


class PhoneField(FiguresField):
    """A telephone number that can be dialed from anywhere: with its area code, or with + and the country.

    `kept` is what is on file: it may stay while something else is corrected.
    """

    kept = ""

    def __init__(self, *, max_length=30, **options):
        super().__init__(max_length=max_length, widget=forms.TextInput({"type": "tel"}), **options)

    def to_python(self, value):
        text = super().to_python(value)
        if not text or text == self.kept:
            return text
        try:
            number = phonenumbers.parse(text, "US")
        except phonenumbers.NumberParseException as bad:
            raise ValidationError(self._words()) from bad
        home = number.country_code == HOME_CALLING_CODE
        national = phonenumbers.national_significant_number(number)
        if home and len(national) == WITHOUT_AREA_CODE:
            raise ValidationError(_("%(label)s must have an area code, like (415) 555-0100.") % self.named)
        if not (NANP.fullmatch(national) if home else phonenumbers.is_possible_number(number)):
            raise ValidationError(self._words())
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL)

    def _words(self):
        return _("%(label)s must be a number like (415) 555-0100.") % self.named


def mail_can_go_to(address):
    """Refuse an address with invisible characters, or with a domain that has no form in mail."""
    try:
        punycode(address.rpartition("@")[2])
    except UnicodeError as bad:
        raise ValidationError(EmailValidator.message, code="invalid") from bad
    if unseen(address):
        raise ValidationError(EmailValidator.message, code="invalid")


class EmailField(forms.EmailField):
    """An email address that mail can be sent to."""

    default_validators = [*forms.EmailField.default_validators, mail_can_go_to]

    def __init__(self, *, max_length=254, **options):
        super().__init__(max_length=max_length, **options)

    def to_python(self, value):
        return trimmed(super().to_python(value))


class DateField(forms.DateField):
    """A date within the range of its use, as people type it in the United States."""

    def __init__(self, *, earliest=date(1900, 1, 1), latest=date(2199, 12, 31), **options):
        self.earliest, self.latest = earliest, latest
        super().__init__(input_formats=DAY_FORMATS, **options)

    def to_python(self, value):
        day = super().to_python(figures(value) if isinstance(value, str) else value)
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
        return any(each.message is type(each).message for each in field.validators if getattr(each, "code", "") == code)
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


def _read(to_python, clean, value):
    return to_python(clean(value) if isinstance(value, str) else value)


def leave_out_marks(form):
    """Take the text of every field without invisible marks around it, and numbers in plain digits.

    A password is what somebody typed, to the last character.
    """
    for field in form.fields.values():
        if not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput):
            clean = figures if isinstance(field, forms.IntegerField) else trimmed
            field.to_python = partial(_read, field.to_python, clean)
        if isinstance(field, forms.EmailField) and mail_can_go_to not in field.validators:
            field.validators = [*field.validators, mail_can_go_to]


class OwnWords:
    """Mixin: replaces Django's default error messages, and leaves out invisible marks around what was typed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        use_own_words(self)
        leave_out_marks(self)


class PortalForm(OwnWords, forms.Form):
    """Base of the portal's forms."""


class RegisterForm(forms.Form):
    """What registering asks for besides email address and password; allauth mixes it into `SignupForm`."""

    name = NameField(label=gettext_lazy("Your name"), max_length=120)
    field_order = ["name", "email", "password1"]

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
