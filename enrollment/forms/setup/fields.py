"""What the set-up forms of the desk have in common: the reason, days, addresses."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField, FiguresField, LineField, PortalForm
from enrollment.rules.places import STATES

LAST_DAY = date(2199, 12, 31)
LONGEST_REASON = 255


def day(label, **options):
    """A day of a contract or later."""
    text = forms.DateInput({"maxlength": 10, "placeholder": "mm/dd/yyyy"}, format="%m/%d/%Y")
    return DateField(label=label, earliest=date(1990, 1, 1), latest=LAST_DAY, widget=text, **options)


def choose(label, choices, **options):
    """One of a list, none of it chosen at first."""
    return forms.ChoiceField(label=label, choices=[("", _("Choose one")), *choices], **options)


class ZipField(FiguresField):
    """A ZIP code, with four more digits or without. The service refuses another form in words."""

    def __init__(self, **options):
        super().__init__(label=_("ZIP code"), max_length=10, **options)


class SetupForm(PortalForm):
    """Base of the forms that change a group's set-up: each asks for the reason, last."""

    reason = LineField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("For example: as in the signed contract, page 4.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def values(self):
        """What was entered, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class PlaceFields(SetupForm):
    """An address in the United States, from a day on."""

    effective_on = day(_("From"))
    street = LineField(label=_("Street address"), max_length=120)
    city = LineField(label=_("City"), max_length=80)
    state = choose(_("State"), sorted(STATES.items(), key=lambda each: each[1]))
    zip_code = ZipField()
