"""Forms of the account access menu and of the user ID request."""

import re
from datetime import datetime, time

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import Delegation
from access.privileges import GROUPS, NEEDS, Privilege
from access.rules.references import as_written
from access.rules.standing import LAST_END, MOST_PAID, Standing
from accounts.forms import DateField, EmailField, FiguresField, LineField, NameField, PhoneField, PortalForm
from accounts.models.purchasers import PURCHASER_NUMBER

NO_AMOUNT = gettext_lazy("Highest single payment must be an amount such as 500 or 1500.50.")


def _helper(*layout):
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


class StandingForm(PortalForm):
    """Privileges, units, last day and payment limit, within what the acting administrator may give."""

    privileges = forms.MultipleChoiceField(
        label=gettext_lazy("Permissions"),
        choices=Privilege.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one permission.")},
    )
    unit_ids = forms.MultipleChoiceField(
        label=gettext_lazy("Enrollment units"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ends_on = DateField(
        label=gettext_lazy("Last day of access"),
        required=False,
        latest=LAST_END,
        help_text=gettext_lazy("For example, 12/31/2026. Leave blank for no end date."),
    )
    payment_limit = forms.DecimalField(
        label=gettext_lazy("Highest single payment, in dollars"),
        required=False,
        min_value=1,
        max_value=MOST_PAID,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Applies with “Pay bills”. Leave blank for no limit."),
        error_messages={
            "min_value": gettext_lazy("Highest single payment must be at least $1."),
            "max_value": gettext_lazy("Highest single payment must be less than $1 billion."),
            **dict.fromkeys(["invalid", "max_digits", "max_decimal_places", "max_whole_digits"], NO_AMOUNT),
        },
    )

    def __init__(self, *args, own, units, **options):
        super().__init__(*args, **options)
        self.own = own
        self.fields["unit_ids"].choices = [(str(unit.pk), unit.name) for unit in units if own.covers_unit(unit.pk)]
        self.helper = _helper(Fieldset(_("Limits"), "ends_on", "payment_limit"))

    def groups(self):
        """(title, [(value, label, chosen)]) for the page, without privileges the administrator lacks."""
        chosen = self._chosen("privileges")
        for title, privileges in GROUPS:
            offered = [(each.value, each.label, each.value in chosen) for each in privileges if self.own.allows(each)]
            if offered:
                yield title, offered

    def units(self):
        chosen = self._chosen("unit_ids")
        return [(value, label, value in chosen) for value, label in self.fields["unit_ids"].choices]

    def _chosen(self, name):
        return set(self.data.getlist(name)) if self.is_bound else {str(each) for each in self.initial.get(name) or []}

    def clean_privileges(self):
        chosen = set(self.cleaned_data["privileges"])
        for privilege, needed in NEEDS.items():
            if privilege in chosen and needed not in chosen:
                text = _("“%(one)s” also needs “%(other)s”.")
                raise forms.ValidationError(text % {"one": privilege.label, "other": needed.label})
        return chosen

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        zone = self.own.purchaser.zone
        if day and datetime.combine(day, time.max, zone) <= datetime.now(zone):
            raise forms.ValidationError(_("Last day of access can't be in the past."))
        return day

    def standing(self):
        """The requested Standing; access ends after the last day in the purchaser's zone."""
        values, zone = self.cleaned_data, self.own.purchaser.zone
        units = [int(each) for each in values["unit_ids"]]
        ends_on = values["ends_on"]
        ends_at = datetime.combine(ends_on, time(23, 59, 59), zone) if ends_on else None
        return Standing.of(values["privileges"], units or None, ends_at, values["payment_limit"])


class NewAccessForm(StandingForm):
    name = NameField(label=gettext_lazy("Name"), max_length=120)
    email = EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("The code works only for a user who registers with this address."),
        error_messages={"invalid": gettext_lazy("Enter an email address like name@company.com.")},
    )
    organization = forms.ChoiceField(label=gettext_lazy("Works for"), required=False)
    field_order = ["name", "email", "organization", "privileges", "unit_ids", "ends_on", "payment_limit"]

    def __init__(self, *args, delegations=(), **options):
        super().__init__(*args, **options)
        self.delegations = {str(each.pk): each for each in delegations}
        own = [] if self.own.delegation_id else [("", str(self.own.purchaser))]
        self.fields["organization"].choices = own + [(pk, str(each)) for pk, each in self.delegations.items()]
        self.fields["name"].error_messages["required"] = _("Name: enter the name of this person.")
        self.fields["email"].error_messages["required"] = _("Email address: enter the address of this person.")
        rows = [Div("name", "email", css_class="fields")]
        self.who = _helper(Fieldset(_("Who"), *rows, *(["organization"] if self.delegations else [])))

    def delegation(self):
        return self.delegations.get(self.cleaned_data["organization"])


class DelegationForm(PortalForm):
    name = LineField(
        label=gettext_lazy("Organization name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Name of the organization: enter the name.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=Delegation.Kind)
    ends_on = DateField(
        label=gettext_lazy("Last day of its work for you"),
        required=False,
        latest=LAST_END,
        help_text=gettext_lazy(
            "For example, 12/31/2026. Leave blank for no end date. Access of its people ends by then."
        ),
    )

    def __init__(self, *args, zone, **options):
        super().__init__(*args, **options)
        self.zone = zone
        self.helper = _helper(Fieldset(_("The organization"), "name", "kind", "ends_on"))

    def ends_at(self):
        """The end of the last day in the purchaser's zone."""
        day = self.cleaned_data["ends_on"]
        return datetime.combine(day, time(23, 59, 59), self.zone) if day else None


class CodeForm(PortalForm):
    code = FiguresField(
        label=gettext_lazy("Access code"),
        max_length=40,
        help_text=gettext_lazy("16 letters and digits, from the email. Dashes and capitals don't matter."),
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Access code: enter the code from the email.")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = _helper("code")


class RequestForm(PortalForm):
    """The user ID request, filled in online."""

    purchaser_number = FiguresField(
        max_length=16,
        validators=[RegexValidator(PURCHASER_NUMBER, flags=re.ASCII)],
        label=gettext_lazy("Purchaser ID"),
        help_text=gettext_lazy("On your bill and contract, like 104-88231"),
        error_messages={
            "required": gettext_lazy("Purchaser ID: enter the number on your bill."),
            "invalid": gettext_lazy("Purchaser ID must look like 104-88231."),
        },
    )
    requester_name = NameField(
        label=gettext_lazy("Requester's name"),
        max_length=120,
        help_text=gettext_lazy("Enter your own name: you must be the requester."),
        error_messages={"required": gettext_lazy("Requester's name: enter your name.")},
    )
    requester_email = EmailField(
        label=gettext_lazy("Requester's email address"),
        help_text=gettext_lazy("We send the access code there. It works for no other address."),
        error_messages={
            "required": gettext_lazy("Requester's email address: enter your address."),
            "invalid": gettext_lazy("Requester's email address must look like name@company.com."),
        },
    )
    requester_phone = PhoneField(label=gettext_lazy("Requester's phone"), required=False)
    officer_name = NameField(
        label=gettext_lazy("Officer who signs"),
        max_length=120,
        help_text=gettext_lazy("An officer named in your company's contract"),
        error_messages={"required": gettext_lazy("Officer who signs: enter the name.")},
    )
    privileges = forms.MultipleChoiceField(
        label=gettext_lazy("What you want to do"),
        choices=Privilege.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing you want to do.")},
    )
    myself = forms.BooleanField(
        label=gettext_lazy("I am the requester: I will use the portal myself"),
        error_messages={"required": gettext_lazy("Only the person who will use the portal can be the requester.")},
    )

    def clean_purchaser_number(self):
        number = self.cleaned_data["purchaser_number"]
        if number == settings.SANDBOX_NUMBER:
            text = _("Purchaser ID: %(number)s is the sample company of the tour. Enter the number on your bill.")
            raise forms.ValidationError(text % {"number": number})
        return number

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.who = _helper(
            Fieldset(
                _("Your company and you"),
                Div("purchaser_number", "officer_name", css_class="fields"),
                Div("requester_name", "requester_email", css_class="fields"),
                "requester_phone",
            )
        )
        self.last = _helper("myself")

    def groups(self):
        """(title, [(value, label, chosen)]) of the privileges on offer."""
        chosen = set(self.data.getlist("privileges")) if self.is_bound else set()
        return [(title, [(each.value, each.label, each.value in chosen) for each in group]) for title, group in GROUPS]

    def written(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "myself"}


class StatusForm(PortalForm):
    unknown = gettext_lazy("Reference: we found no request with this number. Check every character.")

    reference = FiguresField(
        label=gettext_lazy("Reference"),
        max_length=40,
        help_text=gettext_lazy("On the form, like R7K2M-9XC4T. Dashes, spaces and capitals don't matter."),
        error_messages={"required": gettext_lazy("Reference: enter the number on the form.")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = _helper("reference")

    def clean_reference(self):
        return as_written(self.cleaned_data["reference"])
