"""The filter of the activity page."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PortalForm
from enrollment.forms.fields import DayField, choose


class RecordForm(PortalForm):
    """Filters for activity. `verbs` and `people` are the values that occur."""

    verb = choose(gettext_lazy("What"), [], required=False)
    who = choose(gettext_lazy("Who"), [], required=False)
    since = DayField(label=gettext_lazy("From"), kind="coverage", required=False)
    until = DayField(label=gettext_lazy("Through"), kind="coverage", required=False)

    def __init__(self, *args, today, verbs, people, **options):
        super().__init__(*args, **options)
        self.fields["verb"].choices = [("", gettext_lazy("All activity")), *verbs]
        self.fields["who"].choices = [("", gettext_lazy("All people")), *people]
        for name in ("since", "until"):
            self.fields[name].today = today

    def clean(self):
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            day = date_format(since, "SHORT_DATE_FORMAT")
            self.add_error("until", _("Enter a Through date on or after the From date, %(day)s.") % {"day": day})
        return values

    def chosen(self):
        """The valid filters."""
        values = getattr(self, "cleaned_data", {})
        return {name: value for name, value in values.items() if value}
