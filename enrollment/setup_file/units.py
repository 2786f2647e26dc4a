"""The units of a group in a set-up file: addresses, rules, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts import services as verbs
from accounts.models import EnrollmentUnit, Purchaser
from enrollment import services
from enrollment.models import Plan
from enrollment.setup_file.reading import Block, Problem
from enrollment.setup_file.shape import RULES

if TYPE_CHECKING:
    from enrollment.setup_file.adding import Run

OF_RULES = tuple(key for key in RULES if key != "from")


def add_units(purchaser: Purchaser, block: Block, run: Run) -> None:
    """Add the group's units that are not there, and what each of them lacks."""
    for unit_block in block["units"] or []:
        unit = purchaser.units.filter(code=unit_block["code"]).first() or _new(purchaser, unit_block, run)
        if unit is None:
            continue
        what = f"{purchaser.number}, unit {unit.code}"
        if unit.name != unit_block["name"]:
            run.differs(unit_block.line_of("name"), f"name of {what}", unit.name)
        _add_facts(unit, what, unit_block, run)


def _place(address: Block) -> dict[str, Any]:
    facts = {key: address[key] or "" for key in ("street", "city", "state", "rating_area")}
    return facts | {"zip_code": address["zip"]}


def _new(purchaser: Purchaser, block: Block, run: Run) -> EnrollmentUnit | None:
    addresses = block["addresses"] or []
    if not addresses:
        return None
    first = min(addresses, key=lambda address: address["from"])
    made: EnrollmentUnit | None = run.add(
        f"{purchaser.number}: unit {block['code']} {block['name']}",
        block.line,
        verbs.add_unit,
        purchaser=purchaser,
        code=block["code"],
        name=block["name"],
        effective_on=first["from"],
        **_place(first),
    )
    return made


def _add_facts(unit: EnrollmentUnit, what: str, block: Block, run: Run) -> None:
    if (day := block["billing_from"]) and not unit.billing_starts.filter(effective_on=day).exists():
        line = block.line_of("billing_from")
        run.add(f"{what}: billed from {day}", line, verbs.set_billing_start, unit=unit, effective_on=day)
    for address in _by_day(block["addresses"]):
        facts = _place(address) | {"effective_on": address["from"]}
        if not unit.places.filter(**facts).exists():
            run.add(f"{what}: address from {address['from']}", address.line, verbs.move_unit, unit=unit, **facts)
    for rules in _by_day(block["rules"]):
        given = rules.given(*OF_RULES)
        if not unit.rules.filter(effective_on=rules["from"], **given).exists():
            facts = {"unit": unit, "effective_on": rules["from"]} | given
            run.add(f"{what}: rules from {rules['from']}", rules.line, services.set_unit_rules, **facts)
    for offer in _by_day(block["plans"]):
        _offer(unit, what, offer, run)


def _by_day(blocks: list[Block] | None) -> list[Block]:
    return sorted(blocks or [], key=lambda block: (block["from"], block.line))


def _offer(unit: EnrollmentUnit, what: str, offer: Block, run: Run) -> None:
    plan = Plan.objects.filter(code=offer["code"]).first()
    if plan is None:
        run.problems.append(Problem(offer.line_of("code"), f"the carrier has no plan {offer['code']!r}"))
        return
    now = unit.offerings.filter(plan=plan, starts_on=offer["from"]).order_by("pk").first()
    through = offer["through"]
    if now is None:
        facts = {"unit": unit, "plan": plan, "starts_on": offer["from"], "ends_on": through}
        run.add(f"{what}: plan {plan.code} from {offer['from']}", offer.line, services.offer_plan, **facts)
    elif through and now.ends_on is None:
        facts = {"offering": now, "last_day": through}
        run.add(f"{what}: plan {plan.code} through {through}", offer.line, services.stop_offering, **facts)
    elif now.ends_on != through:
        run.differs(offer.line, f"last day of plan {plan.code} of {what}", str(now.ends_on))
