"""Short forms: an answer to a representative, a wish to be called, the last four digits."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.forms import LineField, NameField
from enrollment.forms.coverage import PlainForm
from enrollment.forms.fields import PhoneField
from enrollment.forms.people import LastFour


class AnswerForm(PlainForm):
    title = gettext_lazy("Your answer")

    text = LineField(label=gettext_lazy("Answer"), max_length=500, widget=forms.Textarea({"rows": 4}))


class CallBackForm(PlainForm):
    title = gettext_lazy("Ask for a call")

    name = NameField(label=gettext_lazy("Whom to ask for"), max_length=120)
    phone = PhoneField(label=gettext_lazy("Phone"))
    best_time = LineField(label=gettext_lazy("Best time to call"), max_length=80, required=False)


class LastFourForm(forms.Form):
    last_four = LastFour(label=gettext_lazy("Last 4 of Social Security number"), max_length=8)
