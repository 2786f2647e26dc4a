"""Forms about enrollment units: address, rules, COBRA, plans; and the carrier's plans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import FiguresField, LineField, NameField, PhoneField
from enrollment.forms.setup.fields import PlaceFields, SetupForm, choose, day
from enrollment.rules.codes import (
    AgeOutRule,
    CobraAdministrator,
    CobraCount,
    EndRule,
    Line,
    NewbornRule,
    Product,
    Proration,
    RetroKind,
    WaitingRule,
)
from enrollment.rules.coverage import LONGEST_WAIT_DAYS
from enrollment.rules.setup import (
    HIGHEST_AGE_LIMIT,
    LAST_CUT_DAY,
    LONGEST_RETRO_DAYS,
    NOTICE_DAYS,
    NOTICE_DAYS_OF_EMPLOYER,
)


def of(codes):
    """The choices of a code list, as sentences that start with a capital."""
    return [(value, label[:1].upper() + label[1:]) for value, label in codes.choices()]


def count(label, most, **options):
    return forms.IntegerField(label=label, min_value=0, max_value=most, **options)


class UnitPlaceForm(PlaceFields):
    rating_area = FiguresField(label=_("Rating area"), max_length=8)


class UnitForm(UnitPlaceForm):
    code = FiguresField(label=_("Code"), max_length=16)
    name = LineField(label=_("Name"), max_length=120)
    field_order = ["code", "name", "effective_on"]


class UnitNameForm(SetupForm):
    name = LineField(label=_("Name"), max_length=120)


class BillingStartForm(SetupForm):
    effective_on = day(_("First month billed"), help_text=_("The first of a month."))


class RulesForm(SetupForm):
    """A unit's rules from a day on. What the law forbids, the service refuses with the rule."""

    effective_on = day(_("From"))
    waiting_rule = choose(_("Coverage of a new employee starts"), of(WaitingRule))
    # More than the law allows, so that the service can answer with the law.
    waiting_days = count(
        _("Days to wait"), 999, help_text=_("At most %(days)d days by law, 60 before a first of the month.")
    )
    end_rule = choose(_("Coverage of an employee who leaves ends on"), of(EndRule))
    retro_kind = choose(_("An employer may end coverage"), of(RetroKind))
    retro_days = count(_("Days back"), LONGEST_RETRO_DAYS)
    dependent_age_limit = count(_("Dependent age limit"), HIGHEST_AGE_LIMIT)
    age_out_rule = choose(_("Coverage at the age limit ends"), of(AgeOutRule))
    proration = choose(_("A month of partial coverage costs"), of(Proration))
    newborn_rule = choose(_("A newborn counts in the price"), of(NewbornRule))
    cut_day = forms.IntegerField(label=_("Day of the month the bill is made"), min_value=1, max_value=LAST_CUT_DAY)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        days = self.fields["waiting_days"]
        days.help_text = days.help_text % {"days": LONGEST_WAIT_DAYS}


class CobraForm(SetupForm):
    """Who administers COBRA in a unit from a day on."""

    effective_on = day(_("From"))
    cobra_administrator = choose(_("COBRA is administered by"), of(CobraAdministrator))
    cobra_name = NameField(label=_("Name"), max_length=120, required=False)
    cobra_phone = PhoneField(label=_("Phone"), required=False)
    cobra_counted_from = choose(_("Days are counted from"), of(CobraCount))
    cobra_notice_days = choose(
        _("Days for the COBRA notice"), [(str(each), str(each)) for each in (NOTICE_DAYS, NOTICE_DAYS_OF_EMPLOYER)]
    )

    def values(self):
        found = super().values()
        return found | {"cobra_notice_days": int(found["cobra_notice_days"])}


class OfferForm(SetupForm):
    """A plan that a unit is offered."""

    plan = choose(_("Plan"), [])
    starts_on = day(_("From"))

    def __init__(self, *args, plans=(), **options):
        super().__init__(*args, **options)
        self.fields["plan"].choices = [("", _("Choose one")), *plans]


class PlanForm(SetupForm):
    """A plan of the carrier."""

    code = FiguresField(label=_("Code"), max_length=16, help_text=_("For example, HMO-GOLD-500."))
    name = LineField(label=_("Name"), max_length=80)
    line = choose(_("Line of coverage"), Line.choices())
    product = forms.ChoiceField(label=_("Product type"), choices=[("", _("None")), *Product.choices()], required=False)
    is_medicare = forms.BooleanField(label=_("Medicare plan"), required=False)
