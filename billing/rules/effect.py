"""What other rates change for units: the premium of one month, and corrections of months that are billed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from billing.rules.months import next_month

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Month:
    """What is owed for a month, and how many families have no rate in it."""

    owed: Decimal = NOTHING
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """The days of a version. It prices the months whose first day lies in it."""

    effective_on: date
    through: date | None

    @property
    def first_month(self) -> date:
        return self.effective_on if self.effective_on.day == 1 else next_month(self.effective_on)

    def shown(self, next_month: date) -> date:
        """The month to compare: the next one billed, or the first one that the version prices if that is later."""
        ends_before = self.through is not None and self.through < self.first_month
        return next_month if ends_before else max(next_month, self.first_month)


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """The premium of a unit's month before and after, and the months already billed that the next bill corrects."""

    unit: Any
    month: date
    before: Month
    after: Month
    corrected: tuple[date, ...]
    correction: Decimal

    @classmethod
    def of(
        cls,
        unit: Any,
        month: date,
        billed_through: date | None,
        before: Mapping[date, Month],
        after: Mapping[date, Month],
    ) -> "UnitEffect":
        """Months to `billed_through` are billed."""
        billed = [each for each in after.keys() | before.keys() if billed_through and each <= billed_through]
        differs = {
            each: difference
            for each in sorted(billed)
            if (difference := after.get(each, Month()).owed - before.get(each, Month()).owed)
        }
        return cls(
            unit,
            month,
            before.get(month, Month()),
            after.get(month, Month()),
            tuple(differs),
            sum(differs.values(), NOTHING),
        )

    @property
    def difference(self) -> Decimal:
        return self.after.owed - self.before.owed

    @property
    def is_none(self) -> bool:
        return self.before == self.after and not self.corrected

    @property
    def size(self) -> Decimal:
        return abs(self.difference) + abs(self.correction)


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on all units that a version can price, largest first, and the totals over all of them."""

    units: tuple[UnitEffect, ...]

    @property
    def before(self) -> Decimal:
        return sum((each.before.owed for each in self.units), NOTHING)

    @property
    def after(self) -> Decimal:
        return sum((each.after.owed for each in self.units), NOTHING)

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    @property
    def corrected(self) -> int:
        """How many months of units are corrected."""
        return sum(len(each.corrected) for each in self.units)

    @property
    def correction(self) -> Decimal:
        return sum((each.correction for each in self.units), NOTHING)

    @property
    def unpriced(self) -> int:
        """Families that still have no rate in the month that is compared."""
        return sum(each.after.unpriced for each in self.units)

    @property
    def changed(self) -> int:
        """How many units owe another amount."""
        return sum(not each.is_none for each in self.units)


def effect_of(units: Iterable[UnitEffect]) -> Effect:
    """The largest effects first; those of one size in the order they were given."""
    return Effect(tuple(sorted(units, key=lambda each: -each.size)))
