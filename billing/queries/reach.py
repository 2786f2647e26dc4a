"""Which units a version of rates can price."""

from django.db.models import Q, QuerySet

from accounts.models import EnrollmentUnit, Purchaser
from enrollment.models import Offering, Plan


def offering(plan: Plan, purchaser: Purchaser | None) -> QuerySet[EnrollmentUnit]:
    """The units that offer a plan on any day, of one purchaser or all, in id order."""
    units = EnrollmentUnit.objects.filter(pk__in=Offering.objects.filter(plan=plan).values("unit"))
    return (units.filter(purchaser=purchaser) if purchaser else units).order_by("pk")


def reached(plan: Plan, area: str, purchaser: Purchaser | None) -> QuerySet[EnrollmentUnit]:
    """The units that a version can price, on any day: they offer the plan, in the area."""
    here = Q(places__rating_area=area) if area else Q()
    return offering(plan, purchaser).filter(here).distinct()
