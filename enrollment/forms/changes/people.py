"""Forms about an employee or a dependent. Each builds a rules.people.Applicant."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField, NameField, PortalForm
from enrollment.forms.fields import STATES, DayField, EmailField, HoursField, NumberField, PhoneField, choose, prepare
from enrollment.rules.codes import EmploymentClass, Language, NoNumberReason, Relationship, Sex
from enrollment.rules.names import SUFFIXES
from enrollment.rules.people import NEWBORN_WORDS, Address, Applicant, Name, is_past_newborn

ZIP = RegexValidator(r"^[0-9]{5}(-[0-9]{4})?$", gettext_lazy("Enter a ZIP code like 94620 or 94620-1234."))

BIRTH_HINT = gettext_lazy("For example, 4/28/1986 or Apr 28 1986")

NUMBER_HINT = gettext_lazy("Enter 9 digits. Dashes and spaces are fine.")


def masked_entry(number):
    """A number as typed, by its last digits; "" for none."""
    digits = "".join(each for each in number if each.isdigit())[-4:]
    return _("Ends in %(digits)s.") % {"digits": digits} if number else ""


def kept_words(number):
    """What the field of a saved number says. The number itself is never put into a page's form."""
    return _("%(ending)s Leave blank to keep it.") % {"ending": masked_entry(number)}


def translated(choices):
    """Labels of enrollment.rules.codes, translated when shown."""
    return [(value, gettext_lazy(label)) for value, label in choices]


def row(*fields):
    return Div(*fields, css_class="fields")


class PersonForm(PortalForm):
    """The fields of any person. `today` is the day in the purchaser's zone."""

    first_name = NameField(label=gettext_lazy("First name"), max_length=60)
    middle_name = NameField(label=gettext_lazy("Middle name"), max_length=60, required=False)
    last_name = NameField(label=gettext_lazy("Last name"), max_length=60)
    suffix = choose(
        gettext_lazy("Suffix"), [(each, each) for each in SUFFIXES], required=False, empty=gettext_lazy("None")
    )
    birth_date = DayField(label=gettext_lazy("Date of birth"), kind="birth", help_text=BIRTH_HINT)
    sex = choose(gettext_lazy("Sex"), translated(Sex.choices()))
    number = NumberField(label=gettext_lazy("Social Security number"), help_text=NUMBER_HINT, required=False)
    no_number_reason = choose(
        gettext_lazy("Why the Social Security number is missing"),
        translated(NoNumberReason.choices()),
        required=False,
        empty=gettext_lazy("Not applicable"),
    )

    def __init__(self, *args, today, kept_number="", **options):
        """`kept_number` is what a draft has: shown by its last digits only, and kept where the field is blank."""
        super().__init__(*args, **options)
        self.today, self.kept_number = today, kept_number
        if kept_number:
            self.fields["number"].help_text = kept_words(kept_number)
        self.initial = {name: value for name, value in self.initial.items() if name != "number"}
        prepare(self, today, depends=("number",))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self.layout()

    @property
    def keeps_number(self):
        """Whether the number of the draft stays: none was typed, and no reason why it is missing.

        A number that the page saved by itself, and that was then cleared on the same page, doesn't stay.
        """
        if "cleared" in self.data:
            return False
        typed = [self.data.get(self.add_prefix(name), "") for name in ("number", "no_number_reason")]
        return bool(self.kept_number) and not any(each.strip() for each in typed)

    def clean_number(self):
        return self.fields["number"].clean(self.kept_number) if self.keeps_number else self.cleaned_data["number"]

    def entries(self):
        """The entries as typed, for the draft."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        return typed | {"number": self.kept_number} if self.keeps_number else typed

    def clean(self):
        values = super().clean()
        number, reason = values.get("number"), values.get("no_number_reason")
        if number and reason:
            self.add_error("no_number_reason", _("Choose “Not applicable”, or clear the Social Security number."))
        if "number" in values and not number and not reason and "number" not in self.errors:
            self.add_error("number", _("Enter the Social Security number, or choose why it is missing."))
        self.refuse_past_newborn()
        return values

    def refuse_past_newborn(self):
        """Refuse the reason "newborn" after the first birthday."""
        born, reason = self.cleaned_data.get("birth_date"), self.cleaned_data.get("no_number_reason")
        if born and reason and is_past_newborn(born, reason, self.today):
            self.add_error("no_number_reason", _(NEWBORN_WORDS))

    def name(self):
        values = self.cleaned_data
        return Name(values["first_name"], values["last_name"], values["middle_name"], values["suffix"])

    def applicant(self, **facts):
        values = self.cleaned_data
        return Applicant(
            name=self.name(),
            birth_date=values["birth_date"],
            sex=values["sex"],
            number=values["number"],
            no_number_reason=values["no_number_reason"],
            **facts,
        )


class AddressFields(PortalForm):
    street = LineField(label=gettext_lazy("Street address"), max_length=100)
    street2 = LineField(label=gettext_lazy("Apartment or unit"), max_length=60, required=False)
    city = LineField(label=gettext_lazy("City"), max_length=60)
    state = choose(gettext_lazy("State"), [(each, each) for each in STATES])
    zip_code = LineField(label=gettext_lazy("ZIP code"), max_length=10, validators=[ZIP])
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = EmailField(label=gettext_lazy("Email"), required=False)
    language = choose(
        gettext_lazy("Preferred language"),
        translated(Language.choices()),
        required=False,
        empty=gettext_lazy("Not stated"),
    )

    def address(self):
        values = self.cleaned_data
        parts = [values[key] for key in ("street", "city", "state", "zip_code", "street2")]
        return Address(*parts) if values["street"] else None


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
            *((each.pk, f"{each.plan.name} ({each.unit.name})" if several else each.plan.name) for each in offerings),
        ]

    def layout(self):
        return Layout(
            Fieldset(
                _("Employee details"),
                row("first_name", "middle_name"),
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


class DependentForm(PersonForm):
    relationship = choose(gettext_lazy("Relationship to the employee"), translated(Relationship.dependents()))
    older_is_right = forms.BooleanField(label=gettext_lazy("The date of birth is correct"), required=False)

    def __init__(self, *args, ask_twice=False, **options):
        self.ask_twice = ask_twice
        super().__init__(*args, **options)
        if not ask_twice:
            del self.fields["older_is_right"]

    def layout(self):
        extra = ["older_is_right"] if self.ask_twice else []
        return Layout(
            Fieldset(
                _("Dependent"),
                "relationship",
                row("first_name", "middle_name"),
                row("last_name", "suffix"),
                row("birth_date", "sex"),
                *extra,
                row("number", "no_number_reason"),
            )
        )

    def dependent(self, address):
        return self.applicant(relationship=self.cleaned_data["relationship"], address=address)
