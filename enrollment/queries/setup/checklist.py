"""What a group's set-up holds, part by part, and what is missing before it can be opened for enrollment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.models import AccessCode, AccessRequest, Grant
from accounts.models import BillDelivery, Contact, EnrollmentUnit, Purchaser, PurchaserAddress
from enrollment.models import UnitRules
from enrollment.rules.setup_words import administrator


class Missing(NamedTuple):
    """What is missing, in words, and the step that adds it, with the id of what it is about."""

    words: str
    step: str
    of: int = 0


@dataclass(frozen=True)
class Part:
    """One line of the checklist. `missing` blocks opening; `later` says what can be done after it."""

    slug: str
    title: str
    below: str
    missing: list[Missing] = field(default_factory=list)
    later: str = ""

    @property
    def is_done(self) -> bool:
        return not self.missing and not self.later


def parts_of(purchaser: Purchaser, *, on: date) -> list[Part]:
    """The parts of a group's set-up, judged by the day coverage can first start, or by `on` once it has."""
    day = max(on, purchaser.contract_starts_on)
    units = list(purchaser.units.order_by("code", "pk"))
    rules = {unit.pk: unit.rules.on(day) for unit in units}
    return [
        _employer(purchaser, day),
        _contract(purchaser, day),
        _contacts(purchaser),
        _units(units, day),
        _rules(units, rules),
        _cobra(units, rules),
        _plans(units, day),
        _bills(purchaser, day),
        _administrator(purchaser),
    ]


def is_ready(parts: Iterable[Part]) -> bool:
    """Whether nothing is missing."""
    return not any(part.missing for part in parts)


def _employer(purchaser: Purchaser, day: date) -> Part:
    size = purchaser.sizes.filter(effective_on__lte=day).order_by("-effective_on", "-pk").first()
    address = purchaser.addresses.filter(kind=PurchaserAddress.Kind.BUSINESS).on(day)
    below = _("Name, purchaser ID, time zone")
    below += ", " + _("%(count)d employees") % {"count": size.employees} if size else ""
    missing = [] if address else [Missing(_("Add the business address."), "address")]
    return Part("employer", _("Employer"), below + (f". {address}" if address else ""), missing)


def _contract(purchaser: Purchaser, day: date) -> Part:
    period = purchaser.contract_periods.on(day)
    if period is None:
        return Part(
            "contract", _("Contract"), _("No contract period."), [Missing(_("Set the contract period."), "contract")]
        )
    last = date_format(period.ends_on, "DATE_FORMAT") if period.ends_on else _("no last day")
    below = f"{date_format(period.effective_on, 'DATE_FORMAT')} - {last}"
    return Part("contract", _("Contract"), below + (f", {period.number}" if period.number else ""))


ADD_CONTACT = {
    Contact.Role.OFFICER: "Add the officer who signs the contract.",
    Contact.Role.BILLING: "Add a billing contact.",
}


def _contacts(purchaser: Purchaser) -> Part:
    found = list(Contact.objects.current().filter(purchaser=purchaser).order_by("role", "name", "pk"))
    there = {each.role for each in found}
    below = "; ".join(f"{each.get_role_display()}: {each.name}" for each in found) or _("Nobody yet.")
    missing = [Missing(_(words), "contact") for role, words in ADD_CONTACT.items() if role not in there]
    return Part("contacts", _("Contacts"), below, missing)


def _units(units: list[EnrollmentUnit], day: date) -> Part:
    below = ", ".join(f"{unit.name} ({unit.code})" for unit in units) or _("No unit yet.")
    missing = [] if units else [Missing(_("Add an enrollment unit."), "unit")]
    for unit in units:
        place = unit.places.on(day)
        if place is None or not place.street:
            words = _("Add the business address of %(unit)s.")
            missing.append(Missing(words % {"unit": unit.name}, "unit-address", unit.pk))
        elif not place.rating_area:
            words = _("Add the rating area of %(unit)s.")
            missing.append(Missing(words % {"unit": unit.name}, "unit-address", unit.pk))
    return Part("units", _("Units"), below, missing)


def _rules(units: list[EnrollmentUnit], rules: dict[int, UnitRules | None]) -> Part:
    words = _("Set the rules of %(unit)s.")
    unruled = [unit for unit in units if rules[unit.pk] is None]
    missing = [Missing(words % {"unit": unit.name}, "rules", unit.pk) for unit in unruled]
    below = _("Waiting period, end of coverage, retroactive limit, age limit, bill day")
    later = "" if units else _("Add a unit first.")
    return Part("rules", _("Rules for each unit"), below, missing, later)


def _cobra(units: list[EnrollmentUnit], rules: dict[int, UnitRules | None]) -> Part:
    ruled = [(unit, rule) for unit in units if (rule := rules[unit.pk])]
    below = "; ".join(f"{unit.name}: {administrator(rule.terms)}" for unit, rule in ruled)
    later = "" if len(ruled) == len(units) > 0 else _("Set the rules of each unit first.")
    return Part("cobra", _("COBRA"), below or _("Not set yet."), later=later)


def _plans(units: list[EnrollmentUnit], day: date) -> Part:
    words, missing = [], []
    for unit in units:
        offered = unit.offerings.filter(Q(ends_on=None) | Q(ends_on__gte=day)).select_related("plan")
        names = [offering.plan.name for offering in offered.order_by("plan__name", "pk")]
        if names:
            words.append(f"{unit.name}: {', '.join(names)}")
        else:
            text = _("Offer a plan to %(unit)s.") % {"unit": unit.name}
            missing.append(Missing(text, "offer", unit.pk))
    later = "" if units else _("Add a unit first.")
    return Part("plans", _("Plans offered"), "; ".join(words) or _("No plan yet."), missing, later)


def _bills(purchaser: Purchaser, day: date) -> Part:
    title, delivery = _("Paper and electronic bills"), purchaser.bill_deliveries.on(day)
    mailing = purchaser.addresses.filter(kind=PurchaserAddress.Kind.MAILING).on(day)
    if delivery is None:
        return Part("bills", title, _("Not chosen yet."), [Missing(_("Choose how bills are delivered."), "delivery")])
    if delivery.way == BillDelivery.Way.PAPER and mailing is None:
        return Part("bills", title, str(delivery), [Missing(_("Add the address for paper bills."), "mailing")])
    return Part("bills", title, f"{delivery}" + (f". {mailing}" if mailing else ""))


def _administrator(purchaser: Purchaser) -> Part:
    title = _("First administrator")
    granted = Grant.objects.filter(purchaser=purchaser, privileges__contains=["manage_access"])
    grant = granted.select_related("user").order_by("pk").first()
    if grant:
        return Part("administrator", title, str(grant.user))
    code = AccessCode.objects.filter(purchaser=purchaser, redeemed_at=None, revoked_at=None).order_by("pk").first()
    if code:
        return Part("administrator", title, _("%(name)s has an access code") % {"name": code.name})
    asked = AccessRequest.objects.filter(purchaser=purchaser).order_by("pk").first()
    if asked:
        name = asked.requester_name
        return Part("administrator", title, _("%(name)s, named on the user ID request") % {"name": name})
    below = _("Nobody yet. It comes with the user ID request; a representative can enroll people before that.")
    return Part("administrator", title, below, later=_("Later"))
