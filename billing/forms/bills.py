"""What a representative types about a bill."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.forms import PortalForm


class ReleaseForm(PortalForm):
    note = forms.CharField(
        label=gettext_lazy("Reason for the release"),
        help_text=gettext_lazy("Why this bill is right. Kept on record; the employer doesn't see it."),
        max_length=255,
        widget=forms.TextInput,
    )
