"""Publish rates: a version is never changed, another one takes its place. Under the staff role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Activity, Purchaser, User
from accounts.services import CannotSetUp, in_words, next_known_seq, record
from accounts.services.refusals import refuse_day
from billing.models import Rate, RateReach, RateTier
from billing.models.rates import FOUR_TIERS, THREE_TIERS
from billing.queries.reach import offering, reached
from enrollment.models import Plan

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


@dataclass(frozen=True, slots=True)
class Version:
    """What is published: the prices of a plan from a day on, for one area or all and one purchaser or all."""

    plan: Plan
    prices: Prices
    effective_on: date
    through: date | None
    area: str
    purchaser: Purchaser | None

    @classmethod
    def of(cls, rate: Rate) -> Self:
        tiers = {each.tier: each.amount for each in rate.tiers.all()}
        prices = Prices(rate.method, tiers, rate.base, rate.factor, rate.child_cap)
        return cls(rate.plan, prices, rate.effective_on, rate.through, rate.area, rate.purchaser)


@transaction.atomic
def publish_rates(
    *,
    plan: Plan,
    prices: Prices,
    effective_on: date,
    through: date | None = None,
    area: str = "",
    purchaser: Purchaser | None = None,
    key: str = "",
    by: User | None,
    at: datetime,
) -> Rate:
    """Publish a version of a plan's rates.

    Every unit that it can price knows it from the unit's next number on. Published once for a form's `key`: the same
    version again is the one that is there. Raises CannotSetUp.
    """
    version = Version(plan, prices, effective_on, through, area, purchaser)
    refuse_version(version)
    lock_for_publishing(version)
    if made := published_with(key, version):
        return made
    refuse_over_later(version)
    units = list(reached(plan, area, purchaser))
    numbers = next_known_seq(unit.pk for unit in units)
    rate = add_version(version, key=key, by=by, at=at)
    RateReach.objects.bulk_create(
        RateReach(purchaser_id=unit.purchaser_id, rate=rate, unit=unit, known_seq=numbers[unit.pk]) for unit in units
    )
    _record(rate, len(units), by, at)
    return rate


def lock_for_publishing(version: Version) -> None:
    """Lock the plan, then every unit that offers it, in id order: none begins to, moves or changes until commit.

    `offer_plan` locks the plan first, too. A unit that comes after this therefore comes after the version.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=version.plan.pk)
    units = offering(version.plan, version.purchaser)
    list(units.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def add_version(version: Version, *, key: str = "", by: User | None, at: datetime) -> Rate:
    """The rows of a version, published after all others of the plan. No unit learns of it here."""
    last = Rate.objects.filter(plan=version.plan).aggregate(last=Max("published_no"))["last"] or 0
    prices = version.prices
    rate = Rate.objects.create(
        plan=version.plan,
        purchaser=version.purchaser,
        area=version.area,
        effective_on=version.effective_on,
        through=version.through,
        method=prices.method,
        base=prices.base,
        factor=prices.factor,
        child_cap=prices.child_cap,
        published_at=at,
        published_no=last + 1,
        published_by=by,
        form_key=key,
    )
    RateTier.objects.bulk_create(RateTier(rate=rate, tier=tier, amount=each) for tier, each in prices.tiers.items())
    return rate


def published_with(key: str, version: Version) -> Rate | None:
    """The version that was published with a form's key. Raises CannotSetUp when it is another one than this."""
    made = Rate.objects.filter(form_key=key).prefetch_related("tiers").first() if key else None
    if made is not None and Version.of(made) != version:
        raise CannotSetUp(_("This form has published other rates already. Open a new form."))
    return made


def refuse_version(version: Version) -> None:
    """Raise CannotSetUp for prices that are not those of the method, and for days out of order or range."""
    _refuse_prices(version.prices)
    days = ((version.effective_on, "effective_on"), (version.through or version.effective_on, "through"))
    for day, name in days:
        refuse_day(day, name)
    if version.through and version.through < version.effective_on:
        raise CannotSetUp(_("The last day can't be before the first day."), "through")


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


def refuse_over_later(version: Version) -> None:
    """A version without a last day, published last, would take the place of later-starting ones as well."""
    same: QuerySet[Rate] = Rate.objects.filter(plan=version.plan, area=version.area, purchaser=version.purchaser)
    later = same.filter(effective_on__gt=version.effective_on).order_by("effective_on", "pk").first()
    if later is not None and version.through is None:
        text = _("Rates from %(day)s are published already. Enter a last day.")
        raise CannotSetUp(text % {"day": in_words(later.effective_on)}, "through")


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
