"""A version of a plan's rates, as a representative types it."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import DateField, FiguresField, PortalForm
from accounts.platform.typed import figures
from billing.models import Rate
from billing.models.rates import FOUR_TIERS, THREE_TIERS
from billing.queries.versions import FOUR
from billing.services import Prices

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
MOST, MOST_FACTOR = 999_999_999, 100
# The tiers of each method; those of people without the employee may be left empty.
TIERS = {Rate.Method.FOUR_TIERS: FOUR_TIERS, Rate.Method.THREE_TIERS: THREE_TIERS, Rate.Method.AGE: ()}
OPTIONAL = FOUR_TIERS[4:]
OPTIONAL_HELP = gettext_lazy("Continued coverage without the employee. May be left empty.")


def _day(label, **options):
    text = forms.DateInput({"maxlength": 10, "placeholder": "mm/dd/yyyy"}, format="%m/%d/%Y")
    return DateField(label=label, earliest=EARLIEST, latest=LATEST, widget=text, **options)


class NumberField(forms.DecimalField):
    """A number typed with or without a dollar sign and thousands separators."""

    def __init__(self, **options):
        super().__init__(min_value=0, required=False, widget=forms.TextInput({"inputmode": "decimal"}), **options)

    def to_python(self, value):
        text = figures(value).strip().removeprefix("$").replace(",", "") if isinstance(value, str) else value
        return super().to_python(text)


def _amount(label, **options):
    return NumberField(label=label, max_digits=11, decimal_places=2, max_value=MOST, **options)


class RateForm(PortalForm):
    """Which prices, from when, for whom. Only the fields of the chosen method count."""

    effective_on = _day(
        gettext_lazy("Effective from"), help_text=gettext_lazy("Prices every month that starts on or after this day.")
    )
    through = _day(
        gettext_lazy("Through"), required=False, help_text=gettext_lazy("Leave empty if the rates have no last day.")
    )
    purchaser = FiguresField(
        label=gettext_lazy("Purchaser ID"),
        max_length=16,
        required=False,
        help_text=gettext_lazy("Leave empty for all employers."),
    )
    area = FiguresField(
        label=gettext_lazy("Rating area"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("Leave empty for all areas."),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How the plan is rated"), choices=Rate.Method.choices, widget=forms.RadioSelect
    )
    base = _amount(gettext_lazy("Rate at age 21"))
    factor = NumberField(
        label=gettext_lazy("Factor"),
        max_digits=9,
        decimal_places=6,
        max_value=MOST_FACTOR,
        help_text=gettext_lazy("For the rating area, for example 1.05. Enter 1 if there is none."),
    )
    child_cap = forms.BooleanField(
        label=gettext_lazy("Charge only the three oldest children under 21"), required=False, initial=True
    )

    EE = _amount(FOUR["EE"], help_text=gettext_lazy("With three tiers: one person."))
    TWO = _amount(gettext_lazy("Two people"))
    ES = _amount(FOUR["ES"])
    EC = _amount(FOUR["EC"])
    FAM = _amount(FOUR["FAM"], help_text=gettext_lazy("With three tiers: three or more people."))
    SP = _amount(FOUR["SP"], help_text=OPTIONAL_HELP)
    CH = _amount(FOUR["CH"], help_text=OPTIONAL_HELP)
    SC = _amount(FOUR["SC"], help_text=OPTIONAL_HELP)

    def clean(self):
        values = super().clean()
        method = values.get("method")
        needed = [*(tier for tier in TIERS.get(method, ()) if tier not in OPTIONAL)]
        needed += ["base", "factor"] if method == Rate.Method.AGE else []
        for name in needed:
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, _("%(label)s: enter an amount.") % {"label": self.fields[name].label})
        return values

    def parts(self):
        """(title, class, fields) of the form's parts; the classes say which method each is of."""
        own = {name: self[name] for name in self.fields}
        return [
            (_("For whom and when"), "", [own[each] for each in ("effective_on", "through", "purchaser", "area")]),
            (own["method"].label, "", [own["method"]]),
            (_("Dollars a month"), "tiers", [own[each] for each in ("EE", "TWO", "ES", "EC", "FAM", *OPTIONAL)]),
            (_("By age"), "age", [own[each] for each in ("base", "factor", "child_cap")]),
        ]

    def prices(self):
        """The prices of the chosen method."""
        values, method = self.cleaned_data, self.cleaned_data["method"]
        if method == Rate.Method.AGE:
            return Prices(method, {}, values["base"], values["factor"], values["child_cap"])
        return Prices(method, {tier: values[tier] for tier in TIERS[method] if values.get(tier) is not None})
