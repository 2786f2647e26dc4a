"""The form of a new employee: the person, the job and the plan."""

from crispy_forms.layout import Fieldset, Layout
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField
from enrollment.forms.changes.people import AddressFields, PersonForm, row, translated
from enrollment.forms.fields import DayField, HoursField, choose
from enrollment.rules.codes import EmploymentClass, Relationship


def _plan_words(offering, *, with_unit):
    """The plan, its unit where there are several, and its last day if it has one."""
    words = f"{offering.plan.name} ({offering.unit.name})" if with_unit else offering.plan.name
    if offering.ends_on is None:
        return words
    through = {"plan": words, "day": date_format(offering.ends_on, "SHORT_DATE_FORMAT")}
    return _("%(plan)s, through %(day)s") % through


class EmployeeForm(AddressFields, PersonForm):
    unit = choose(gettext_lazy("Enrollment unit"), [])
    offering = choose(gettext_lazy("Plan"), [])
    hired_on = DayField(
        label=gettext_lazy("Date of hire"), kind="coverage", help_text=gettext_lazy("For example, 11/16/2026")
    )
    employment_class = choose(gettext_lazy("Employment"), translated(EmploymentClass.choices()))
    weekly_hours = HoursField(label=gettext_lazy("Hours a week"), required=False)
    employee_number = LineField(label=gettext_lazy("Your employee number"), max_length=20, required=False)

    def __init__(self, *args, units, offerings, **options):
        super().__init__(*args, **options)
        self.offerings = {str(each.pk): each for each in offerings}
        self.fields["unit"].choices = [("", _("Choose one")), *((unit.pk, unit.name) for unit in units)]
        if len(units) == 1:
            self.fields["unit"].choices = self.fields["unit"].choices[1:]
        several = len(units) > 1
        self.fields["offering"].choices = [
            ("", _("Choose a plan")),
            *((each.pk, _plan_words(each, with_unit=several)) for each in offerings),
        ]

    def layout(self):
        return Layout(
            Fieldset(
                _("Employee details"),
                row("first_name", "middle_name"),
                "one_name",
                row("last_name", "suffix"),
                row("number", "birth_date"),
                row("no_number_reason", "sex"),
            ),
            Fieldset(
                _("Home address and contact details"),
                "street",
                "street2",
                row("city", "state", "zip_code"),
                row("phone", "email"),
                "language",
            ),
            Fieldset(
                _("Employment and coverage"),
                row("hired_on", "employment_class"),
                row("unit", "offering"),
                row("weekly_hours", "employee_number"),
            ),
        )

    def clean(self):
        values = super().clean()
        offering = self.offerings.get(values.get("offering", ""))
        if offering and values.get("unit") and str(offering.unit_id) != str(values["unit"]):
            self.add_error(
                "offering", _("This plan isn't offered to the enrollment unit you chose. Choose another plan.")
            )
        born, hired = values.get("birth_date"), values.get("hired_on")
        if born and hired and hired < born:
            self.add_error("hired_on", _("Enter a date of hire after the date of birth."))
        return values

    def employee(self):
        values = self.cleaned_data
        return self.applicant(
            relationship=Relationship.SELF.value,
            address=self.address(),
            phone=values["phone"],
            email=values["email"],
            language=values["language"],
        )
