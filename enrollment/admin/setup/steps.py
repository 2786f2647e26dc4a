"""The steps of a group's set-up: the form of each, whom it affects, and the verb that it calls.

Opening is billing's (billing/admin/groups.py): a group is open once its plans have rates, too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services as verbs
from accounts.models import Contact, EnrollmentUnit, Purchaser
from accounts.services import CannotSetUp
from enrollment import services
from enrollment.forms.setup import group as forms
from enrollment.forms.setup import units as unit_forms
from enrollment.forms.setup.fields import SetupForm
from enrollment.models import Offering, Plan
from enrollment.queries.setup import affected
from enrollment.queries.setup.affected import Effect

PLACE = ("street", "city", "state", "zip_code")
RULES = tuple(name for name in services.DEFAULTS if not name.startswith("cobra"))
COBRA = ("cobra_administrator", "cobra_name", "cobra_phone", "cobra_counted_from", "cobra_notice_days")


@dataclass(frozen=True)
class About:
    """What a step changes: the group, and the unit, contact or offering that its address names."""

    group: Purchaser
    row: Any = None
    today: Any = None

    @property
    def day(self):
        """The day that a form offers: the contract's first, or today once it has begun."""
        return max(self.today, self.group.contract_starts_on)


@dataclass(frozen=True)
class Step:
    """`act` gets (about, values, given) and `effect` (about, values); `filled` says what the form begins with.

    `elsewhere` (group id, id) is the address of the page that does it, for a step without a form here.
    """

    title: Any
    part: str
    form: type[SetupForm]
    act: Callable
    effect: Callable = lambda about, values: no_effect()
    filled: Callable = lambda about: {}
    options: Callable = lambda about: {}
    of: type | None = None
    elsewhere: Callable | None = None


def no_effect():
    return Effect(0, [_("No coverage, price or bill changes.")])


def _newest(rows):
    return rows.newest_first().first()


def _picked(row, names):
    return {name: getattr(row, name) for name in names} if row else {}


def _of_group(verb, **constants):
    """Call a verb of accounts about the group with the form's values."""
    return lambda about, values, given: verb(purchaser=about.group, **constants, **values, **given)


def _of_unit(verb):
    return lambda about, values, given: verb(unit=about.row, **values, **given)


def _prices(about, values):
    units = [about.row] if isinstance(about.row, EnrollmentUnit) else about.group.units.all()
    return affected.of_prices(units, values.get("effective_on") or values["starts_on"])


def _address(kind):
    def filled(about):
        found = _newest(about.group.addresses.filter(kind=kind))
        return _picked(found, (*PLACE, "street2")) | {"effective_on": about.day}

    return filled


def _contract(about, values, given):
    facts = dict(values)
    number = facts.pop("contract_number")
    return verbs.record_contract(purchaser=about.group, number=number, **facts, **given)


def _contract_filled(about):
    newest = _newest(about.group.contract_periods)
    if about.group.is_open or newest is None:
        return {}
    facts = _picked(newest, ("ends_on", "plan_year_starts_on"))
    return facts | {"starts_on": newest.effective_on, "contract_number": newest.number}


def _join(about, values, given):
    other = Purchaser.objects.numbered(values["number"])
    if other is None:
        raise CannotSetUp(_("No group has this purchaser ID."), "number")
    return verbs.join_names(purchaser=about.group, other=other, **given)


def _rules_of(names):
    def filled(about):
        now = services.new_rules(about.row, about.day, {})
        return _picked(now, names) | {"effective_on": about.day}

    return filled


def _rules_effect(about, values):
    rules = dict(values)
    return affected.of_rules(services.new_rules(about.row, rules.pop("effective_on"), rules))


def _offer(about, values, given):
    plan = Plan.objects.get(pk=int(values["plan"]))
    return services.offer_plan(unit=about.row, plan=plan, starts_on=values["starts_on"], **given)


def _plans(about):
    sold = Plan.objects.filter(closed_on=None).order_by("line", "name", "pk")
    return {"plans": [(str(each.pk), f"{each.name} ({each.code})") for each in sold]}


GROUP = {
    "name": Step(
        gettext_lazy("Change the name"),
        "employer",
        forms.GroupNameForm,
        _of_group(verbs.rename_purchaser),
        filled=lambda about: {"name": about.group.name},
    ),
    "join": Step(gettext_lazy("Join the name of a group that has ended"), "employer", forms.JoinForm, _join),
    "address": Step(
        gettext_lazy("Set the business address"),
        "employer",
        forms.GroupAddressForm,
        _of_group(verbs.set_address, kind="business"),
        filled=_address("business"),
    ),
    "zone": Step(
        gettext_lazy("Change the time zone"),
        "employer",
        forms.ZoneForm,
        _of_group(verbs.set_time_zone),
        filled=lambda about: {"time_zone": about.group.time_zone},
    ),
    "size": Step(
        gettext_lazy("Set the number of employees"),
        "employer",
        forms.SizeForm,
        _of_group(verbs.set_size),
        effect=lambda about, values: affected.of_size(about.group, values["employees"], values["effective_on"]),
        filled=lambda about: {"effective_on": about.day},
    ),
    "contract": Step(
        gettext_lazy("Set the contract period"),
        "contract",
        forms.ContractForm,
        _contract,
        effect=_prices,
        filled=_contract_filled,
    ),
    "end": Step(
        gettext_lazy("End the contract"),
        "contract",
        forms.LastDayForm,
        _of_group(verbs.end_contract),
        effect=lambda about, values: affected.of_contract_end(about.group, values["last_day"]),
    ),
    "reinstate": Step(
        gettext_lazy("Reinstate the contract"),
        "contract",
        forms.ReasonForm,
        _of_group(verbs.reinstate_contract),
        effect=lambda about, values: affected.of_reinstatement(about.group),
    ),
    "contact": Step(gettext_lazy("Add a contact"), "contacts", forms.ContactForm, _of_group(verbs.add_contact)),
    "contact-remove": Step(
        gettext_lazy("Remove the contact"),
        "contacts",
        forms.ReasonForm,
        lambda about, values, given: verbs.remove_contact(contact=about.row, **given),
        of=Contact,
    ),
    "delivery": Step(
        gettext_lazy("Set how bills are delivered"),
        "bills",
        forms.DeliveryForm,
        _of_group(verbs.set_bill_delivery),
        filled=lambda about: _picked(_newest(about.group.bill_deliveries), ("way",)) | {"effective_on": about.day},
    ),
    "mailing": Step(
        gettext_lazy("Set the mailing address for bills"),
        "bills",
        forms.GroupAddressForm,
        _of_group(verbs.set_address, kind="mailing"),
        filled=_address("mailing"),
    ),
}
UNITS = {
    "unit": Step(
        gettext_lazy("Add a unit"),
        "units",
        unit_forms.UnitForm,
        _of_group(verbs.add_unit),
        filled=lambda about: {"effective_on": about.day},
    ),
    "unit-name": Step(
        gettext_lazy("Rename the unit"),
        "units",
        unit_forms.UnitNameForm,
        _of_unit(verbs.rename_unit),
        filled=lambda about: {"name": about.row.name},
        of=EnrollmentUnit,
    ),
    "unit-address": Step(
        gettext_lazy("Set the unit's address and rating area"),
        "units",
        unit_forms.UnitPlaceForm,
        _of_unit(verbs.move_unit),
        effect=_prices,
        filled=lambda about: _picked(_newest(about.row.places), (*PLACE, "rating_area")) | {"effective_on": about.day},
        of=EnrollmentUnit,
    ),
    "billing-start": Step(
        gettext_lazy("Set when billing starts"),
        "units",
        unit_forms.BillingStartForm,
        _of_unit(verbs.set_billing_start),
        effect=_prices,
        of=EnrollmentUnit,
    ),
    "rules": Step(
        gettext_lazy("Set the unit's rules"),
        "rules",
        unit_forms.RulesForm,
        _of_unit(services.set_unit_rules),
        effect=_rules_effect,
        filled=_rules_of(RULES),
        of=EnrollmentUnit,
    ),
    "cobra": Step(
        gettext_lazy("Set who administers COBRA"),
        "cobra",
        unit_forms.CobraForm,
        _of_unit(services.set_unit_rules),
        effect=_rules_effect,
        filled=_rules_of(COBRA),
        of=EnrollmentUnit,
    ),
    "offer": Step(
        gettext_lazy("Offer a plan"),
        "plans",
        unit_forms.OfferForm,
        _offer,
        effect=lambda about, values: affected.of_offering(about.row, values["starts_on"]),
        filled=lambda about: {"starts_on": about.day},
        options=_plans,
        of=EnrollmentUnit,
    ),
    "offer-end": Step(
        gettext_lazy("Stop offering the plan"),
        "plans",
        forms.LastDayForm,
        lambda about, values, given: services.stop_offering(offering=about.row, **values, **given),
        effect=lambda about, values: affected.of_offering_end(about.row, values["last_day"]),
        of=Offering,
    ),
}
STEPS = GROUP | UNITS
