"""Roster search by the last four digits."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import FiguresField, PortalForm


class LastFour(FiguresField):
    def clean(self, value):
        text = super().clean(value)
        if text and not (len(text) == 4 and text.isascii() and text.isdigit()):
            raise ValidationError(_("Enter the last 4 digits."))
        return text


class LastFourForm(PortalForm):
    last_four = LastFour(label=gettext_lazy("Last 4 of Social Security number"), max_length=8)
