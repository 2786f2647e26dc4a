"""Forms about the employer itself: name, address, size, contract, contacts, bills."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import EmailField, FiguresField, LineField, NameField, PhoneField
from accounts.models import BillDelivery, Contact
from accounts.models.purchasers import ZONE_NAMES
from enrollment.forms.setup.fields import PlaceFields, SetupForm, choose, day

MOST_EMPLOYEES = 1_000_000


def number(**options):
    return FiguresField(label=_("Purchaser ID"), max_length=16, **options)


def name():
    return LineField(label=_("Name"), max_length=120)


def zone():
    return choose(_("Time zone"), ZONE_NAMES.items())


def employees():
    return forms.IntegerField(label=_("Number of employees"), min_value=1, max_value=MOST_EMPLOYEES)


class ContractForm(SetupForm):
    """One contract period."""

    starts_on = day(_("First day"))
    ends_on = day(_("Last day"), required=False, help_text=_("Leave empty if the contract names none."))
    contract_number = LineField(label=_("Contract number"), max_length=32, required=False)
    plan_year_starts_on = day(
        _("Plan year starts"), required=False, help_text=_("Leave empty if it starts on the first day.")
    )


class NewGroupForm(ContractForm):
    """A group that begins to be set up."""

    number = number(help_text=_("For example, 104-88231."))
    name = name()
    time_zone = zone()
    employees = employees()
    representative = choose(_("Representative"), [])

    field_order = ["number", "name", "time_zone", "employees", "representative"]

    def __init__(self, *args, representatives=(), **options):
        super().__init__(*args, **options)
        self.fields["representative"].choices = [("", _("Choose one")), *representatives]


class GroupNameForm(SetupForm):
    name = name()


class ZoneForm(SetupForm):
    time_zone = zone()


class SizeForm(SetupForm):
    effective_on = day(_("From"))
    employees = employees()


class GroupAddressForm(PlaceFields):
    """The employer's business address, or where its paper bills go."""

    street2 = LineField(label=_("Suite or floor"), max_length=120, required=False)
    field_order = ["effective_on", "street", "street2"]


class ContactForm(SetupForm):
    role = choose(_("Role"), Contact.Role.choices)
    name = NameField(label=_("Name"), max_length=120)
    email = EmailField(label=_("Email address"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)


class ReasonForm(SetupForm):
    """A change that asks for nothing but the reason."""


class DeliveryForm(SetupForm):
    effective_on = day(_("From"))
    way = choose(_("Bills are delivered"), BillDelivery.Way.choices)


class LastDayForm(SetupForm):
    last_day = day(_("Last day"))


class JoinForm(SetupForm):
    number = number(help_text=_("The ID of the group whose contract has ended."))
