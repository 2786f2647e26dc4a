"""Short forms: an answer to a representative, a wish to be called, the last four digits, what of the record to show."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField, NameField, PortalForm
from enrollment.forms.coverage import PlainForm
from enrollment.forms.fields import DayField, PhoneField, choose
from enrollment.forms.people import LastFour
from enrollment.rules.numbers import holds_number


class AnswerForm(PlainForm):
    title = gettext_lazy("Your answer")

    text = LineField(label=gettext_lazy("Answer"), max_length=500, widget=forms.Textarea({"rows": 4}))

    def clean_text(self):
        """The answer is kept in the record of activity as it is written: a number belongs in its own field."""
        text = self.cleaned_data["text"]
        if holds_number(text):
            raise forms.ValidationError(
                _(
                    "Answer must not hold a Social Security number. Enter it under Correct what you sent, in its own field."
                )
            )
        return text


class CallBackForm(PlainForm):
    title = gettext_lazy("Ask for a call")

    name = NameField(label=gettext_lazy("Whom to ask for"), max_length=120)
    phone = PhoneField(label=gettext_lazy("Phone"))
    best_time = LineField(label=gettext_lazy("Best time to call"), max_length=80, required=False)


class LastFourForm(PortalForm):
    last_four = LastFour(label=gettext_lazy("Last 4 of Social Security number"), max_length=8)


class RecordForm(PortalForm):
    """Which lines of the record to show. `verbs` and `people` are what stands in it."""

    verb = choose(gettext_lazy("What"), [], required=False)
    who = choose(gettext_lazy("Who"), [], required=False)
    since = DayField(label=gettext_lazy("From"), kind="coverage", required=False)
    until = DayField(label=gettext_lazy("Through"), kind="coverage", required=False)

    def __init__(self, *args, today, verbs, people, **options):
        super().__init__(*args, **options)
        self.fields["verb"].choices = [("", gettext_lazy("Everything")), *verbs]
        self.fields["who"].choices = [("", gettext_lazy("Everybody")), *people]
        for name in ("since", "until"):
            self.fields[name].today = today

    def clean(self):
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            day = date_format(since, "SHORT_DATE_FORMAT")
            self.add_error("until", _("Through must be the same as or after From, %(day)s.") % {"day": day})
        return values

    def chosen(self):
        """What was asked for and can be read."""
        values = getattr(self, "cleaned_data", {})
        return {name: value for name, value in values.items() if value}
