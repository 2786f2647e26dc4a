"""Rates and bills for tests of publishing, in their real roles."""

from datetime import date
from decimal import Decimal

from access import tenancy
from accounts.models import EnrollmentUnit
from billing.models import BillLine
from billing.services import Prices, Version, check_rates, make_bill, publish_rates
from tests.factories import NOW

JANUARY, NOVEMBER, DECEMBER = date(2026, 1, 1), date(2026, 11, 1), date(2026, 12, 1)


def tiers(employee):
    return Prices("tiers4", {"EE": Decimal(employee), "ES": Decimal(2), "EC": Decimal(3), "FAM": Decimal(4)})


def publish(plan, prices, effective_on=JANUARY, **more):
    with tenancy.as_user(None), tenancy.staff():
        return publish_rates(plan=plan, prices=prices, effective_on=effective_on, by=None, at=NOW, **more)


def version(plan, prices, effective_on=JANUARY, *, through=None, area="", purchaser=None):
    return Version(plan, prices, effective_on, through, area, purchaser)


def checked(plan, prices, effective_on=JANUARY, **more):
    with tenancy.as_user(None), tenancy.staff():
        return check_rates(version=version(plan, prices, effective_on, **more), at=NOW)


def cut(employer, month):
    """A bill of the employer's unit; its lines as (month, amount)."""
    with employer.scope():
        make_bill(unit=employer.unit, month=month, by=None, at=NOW)
        lines = BillLine.objects.filter(bill__month=month).order_by("month", "pk")
        return [(line.month, line.amount) for line in lines]


def numbers():
    """The last number of every unit."""
    with tenancy.as_user(None), tenancy.staff():
        return dict(EnrollmentUnit.objects.order_by("pk").values_list("pk", "known_seq"))
