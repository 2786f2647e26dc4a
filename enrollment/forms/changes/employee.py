"""The form of a new employee: the person, the job and the plan."""

from crispy_forms.layout import Fieldset, Layout
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField
from enrollment.forms.changes.people import AddressFields, PersonForm, row, translated
from enrollment.forms.fields import DayField, HoursField, choose
from enrollment.rules.codes import EmploymentClass, Line, Relationship

WAIVE = "waive"
WAIVE_WORDS = {
    Line.MEDICAL: gettext_lazy("Waive medical coverage"),
    Line.DENTAL: gettext_lazy("Waive dental coverage"),
    Line.VISION: gettext_lazy("Waive vision coverage"),
}
CHOOSE_WORDS = {
    Line.MEDICAL: gettext_lazy("Choose a medical plan, or waive medical coverage."),
    Line.DENTAL: gettext_lazy("Choose a dental plan, or waive dental coverage."),
    Line.VISION: gettext_lazy("Choose a vision plan, or waive vision coverage."),
}


def _plan_words(offering, *, with_unit):
    """The plan, its unit where there are several, and its last day if it has one."""
    words = f"{offering.plan.name} ({offering.unit.name})" if with_unit else offering.plan.name
    if offering.ends_on is None:
        return words
    through = {"plan": words, "day": date_format(offering.ends_on, "SHORT_DATE_FORMAT")}
    return _("%(plan)s, through %(day)s") % through


class EmployeeForm(AddressFields, PersonForm):
    unit = choose(gettext_lazy("Enrollment unit"), [])
    medical = choose(gettext_lazy("Medical plan"), [], required=False)
    dental = choose(gettext_lazy("Dental plan"), [], required=False)
    vision = choose(gettext_lazy("Vision plan"), [], required=False)
    hired_on = DayField(
        label=gettext_lazy("Date of hire"), kind="coverage", help_text=gettext_lazy("For example, 11/16/2026")
    )
    employment_class = choose(gettext_lazy("Employment"), translated(EmploymentClass.choices()))
    weekly_hours = HoursField(label=gettext_lazy("Hours a week"), required=False)
    employee_number = LineField(label=gettext_lazy("Your employee number"), max_length=20, required=False)

    def __init__(self, *args, units, offerings, **options):
        self.lines = [line for line in Line if any(each.plan_line == line for each in offerings)]
        super().__init__(*args, **options)
        self.offerings = {str(each.pk): each for each in offerings}
        self.fields["unit"].choices = [("", _("Choose one")), *((unit.pk, unit.name) for unit in units)]
        if len(units) == 1:
            self.fields["unit"].choices = self.fields["unit"].choices[1:]
        for line in Line:
            if line in self.lines:
                self.fields[line].choices = self._plans(line, with_unit=len(units) > 1)
                self.fields[line].depends = True
            else:
                del self.fields[line]

    def _plans(self, line, *, with_unit):
        """The plans of a line; to take none is a choice, too, where there are other lines."""
        waive = [(WAIVE, WAIVE_WORDS[line])] if len(self.lines) > 1 else []
        plans = [each for each in self.offerings.values() if each.plan_line == line]
        return [
            ("", _("Choose a plan")),
            *((str(each.pk), _plan_words(each, with_unit=with_unit)) for each in plans),
            *waive,
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
                "unit",
                row(*self.lines),
                row("weekly_hours", "employee_number"),
            ),
        )

    def clean(self):
        values = super().clean()
        self.settle_plans()
        born, hired = values.get("birth_date"), values.get("hired_on")
        if born and hired and hired < born:
            self.add_error("hired_on", _("Enter a date of hire after the date of birth."))
        return values

    def settle_plans(self):
        """One plan, or a waiver, in each line that the unit offers; at least one plan."""
        unit, hired = self.cleaned_data.get("unit"), self.cleaned_data.get("hired_on")
        for line in self.lines:
            offering = self.offerings.get(self.cleaned_data.get(line, ""))
            if offering and unit and str(offering.unit_id) != str(unit):
                text = _("This plan isn't offered to the enrollment unit you chose. Choose another plan.")
                self.add_error(line, text)
            elif (
                not self.cleaned_data.get(line) and line not in self.errors and unit and self._offers(line, unit, hired)
            ):
                self.add_error(line, CHOOSE_WORDS[line] if len(self.lines) > 1 else _("Choose a plan."))
        if unit and not self.offering_ids() and not set(self.lines) & set(self.errors):
            self.add_error(self.lines[0] if self.lines else "unit", _("Choose at least one plan."))

    def _offers(self, line, unit, hired):
        """Whether a unit offers a plan of a line to somebody hired on a day."""
        own = [each for each in self.offerings.values() if str(each.unit_id) == str(unit) and each.plan_line == line]
        return any(hired is None or each.ends_on is None or each.ends_on >= hired for each in own)

    def chosen(self):
        """The offering of each line of coverage that is not waived, medical first."""
        found = (self.offerings.get(self.cleaned_data.get(line, "")) for line in self.lines)
        return [each for each in found if each]

    def offering_ids(self):
        return tuple(each.pk for each in self.chosen())

    def waived(self):
        return tuple(line.value for line in self.lines if self.cleaned_data.get(line) == WAIVE)

    def employee(self):
        values = self.cleaned_data
        return self.applicant(
            relationship=Relationship.SELF.value,
            address=self.address(),
            phone=values["phone"],
            email=values["email"],
            language=values["language"],
        )
