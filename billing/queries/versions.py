"""The versions of rates as the desk lists them, and which of them counts on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import Rate
from billing.queries.reach import reached
from enrollment.models import Plan
from enrollment.rules.codes import Line

FOUR = {
    "EE": _("Employee"),
    "ES": _("Employee + spouse"),
    "EC": _("Employee + children"),
    "FAM": _("Employee + family"),
    "SP": _("Spouse only"),
    "CH": _("Children only"),
    "SC": _("Spouse + children"),
}
THREE = {"EE": _("One person"), "TWO": _("Two people"), "FAM": _("Three or more")}
NAMES: Mapping[str, Mapping[str, object]] = {Rate.Method.FOUR_TIERS: FOUR, Rate.Method.THREE_TIERS: THREE}
TODAY, LATER, OVER, REPLACED = "today", "later", "over", "replaced"


@dataclass(frozen=True)
class Listed:
    """One version with its prices in words, and its state on a day."""

    rate: Rate
    state: str
    tiers: list[tuple[object, Decimal]]


@dataclass(frozen=True)
class Version(Listed):
    """A listed version, and how many units it can price, those included that came after it."""

    units: int


@dataclass(frozen=True)
class PlanRates:
    """A plan, how many versions of its rates there are, and those that count on a day."""

    plan: Plan
    versions: int
    counting: list[Listed]

    @property
    def line(self) -> str:
        return line_of(self.plan)


def line_of(plan: Plan) -> str:
    """The line of coverage of a plan, in a word."""
    return str(Line(plan.line).label)


def named_tiers(method: str, amounts: Mapping[str, Decimal]) -> list[tuple[object, Decimal]]:
    """(name, amount) of each tier that has an amount, in the order of the method."""
    return [(name, amounts[tier]) for tier, name in NAMES.get(method, {}).items() if tier in amounts]


def versions_of(plan: Plan, *, on: date) -> list[Version]:
    """The versions of a plan's rates, the last published first."""
    listed = _listed(_rates().filter(plan=plan), on)
    whom = {(each.rate.area, each.rate.purchaser) for each in listed}
    units = {(area, purchaser): reached(plan, area, purchaser).count() for area, purchaser in whom}
    return [Version(each.rate, each.state, each.tiers, units[each.rate.area, each.rate.purchaser]) for each in listed]


def all_plans(*, on: date) -> list[PlanRates]:
    """Every plan with its rates, those that are sold first."""
    by_plan: dict[int, list[Listed]] = {}
    for each in _listed(_rates(), on):
        by_plan.setdefault(each.rate.plan_id, []).append(each)
    plans = sorted(
        Plan.objects.order_by("line", "name", "pk"), key=lambda plan: bool(plan.closed_on and plan.closed_on < on)
    )
    return [
        PlanRates(plan, len(own), [each for each in own if each.state == TODAY])
        for plan in plans
        for own in [by_plan.get(plan.pk, [])]
    ]


def _rates() -> QuerySet[Rate]:
    found = Rate.objects.select_related("plan", "purchaser", "published_by").prefetch_related("tiers")
    return found.order_by("-published_no", "pk")


def _listed(rates: Iterable[Rate], on: date) -> list[Listed]:
    """Later versions come first, so that what took a version's place is seen before it."""
    seen: dict[tuple[int, int | None, str], list[Rate]] = {}
    found = []
    for rate in rates:
        later = seen.setdefault((rate.plan_id, rate.purchaser_id, rate.area), [])
        tiers = named_tiers(rate.method, {each.tier: each.amount for each in rate.tiers.all()})
        found.append(Listed(rate, _state(rate, later, on), tiers))
        later.append(rate)
    return found


def _state(rate: Rate, later: list[Rate], on: date) -> str:
    if rate.through and rate.through < on:
        return OVER
    # Of what is still to come of it, the first day decides.
    day = max(on, rate.effective_on)
    if any(each.effective_on <= day and (each.through is None or each.through >= day) for each in later):
        return REPLACED
    return TODAY if rate.effective_on <= on else LATER
