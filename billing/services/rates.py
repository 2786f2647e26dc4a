"""Publish rates: a version is never changed, another one takes its place. Under the staff role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Activity, EnrollmentUnit, Purchaser, User
from accounts.services import CannotSetUp, in_words, next_known_seq, record
from accounts.services.refusals import refuse_day
from billing.models import Rate, RateReach, RateTier
from billing.models.rates import FOUR_TIERS, THREE_TIERS
from enrollment.models import Offering, Plan

METHODS: dict[str, tuple[str, ...]] = {Rate.Method.FOUR_TIERS: FOUR_TIERS, Rate.Method.THREE_TIERS: THREE_TIERS}
# Without these no family of an employee could be priced.
NEEDED: dict[str, tuple[str, ...]] = {Rate.Method.FOUR_TIERS: FOUR_TIERS[:4], Rate.Method.THREE_TIERS: THREE_TIERS}


@dataclass(frozen=True, slots=True)
class Prices:
    """Dollars a month for each tier, or at age 21 with a factor."""

    method: str
    tiers: Mapping[str, Decimal] = field(default_factory=dict)
    base: Decimal | None = None
    factor: Decimal | None = None
    child_cap: bool = True


def publish_rates(
    *,
    plan: Plan,
    prices: Prices,
    effective_on: date,
    through: date | None = None,
    area: str = "",
    purchaser: Purchaser | None = None,
    by: User | None,
    at: datetime,
) -> Rate:
    """Publish a version of a plan's rates.

    Every unit that it can price knows it from the unit's next number on. Locks the plan, then these units in id order.
    Raises CannotSetUp.
    """
    _refuse_prices(prices)
    for day, name in ((effective_on, "effective_on"), (through or effective_on, "through")):
        refuse_day(day, name)
    if through and through < effective_on:
        raise CannotSetUp(_("The last day can't be before the first day."), "through")
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    versions = Rate.objects.filter(plan=plan)
    _refuse_over_later(versions.filter(area=area, purchaser=purchaser), effective_on, through)
    units = list(_affected(plan, area, purchaser))
    numbers = next_known_seq(unit.pk for unit in units)
    last = versions.aggregate(last=Max("published_no"))["last"] or 0
    rate = Rate.objects.create(
        plan=plan,
        purchaser=purchaser,
        area=area,
        effective_on=effective_on,
        through=through,
        method=prices.method,
        base=prices.base,
        factor=prices.factor,
        child_cap=prices.child_cap,
        published_at=at,
        published_no=last + 1,
        published_by=by,
    )
    RateTier.objects.bulk_create(RateTier(rate=rate, tier=tier, amount=each) for tier, each in prices.tiers.items())
    RateReach.objects.bulk_create(
        RateReach(purchaser_id=unit.purchaser_id, rate=rate, unit=unit, known_seq=numbers[unit.pk]) for unit in units
    )
    _record(rate, len(units), by, at)
    return rate


def _refuse_prices(prices: Prices) -> None:
    known, needed = METHODS.get(prices.method, ()), NEEDED.get(prices.method, ())
    by_age = prices.method == Rate.Method.AGE
    if not known and not by_age:
        raise CannotSetUp(_("Choose how the plan is rated."), "method")
    if missing := [tier for tier in needed if tier not in prices.tiers]:
        raise CannotSetUp(_("Enter the amount for %(tiers)s.") % {"tiers": ", ".join(missing)}, "tiers")
    if unknown := sorted(set(prices.tiers) - set(known)):
        raise CannotSetUp(_("There is no tier %(tiers)s here.") % {"tiers": ", ".join(unknown)}, "tiers")
    if by_age != (prices.base is not None) or by_age != (prices.factor is not None):
        raise CannotSetUp(_("Enter a base rate and a factor for rates by age, and only for these."), "base")


def _refuse_over_later(versions: QuerySet[Rate], effective_on: date, through: date | None) -> None:
    """A version without a last day, published last, would take the place of later-starting ones as well."""
    later = versions.filter(effective_on__gt=effective_on).order_by("effective_on", "pk").first()
    if later is not None and through is None:
        text = _("Rates from %(day)s are published already. Enter a last day.")
        raise CannotSetUp(text % {"day": in_words(later.effective_on)}, "through")


def _affected(plan: Plan, area: str, purchaser: Purchaser | None) -> QuerySet[EnrollmentUnit]:
    """The units that the version can price, on any day: they offer the plan, in the area."""
    units = EnrollmentUnit.objects.filter(pk__in=Offering.objects.filter(plan=plan).values("unit"))
    here = Q(places__rating_area=area) if area else Q()
    own = Q(purchaser=purchaser) if purchaser else Q()
    return units.filter(here, own).distinct().order_by("pk")


def _record(rate: Rate, units: int, by: User | None, at: datetime) -> None:
    record(
        "published_rates",
        by=by,
        at=at,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=rate,
        summary=_("%(plan)s from %(day)s, in %(units)d units")
        % {"plan": rate.plan.code, "day": in_words(rate.effective_on), "units": units},
        staff_only=True,
    )
