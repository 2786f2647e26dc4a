"""Say what a version of rates would change, and publish it only as it was checked. Under the staff role."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.platform.marks import mark_of
from accounts.services import CannotSetUp
from billing.models import Rate
from billing.queries.effect import Standing, compared, premiums, standing_of
from billing.rules.effect import Effect, Range
from billing.services.rates import (
    Prices,
    Version,
    add_version,
    lock_for_publishing,
    publish_rates,
    published_with,
    refuse_over_later,
    refuse_version,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The effect of a version, and a mark of what was checked: the version, what it rests on, the amounts."""

    effect: Effect
    mark: str


class NotAsChecked(CannotSetUp):
    """The effect is another one than was checked; `checked` is the one now."""

    def __init__(self, checked: Checked):
        self.checked = checked
        super().__init__(
            _("Rates or coverage changed after you checked this. Nothing was published. Check the amounts again.")
        )


def check_rates(*, version: Version, at: datetime) -> Checked:
    """What publishing a version would change.

    The version is written, priced and taken back. No unit is locked and nothing stays. Raises CannotSetUp.
    """
    refuse_version(version)
    refuse_over_later(version)
    standing, days = _standing(version, at), Range(version.effective_on, version.through)
    before = premiums(standing, days)
    with transaction.atomic():
        add_version(version, by=None, at=at)
        after = premiums(standing, days)
        transaction.set_rollback(True)
    effect = compared(standing, days, before, after)
    return Checked(effect, f"{_mark(version, standing.mark)}.{_mark(version, _amounts(effect))}")


@transaction.atomic
def publish_checked(*, version: Version, seen: str, key: str, by: User | None, at: datetime) -> Rate:
    """Publish a version whose effect was checked; `seen` is the mark of that. Once for a `key`.

    Raises NotAsChecked if the amounts are others by now, and CannotSetUp.
    """
    refuse_version(version)
    lock_for_publishing(version)
    if made := published_with(key, version):
        return made
    rests_on, _dot, amounts = seen.partition(".")
    # Where nothing moved, nothing needs to be computed while every unit waits.
    if rests_on != _mark(version, _standing(version, at).mark):
        checked = check_rates(version=version, at=at)
        if amounts != checked.mark.partition(".")[2]:
            raise NotAsChecked(checked)
    return publish_rates(
        plan=version.plan,
        prices=version.prices,
        effective_on=version.effective_on,
        through=version.through,
        area=version.area,
        purchaser=version.purchaser,
        key=key,
        by=by,
        at=at,
    )


def _standing(version: Version, at: datetime) -> Standing:
    return standing_of(version.plan, version.area, version.purchaser, at=at)


def _mark(version: Version, of: object) -> str:
    prices = version.prices
    tiers = sorted((tier, f"{amount:.2f}") for tier, amount in prices.tiers.items())
    whose = version.plan.pk, version.purchaser and version.purchaser.pk, version.area
    return mark_of(whose, version.effective_on, version.through, prices.method, tiers, _plain(prices), of)


def _plain(prices: Prices) -> list[str]:
    numbers = [each for each in (prices.base, prices.factor) if each is not None]
    return [f"{each:.6f}" for each in numbers] + [str(prices.child_cap)]


def _amounts(effect: Effect) -> list[object]:
    units = sorted(effect.units, key=lambda each: each.unit.pk)
    return [
        (
            each.unit.pk,
            each.month,
            (f"{each.before.owed:.2f}", each.before.unpriced),
            (f"{each.after.owed:.2f}", each.after.unpriced),
            each.corrected,
            f"{each.correction:.2f}",
        )
        for each in units
    ]
