"""Fields for dates, Social Security numbers, names and phones as people type them."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import forms as shared
from accounts.forms import FiguresField
from accounts.platform.typed import figures, unseen
from enrollment.rules.dates import EARLIEST, LATEST, BadDate, parse_date
from enrollment.rules.numbers import BadNumber, parse_number

PhoneField = shared.PhoneField
LONGEST_DATE = 40
HOURS_A_WEEK = 168
# Messages for missing values, by field name.
MISSING = {
    "first_name": gettext_lazy("Enter the first name."),
    "last_name": gettext_lazy("Enter the last name."),
    "birth_date": gettext_lazy("Enter the date of birth."),
    "sex": gettext_lazy("Choose the sex."),
    "street": gettext_lazy("Enter the street address."),
    "city": gettext_lazy("Enter the city."),
    "state": gettext_lazy("Choose the state."),
    "zip_code": gettext_lazy("Enter the ZIP code."),
    "unit": gettext_lazy("Choose the enrollment unit."),
    "lines": gettext_lazy("Choose at least one line of coverage."),
    "hired_on": gettext_lazy("Enter the date of hire."),
    "employment_class": gettext_lazy("Choose the type of employment."),
    "relationship": gettext_lazy("Choose the relationship to the employee."),
    "event": gettext_lazy("Choose the event."),
    "event_on": gettext_lazy("Enter the date of the event."),
    "reason": gettext_lazy("Enter the reason."),
    "text": gettext_lazy("Enter your answer."),
    "name": gettext_lazy("Enter the contact name."),
    "phone": gettext_lazy("Enter a phone number."),
}


class DayField(forms.Field):
    """A date in any unambiguous American form. `kind` is "birth" or "coverage"; the form sets `today`."""

    def __init__(self, *, kind, **options):
        self.kind, self.today = kind, date.today()  # noqa: DTZ011  every form sets the purchaser's day
        super().__init__(widget=forms.TextInput({"maxlength": LONGEST_DATE}), **options)

    def to_python(self, value):
        text = figures(value or "")
        if not text:
            return None
        if unseen(text) or len(text) > LONGEST_DATE:
            raise ValidationError(self._message("unreadable"))
        try:
            day = parse_date(text, kind=self.kind, today=self.today)
        except BadDate as bad:
            raise ValidationError(self._message(bad.code)) from bad
        if self.kind == "birth" and day > self.today:
            raise ValidationError(_("%(label)s can't be in the future.") % {"label": self.label})
        return day

    def _message(self, code):
        words = {
            "unreadable": _("%(label)s must be a valid date, like 4/28/1986."),
            "no_year": _("%(label)s must include a year, like 4/28/1986."),
            "no_such_day": _("%(label)s must be a valid date, like 4/28/1986."),
            "out_of_range": _("%(label)s must be in the years %(first)d to %(last)d."),
            "ambiguous_year": _("%(label)s must have a 4-digit year, like 2026."),
        }
        return words[code] % {"label": self.label, "first": EARLIEST, "last": LATEST}

    def prepare_value(self, value):
        return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value


class NumberField(forms.Field):
    """A Social Security number, ITIN or ATIN; the value is a rules.people.Number."""

    def __init__(self, **options):
        attributes = {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attributes), **options)

    def to_python(self, value):
        if not figures(value or ""):
            return None
        try:
            return parse_number(value)
        except BadNumber as bad:
            raise ValidationError(self._message(bad)) from bad

    def _message(self, bad):
        if bad.code == "length" and bad.digits is None:
            return _("Social Security number must have 9 digits from 0 to 9, with only dashes or spaces between them.")
        if bad.code == "length":
            return _("Social Security number must have 9 digits. You entered %(digits)d.") % {"digits": bad.digits}
        return _("This isn't a valid Social Security number, ITIN or ATIN. Check the card or letter.")


class ZipField(FiguresField):
    """A ZIP code, with four more digits or without."""

    def __init__(self, **options):
        super().__init__(max_length=10, **options)

    def to_python(self, value):
        text = super().to_python(value)
        if text and not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text):
            raise ValidationError(_("Enter a ZIP code like 94620 or 94620-1234."))
        return text


class EmailField(shared.EmailField):
    def __init__(self, **options):
        wrong = gettext_lazy("Email must be an address like name@company.com.")
        codes = ("invalid", "max_length", "null_characters_not_allowed")
        super().__init__(error_messages=dict.fromkeys(codes, wrong), **options)


class HoursField(forms.DecimalField):
    """Hours a week, with one decimal."""

    def __init__(self, **options):
        wrong = gettext_lazy("Hours a week must be a number from 1 to 168, like 40 or 37.5.")
        codes = ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits")
        errors = dict.fromkeys(codes, wrong)
        super().__init__(min_value=1, max_value=HOURS_A_WEEK, decimal_places=1, error_messages=errors, **options)


CHOOSE_ONE = gettext_lazy("Choose one")


def choose(label, choices, *, required=True, empty=CHOOSE_ONE, **options):
    """A select field with an empty choice first."""
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], required=required, **options)


def prepare(form, today, *, depends=()):
    """Set the purchaser's day and a specific message for each missing value.

    Fields in `depends` may be required by other answers, so they are not marked optional.
    """
    for name, field in form.fields.items():
        field.depends = name in depends
        if isinstance(field, DayField):
            field.today = today
        if field.required:
            field.error_messages["required"] = MISSING[name]
