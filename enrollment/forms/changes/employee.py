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


def _plan_words(offerings, units):
    """A plan, the units that offer it if others do not, and its last day if it has one."""
    words, offered = offerings[0].plan.name, {each.unit_id for each in offerings}
    names = [unit.name for unit in units if unit.pk in offered]
    if len(names) < len(units):
        words = _("%(plan)s (%(units)s only)") % {"plan": words, "units": ", ".join(names)}
    ends = [each.ends_on for each in offerings]
    if None in ends:
        return words
    return _("%(plan)s, through %(day)s") % {"plan": words, "day": date_format(max(ends), "SHORT_DATE_FORMAT")}


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
        self.offerings = offerings
        self.lines = [line for line in Line if any(each.plan_line == line for each in offerings)]
        super().__init__(*args, **options)
        self.fields["unit"].choices = [("", _("Choose one")), *((unit.pk, unit.name) for unit in units)]
        if len(units) == 1:
            self.fields["unit"].choices = self.fields["unit"].choices[1:]
        for line in Line:
            if line in self.lines:
                self.fields[line].choices = self._plans(line, units)
                self.fields[line].depends = True
            else:
                del self.fields[line]

    def _plans(self, line, units):
        """The plans of a line; to take none is a choice, too, where there are other lines."""
        plans = {}
        for each in self.offerings:
            if each.plan_line == line:
                plans.setdefault(each.plan_id, []).append(each)
        waive = [(WAIVE, WAIVE_WORDS[line])] if len(self.lines) > 1 else []
        offered = [(str(plan), _plan_words(own, units)) for plan, own in plans.items()]
        return [("", _("Choose a plan")), *offered, *waive]

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
                *self.lines,
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
        """One plan that the unit offers, or a waiver, in each line that it offers; at least one plan."""
        if not self.cleaned_data.get("unit"):
            return
        for line in self.lines:
            plan = self.cleaned_data.get(line)
            if plan and plan != WAIVE and not self.offering(line):
                text = _("This plan isn't offered to the enrollment unit you chose. Choose another plan.")
                self.add_error(line, text)
            elif not plan and line not in self.errors and self._offered(line):
                self.add_error(line, CHOOSE_WORDS[line] if len(self.lines) > 1 else _("Choose a plan."))
        if not self.chosen() and not set(self.lines) & set(self.errors):
            self.add_error(self.lines[0] if self.lines else "unit", _("Choose at least one plan."))

    def _offered(self, line, plan=None):
        """What the unit offers of a line to somebody hired on that day, the first to begin first."""
        unit, hired = self.cleaned_data["unit"], self.cleaned_data.get("hired_on")
        own = [each for each in self.offerings if str(each.unit_id) == str(unit) and each.plan_line == line]
        own = [each for each in own if plan in (None, str(each.plan_id))]
        going_on = [each for each in own if hired is None or each.ends_on is None or each.ends_on >= hired]
        # One that is over by then is named by the service, with its day.
        return sorted(going_on or (own if plan else []), key=lambda each: each.starts_on)

    def offering(self, line):
        """The unit's offering of the plan chosen in a line; None if it is waived."""
        plan = self.cleaned_data.get(line)
        found = self._offered(line, plan) if plan and plan != WAIVE else []
        return found[0] if found else None

    def chosen(self):
        """The offerings of the lines that are not waived, medical first."""
        return [each for each in map(self.offering, self.lines) if each]

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
