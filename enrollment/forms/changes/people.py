"""Forms about an employee or a dependent. Each builds a rules.people.Applicant."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField, NameField, PortalForm
from enrollment.forms.fields import DayField, EmailField, NumberField, PhoneField, ZipField, choose, prepare
from enrollment.rules import family
from enrollment.rules.codes import Language, Line, NoNumberReason, Relationship, Sex
from enrollment.rules.names import SUFFIXES
from enrollment.rules.people import HOME_COUNTRY, NEWBORN_WORDS, Address, Applicant, Name, is_past_newborn
from enrollment.rules.places import CODES, STATES, states_of

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


# What a yes to each question of rules/family.py says.
ANSWERS = {
    family.OLDER_THAN_PARENT: gettext_lazy("The dates of birth are correct"),
    family.YOUNG_SPOUSE: gettext_lazy("The date of birth and the relationship are correct"),
    family.NAMESAKE: gettext_lazy("They are two different people"),
    family.SAME_CHILD: gettext_lazy("They are two different children"),
}


class PersonForm(PortalForm):
    """The fields of any person. `today` is the day in the purchaser's zone.

    `asks` are the questions of rules/family.py to answer: the last field, once there are any.
    """

    first_name = NameField(label=gettext_lazy("First name"), max_length=60, required=False)
    one_name = forms.BooleanField(
        label=gettext_lazy("This person has one name only, entered as the last name"), required=False
    )
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
    confirmed = forms.MultipleChoiceField(
        label=gettext_lazy("Select what is true, or correct the details above"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, today, kept_number="", asks=(), **options):
        """`kept_number` is what a draft has: shown by its last digits only, and kept where the field is blank."""
        super().__init__(*args, **options)
        self.today, self.kept_number = today, kept_number
        self.fields["confirmed"].choices = [(code, ANSWERS[code]) for code in asks]
        if not asks:
            del self.fields["confirmed"]
        if kept_number:
            self.fields["number"].help_text = kept_words(kept_number)
        self.initial = {name: value for name, value in self.initial.items() if name != "number"}
        prepare(self, today, depends=("number", "first_name"))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self.layout()
        if asks:
            self.helper.layout.append(Fieldset(_("Is this right?"), "confirmed"))

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
        typed = {name: self.data.get(name, "") for name in self.fields if name != "confirmed"}
        if "confirmed" in self.fields:
            typed["confirmed"] = self.cleaned_data.get("confirmed", [])
        return typed | {"number": self.kept_number} if self.keeps_number else typed

    def clean(self):
        values = super().clean()
        self.settle_reason()
        number, reason = values.get("number"), values.get("no_number_reason")
        if "number" in values and not number and not reason and "number" not in self.errors:
            self.add_error("number", _("Enter the Social Security number, or choose why it is missing."))
        self.refuse_half_a_name()
        self.refuse_past_newborn()
        return values

    def settle_reason(self):
        """A number that arrives replaces the reason given before; a reason chosen beside it contradicts it."""
        if not (self.cleaned_data.get("number") and self.cleaned_data.get("no_number_reason")):
            return
        if "no_number_reason" in self.changed_data:
            self.add_error("no_number_reason", _("Choose “Not applicable”, or clear the Social Security number."))
        else:
            self.cleaned_data["no_number_reason"] = ""

    def refuse_half_a_name(self):
        """Take an empty first name only of somebody who has one name: a forgotten one looks the same."""
        values = self.cleaned_data
        if "first_name" not in values:
            return
        if not values["first_name"] and not values["one_name"]:
            text = _("Enter the first name. If this person has one name only, select the box below it.")
            self.add_error("first_name", text)
        if values["one_name"] and values["first_name"]:
            self.add_error(
                "one_name", _("Clear this box, or leave First name blank and enter the name as the last name.")
            )
        elif values["one_name"] and values.get("middle_name"):
            self.add_error("middle_name", _("Leave Middle name blank for a person with one name."))

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
            confirmed=tuple(values.get("confirmed", ())),
            **facts,
        )


class AddressFields(PortalForm):
    street = LineField(
        label=gettext_lazy("Street address"),
        max_length=100,
        help_text=gettext_lazy("For an address outside the United States, call your representative."),
    )
    street2 = LineField(label=gettext_lazy("Apartment or unit"), max_length=60, required=False)
    city = LineField(label=gettext_lazy("City"), max_length=60)
    state = choose(gettext_lazy("State"), [(each, each) for each in CODES])
    zip_code = ZipField(label=gettext_lazy("ZIP code"))
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
        # No field asks for the country; what is on record stays.
        country = self.initial.get("country") or HOME_COUNTRY
        return Address(*parts, country) if values["street"] else None

    def clean(self):
        values = super().clean()
        self.refuse_another_states_zip()
        return values

    def refuse_another_states_zip(self):
        """Refuse a ZIP code that was never given out, or that is not in the state."""
        zip_code, state = self.cleaned_data.get("zip_code"), self.cleaned_data.get("state")
        states = states_of(zip_code) if zip_code else ()
        if zip_code and not states:
            self.add_error("zip_code", _("There is no ZIP code %(zip_code)s. Check it.") % {"zip_code": zip_code})
        elif state and states and state not in states:
            text = _("ZIP code %(zip_code)s is in %(states)s. Check the ZIP code and the state.")
            names = str(_(" or ")).join(STATES[each] for each in states)
            self.add_error("zip_code", text % {"zip_code": zip_code, "states": names})


class DependentForm(PersonForm):
    """`offered` are the lines of coverage of the family. A dependent joins all of them unless somebody says otherwise:
    entries keep the lines that are waived, so that a line chosen later for the employee is not forgotten.
    """

    relationship = choose(gettext_lazy("Relationship to the employee"), translated(Relationship.dependents()))
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Coverage"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *args, offered=(), **options):
        self.offered = list(offered)
        if data is not None and not hasattr(data, "getlist"):
            waives = data.get("waives", ())
            data = {**data, "lines": [line for line in self.offered if line not in waives]}
        super().__init__(data, *args, **options)
        waived = self.initial.get("waives", ())
        self.fields["lines"].choices = [(line, _(Line(line).label)) for line in self.offered]
        self.initial["lines"] = [line for line in self.offered if line not in waived]
        if len(self.offered) < 2:
            del self.fields["lines"]

    def layout(self):
        return Layout(
            Fieldset(
                _("Dependent"),
                "relationship",
                row("first_name", "middle_name"),
                "one_name",
                row("last_name", "suffix"),
                row("birth_date", "sex"),
                row("number", "no_number_reason"),
                *(["lines"] if len(self.offered) > 1 else []),
            )
        )

    def waives(self):
        """The lines of the family that this dependent does not join."""
        if "lines" not in self.fields:
            return []
        chosen = self.cleaned_data.get("lines", self.offered) if hasattr(self, "cleaned_data") else self.offered
        return [line for line in self.offered if line not in chosen]

    def entries(self):
        typed = super().entries()
        return {name: value for name, value in typed.items() if name != "lines"} | {"waives": self.waives()}

    def dependent(self, address):
        relationship = self.cleaned_data["relationship"]
        return self.applicant(relationship=relationship, address=address, waives=tuple(self.waives()))
