"""What is on file of each part of a group's set-up, with its days, and what can be changed there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Contact, EnrollmentUnit, Purchaser, PurchaserAddress
from enrollment.models import UnitRules
from enrollment.rules.setup_words import administrator, worded


@dataclass(frozen=True)
class OnFile:
    """One thing on file: its name, its facts in lines, and the steps that change it, as (step, id)."""

    title: str
    lines: list[str] = field(default_factory=list)
    steps: list[tuple[str, int]] = field(default_factory=list)


def on_file(purchaser: Purchaser, part: str) -> list[OnFile]:
    """Everything on file of one part of the checklist, newest facts first."""
    return list(PARTS[part](purchaser))


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _from(day: date, words: object) -> str:
    return _("%(words)s, from %(day)s") % {"words": words, "day": _day(day)}


def _addresses(purchaser: Purchaser, kind: str) -> list[str]:
    found = purchaser.addresses.filter(kind=kind).newest_first()
    return [_from(each.effective_on, each) for each in found]


def _employer(purchaser: Purchaser) -> Iterator[OnFile]:
    former = [_("Formerly %(name)s") % {"name": name} for name in purchaser.former_names]
    yield OnFile(_("Name"), [purchaser.name, *former], [("name", 0), ("join", 0)])
    yield OnFile(_("Business address"), _addresses(purchaser, PurchaserAddress.Kind.BUSINESS), [("address", 0)])
    yield OnFile(_("Time zone"), [str(purchaser.zone_name)], [("zone", 0)])
    sizes = purchaser.sizes.order_by("-effective_on", "-pk")
    words = [_from(each.effective_on, _("%(count)d employees") % {"count": each.employees}) for each in sizes]
    yield OnFile(_("Number of employees"), words, [("size", 0)])


def _contract(purchaser: Purchaser) -> Iterator[OnFile]:
    for each in purchaser.contract_periods.newest_first():
        last = _day(each.ends_on) if each.ends_on else _("no last day")
        lines = [_("Plan year starts %(day)s") % {"day": _day(each.plan_year_starts_on)}]
        lines += [each.number] if each.number else []
        yield OnFile(f"{_day(each.effective_on)} - {last}", lines)
    for end in purchaser.contract_ends.order_by("-pk"):
        words = _("Last day %(day)s. %(reason)s") % {"day": _day(end.last_day), "reason": end.reason}
        back = [_("Reinstated. %(reason)s") % {"reason": end.taken_back_reason}] if end.taken_back_at else []
        yield OnFile(_("Contract end"), [words, *back])
    ends = ("reinstate", 0) if purchaser.contract_ends_on else ("end", 0)
    yield OnFile(_("Change the contract"), [], [("contract", 0), ends] if purchaser.is_open else [("contract", 0)])


def _contacts(purchaser: Purchaser) -> Iterator[OnFile]:
    for each in Contact.objects.current().filter(purchaser=purchaser).order_by("role", "name", "pk"):
        lines = [str(each.get_role_display()), *filter(None, [each.phone, each.email])]
        yield OnFile(each.name, lines, [("contact-remove", each.pk)])
    yield OnFile(_("Another contact"), [], [("contact", 0)])


def _of_units(purchaser: Purchaser) -> list[EnrollmentUnit]:
    return list(purchaser.units.order_by("code", "pk"))


def _units(purchaser: Purchaser) -> Iterator[OnFile]:
    for unit in _of_units(purchaser):
        lines = []
        for place in unit.places.newest_first():
            area = _("rating area %(area)s") % {"area": place.rating_area} if place.rating_area else _("no rating area")
            lines.append(_from(place.effective_on, f"{place}, {area}"))
        start = unit.billing_starts.order_by("-pk").first()
        lines += [_("Billed from %(day)s") % {"day": _day(start.effective_on)}] if start else []
        steps = [("unit-name", unit.pk), ("unit-address", unit.pk), ("billing-start", unit.pk)]
        yield OnFile(f"{unit.name} ({unit.code})", lines, steps)
    yield OnFile(_("Another unit"), [], [("unit", 0)])


def _counting(unit: EnrollmentUnit) -> list[UnitRules]:
    """The newest rules of each day, latest day first."""
    by_day: dict[date, UnitRules] = {}
    for each in unit.rules.newest_first():
        by_day.setdefault(each.effective_on, each)
    return list(by_day.values())


def _rules(purchaser: Purchaser) -> Iterator[OnFile]:
    for unit in _of_units(purchaser):
        yield OnFile(f"{unit.name} ({unit.code})", [], [("rules", unit.pk)])
        for each in _counting(unit):
            facts = [f"{_(name)}: {_(text) % {'days': days}}" for name, text, days in worded(each.terms)]
            yield OnFile(_from(each.effective_on, unit.name), facts)


def _cobra(purchaser: Purchaser) -> Iterator[OnFile]:
    for unit in _of_units(purchaser):
        lines = [_from(each.effective_on, administrator(each.terms)) for each in _counting(unit)]
        yield OnFile(f"{unit.name} ({unit.code})", lines, [("cobra", unit.pk)] if lines else [("rules", unit.pk)])


def _plans(purchaser: Purchaser) -> Iterator[OnFile]:
    for unit in _of_units(purchaser):
        yield OnFile(f"{unit.name} ({unit.code})", [], [("offer", unit.pk)])
        for each in unit.offerings.select_related("plan").order_by("plan__name", "-starts_on", "pk"):
            last = _("through %(day)s") % {"day": _day(each.ends_on)} if each.ends_on else ""
            words = _("%(unit)s: %(plan)s") % {"unit": unit.name, "plan": each.plan.name}
            lines = [f"{_('From %(day)s') % {'day': _day(each.starts_on)}} {last}".strip()]
            yield OnFile(words, lines, [] if each.ends_on else [("offer-end", each.pk)])


def _bills(purchaser: Purchaser) -> Iterator[OnFile]:
    ways = [_from(each.effective_on, each) for each in purchaser.bill_deliveries.newest_first()]
    yield OnFile(_("Delivery"), ways, [("delivery", 0)])
    yield OnFile(_("Mailing address for bills"), _addresses(purchaser, "mailing"), [("mailing", 0)])


def _administrator(purchaser: Purchaser) -> Iterator[OnFile]:
    words = _("The first administrator comes with the user ID request: a signed form, and a call to the officer.")
    yield OnFile(_("First administrator"), [words])


PARTS: dict[str, Callable[[Purchaser], Iterator[OnFile]]] = {
    "employer": _employer,
    "contract": _contract,
    "contacts": _contacts,
    "units": _units,
    "rules": _rules,
    "cobra": _cobra,
    "plans": _plans,
    "bills": _bills,
    "administrator": _administrator,
}
