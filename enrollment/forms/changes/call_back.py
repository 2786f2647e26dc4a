"""The form to request a call."""

from django.utils.translation import gettext_lazy

from accounts.forms import LineField, NameField
from enrollment.forms.changes.coverage import PlainForm
from enrollment.forms.fields import PhoneField


class CallBackForm(PlainForm):
    title = gettext_lazy("Request a call")

    name = NameField(label=gettext_lazy("Contact name"), max_length=120)
    phone = PhoneField(label=gettext_lazy("Phone"))
    best_time = LineField(label=gettext_lazy("Best time to call"), max_length=80, required=False)
