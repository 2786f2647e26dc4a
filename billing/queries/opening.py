"""Whether the plans of a group have rates from its first bill on: a line of the checklist of its set-up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import EnrollmentUnit, Purchaser
from billing.models import Rate
from enrollment.models import Plan
from enrollment.queries.setup.checklist import Missing, Part
from enrollment.queries.setup.on_file import OnFile


@dataclass(frozen=True)
class Offered:
    """A plan that a unit offers, the first month in which it can be billed, and the version that prices it then."""

    unit: EnrollmentUnit
    plan: Plan
    month: date
    rate: Rate | None

    @property
    def missing(self) -> str:
        words = _("Publish rates of %(plan)s for %(month)s.")
        return words % {"plan": self.plan.name, "month": date_format(self.month, "F Y")}


def offered_by(purchaser: Purchaser, *, on: date) -> Iterator[Offered]:
    """Every plan that a unit offers on or after a day."""
    day = max(on, purchaser.contract_starts_on)
    for unit in purchaser.units.order_by("code", "pk"):
        start = unit.billing_starts.order_by("-pk").first()
        current = unit.offerings.filter(Q(ends_on=None) | Q(ends_on__gte=day)).select_related("plan")
        for offering in current.order_by("plan__name", "starts_on", "pk"):
            first = max(start.effective_on if start else day, offering.starts_on).replace(day=1)
            yield Offered(unit, offering.plan, first, _in_force(unit, offering.plan, first))


def _in_force(unit: EnrollmentUnit, plan: Plan, month: date) -> Rate | None:
    """The version that billing/sql/owed.sql takes for a month: before any address, the first one counts."""
    place = unit.places.on(month) or unit.places.order_by("effective_on", "-pk").first()
    area = place.rating_area if place else ""
    versions = Rate.objects.filter(
        Q(through=None) | Q(through__gte=month),
        Q(purchaser=None) | Q(purchaser=unit.purchaser_id),
        plan=plan,
        effective_on__lte=month,
        area__in={"", area},
    )
    # The purchaser's own first, then those of the area: an empty area sorts before any other.
    return versions.order_by("purchaser_id", "-area", "-published_no", "pk").first()


def rates_part(purchaser: Purchaser, *, on: date) -> Part:
    """The line "Rates" of the checklist, which blocks opening while a plan has none."""
    offered = list(offered_by(purchaser, on=on))
    missing = {each.missing: each.plan.pk for each in offered if each.rate is None}
    methods = {each.plan.name: each.rate.get_method_display() for each in offered if each.rate}
    below = "; ".join(f"{plan}: {method}" for plan, method in methods.items()) or _("No rates yet.")
    later = "" if offered else _("Offer a plan first.")
    return Part("rates", _("Rates"), below, [Missing(words, "rates", pk) for words, pk in missing.items()], later)


def rates_on_file(purchaser: Purchaser, *, on: date) -> list[OnFile]:
    """Each plan offered with the version that prices it in its first month."""
    found: dict[int, OnFile] = {}
    for each in offered_by(purchaser, on=on):
        row = found.setdefault(each.plan.pk, OnFile(each.plan.name, [], [("rates", each.plan.pk)]))
        month = date_format(each.month, "F Y")
        if each.rate is None:
            row.lines.append(_("%(unit)s: no rates for %(month)s") % {"unit": each.unit.name, "month": month})
        else:
            words = _("%(unit)s, %(month)s: %(method)s, effective from %(day)s")
            day = date_format(each.rate.effective_on, "DATE_FORMAT")
            facts = {"unit": each.unit.name, "month": month, "method": each.rate.get_method_display(), "day": day}
            row.lines.append(words % facts)
    return list(found.values())
