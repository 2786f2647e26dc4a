"""A scenario as values: units, plans and events, read from JSON."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from billing.models.rates import FOUR_TIERS, THREE_TIERS
from billing.price import values
from billing.price.values import BadScenario
from enrollment.rules.codes import Line, NewbornRule, Proration

LARGEST = 20_000_000
PRORATIONS = {
    "full_month": Proration.FULL_MONTH,
    "half_month": Proration.HALF_MONTH,
    "daily": Proration.DAILY,
}
NEWBORNS = {"free_in_birth_month": NewbornRule.FREE_BIRTH_MONTH, "as_others": NewbornRule.FROM_BIRTH}


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    area: str
    proration: str
    newborn: str


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    line: str
    method: str
    child_cap: bool


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    relationship: str
    born: date


@dataclass(frozen=True, slots=True)
class PublishRates:
    plan: str
    effective_on: date
    through: date | None
    area: str
    tiers: dict[str, Decimal]
    base: Decimal | None
    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Enroll:
    family: str
    plan: str
    unit: str
    starts_on: date
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Add:
    family: str
    starts_on: date
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class End:
    id: str
    family: str
    ends_on: date
    people: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ReverseEnd:
    of: str


@dataclass(frozen=True, slots=True)
class Move:
    family: str
    on: date
    unit: str | None
    plan: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    unit: str
    month: date


Event = PublishRates | Enroll | Add | End | ReverseEnd | Move | Cut


@dataclass(frozen=True, slots=True)
class Scenario:
    """The first event has the number 1."""

    plan_year: date
    units: tuple[Unit, ...]
    plans: tuple[Plan, ...]
    events: tuple[Event, ...]


def _unit(given: Any, where: str) -> Unit:
    own = values.members(given, where, ("code", "area", "proration", "newborn"))
    return Unit(
        values.text(own["code"], f"{where}.code"),
        values.text(own["area"], f"{where}.area"),
        PRORATIONS[values.one_of(own["proration"], f"{where}.proration", PRORATIONS)],
        NEWBORNS[values.one_of(own["newborn"], f"{where}.newborn", NEWBORNS)],
    )


def _plan(given: Any, where: str) -> Plan:
    own = values.members(given, where, ("code", "line", "rating"), ("tiers", "child_cap"))
    tiers = values.one_of(own.get("tiers", 4), f"{where}.tiers", (4, 3))
    rating = values.one_of(own["rating"], f"{where}.rating", ("tier", "age"))
    return Plan(
        values.text(own["code"], f"{where}.code"),
        values.one_of(own["line"], f"{where}.line", [each.value for each in Line]),
        "age" if rating == "age" else f"tiers{tiers}",
        values.one_of(own.get("child_cap", True), f"{where}.child_cap", (True, False)),
    )


def _people(given: Any, where: str) -> tuple[Person, ...]:
    people = []
    for place, each in enumerate(values.listed(given, where), 1):
        at = f"{where}, person {place}"
        own = values.members(each, at, ("id", "relationship", "born"))
        person = values.text(own["id"], f"{at}, id"), values.relationship(own["relationship"], f"{at}, relationship")
        people.append(Person(*person, values.day(own["born"], f"{at}, born")))
    _once((person.id for person in people), f"{where}: person")
    return tuple(people)


def _publish_rates(own: dict[str, Any], where: str, plans: dict[str, Plan]) -> PublishRates:
    plan = plans[values.one_of(own["plan"], f"{where}.plan", plans)]
    needed = ("base", "factor") if plan.method == "age" else ("tiers",)
    values.members(own, where, ("do", "plan", "effective_on", *needed), ("through", "area"))
    effective_on = values.day(own["effective_on"], f"{where}.effective_on")
    through = values.day(own["through"], f"{where}.through") if "through" in own else None
    if through and through < effective_on:
        raise BadScenario(f"{where}.through lies before effective_on")
    area = values.text(own["area"], f"{where}.area") if "area" in own else ""
    if plan.method == "age":
        base, factor = values.amount(own["base"], f"{where}.base"), values.factor(own["factor"], f"{where}.factor")
        return PublishRates(plan.code, effective_on, through, area, {}, base, factor)
    known = FOUR_TIERS if plan.method == "tiers4" else THREE_TIERS
    tiers = values.members(own["tiers"], f"{where}.tiers", (), known)
    if not tiers:
        raise BadScenario(f"{where}.tiers must not be empty")
    amounts = {tier: values.amount(value, f"{where}.tiers.{tier}") for tier, value in tiers.items()}
    return PublishRates(plan.code, effective_on, through, area, amounts, None, None)


def _end(own: dict[str, Any], where: str) -> End:
    people = None
    if "people" in own:
        ids = values.listed(own["people"], f"{where}.people")
        people = tuple(values.text(each, f"{where}.people") for each in ids)
        _once(people, f"{where}.people: person")
    family = values.text(own["family"], f"{where}.family")
    return End(values.text(own["id"], f"{where}.id"), family, values.day(own["ends_on"], f"{where}.ends_on"), people)


def _move(own: dict[str, Any], where: str, units: dict[str, Unit], plans: dict[str, Plan]) -> Move:
    on = values.day(own["on"], f"{where}.on")
    if on.day != 1:
        raise BadScenario(f"{where}.on must be the first of a month, not {on}")
    if not {"unit", "plan"} & own.keys():
        raise BadScenario(f"{where} names neither a unit nor a plan")
    unit = values.one_of(own["unit"], f"{where}.unit", units) if "unit" in own else None
    plan = values.one_of(own["plan"], f"{where}.plan", plans) if "plan" in own else None
    return Move(values.text(own["family"], f"{where}.family"), on, unit, plan)


FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "publish_rates": (("plan", "effective_on"), ("through", "area", "tiers", "base", "factor")),
    "enroll": (("family", "plan", "unit", "starts_on", "people"), ()),
    "add": (("family", "starts_on", "people"), ()),
    "end": (("id", "family", "ends_on"), ("people",)),
    "reverse_end": (("of",), ()),
    "move": (("family", "on"), ("unit", "plan")),
    "cut": (("unit", "month"), ()),
}


def _event(given: Any, where: str, units: dict[str, Unit], plans: dict[str, Plan]) -> Event:
    if not isinstance(given, dict) or "do" not in given:
        raise BadScenario(f"{where} must be an object that says what to do, not {values.shown(given)}")
    do = values.one_of(given["do"], f"{where}.do", FIELDS)
    needed, optional = FIELDS[do]
    where = f"{where} ({do})"
    own = values.members(given, where, ("do", *needed), optional)
    if do in ("enroll", "add"):
        family = values.text(own["family"], f"{where}.family")
        joining = values.day(own["starts_on"], f"{where}.starts_on"), _people(own["people"], f"{where}.people")
        if do == "add":
            return Add(family, *joining)
        plan = values.one_of(own["plan"], f"{where}.plan", plans)
        return Enroll(family, plan, values.one_of(own["unit"], f"{where}.unit", units), *joining)
    others: dict[str, Callable[[], Event]] = {
        "publish_rates": lambda: _publish_rates(own, where, plans),
        "end": lambda: _end(own, where),
        "reverse_end": lambda: ReverseEnd(values.text(own["of"], f"{where}.of")),
        "move": lambda: _move(own, where, units, plans),
        "cut": lambda: Cut(
            values.one_of(own["unit"], f"{where}.unit", units), values.month(own["month"], f"{where}.month")
        ),
    }
    return others[do]()


def _once(ids: Iterable[str], what: str) -> None:
    seen = set()
    for each in ids:
        if each in seen:
            raise BadScenario(f"{what} {values.shown(each)} is there twice")
        seen.add(each)


def _pairs_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _once((name for name, _ in pairs), "the field")
    return dict(pairs)


def _no_number(written: str) -> Any:
    raise BadScenario(f'the number {values.shown(written)} cannot be read: amounts are text, like "600.00"')


def _whole_number(written: str) -> int:
    return int(written) if len(written) < 10 else _no_number(written)


def read(path: Path) -> Scenario:
    """The scenario in a file. Raises BadScenario and OSError."""
    with path.open("rb") as file:
        written = file.read(LARGEST + 1)
    if len(written) > LARGEST:
        raise BadScenario(f"the file is larger than {LARGEST:,} bytes")
    try:
        given = json.loads(
            written.decode("utf-8-sig"),
            object_pairs_hook=_pairs_once,
            parse_float=_no_number,
            parse_int=_whole_number,
            parse_constant=_no_number,
        )
    except BadScenario:
        raise
    except (ValueError, RecursionError) as wrong:
        raise BadScenario(f"the file is not JSON: {wrong}") from None
    return scenario(given)


def scenario(given: Any) -> Scenario:
    """The scenario in a JSON value. Raises BadScenario."""
    own = values.members(given, "the scenario", ("plan_year_starts", "units", "plans", "events"))
    plan_year = values.anniversary(own["plan_year_starts"], "plan_year_starts")
    units = [_unit(each, f"unit {n}") for n, each in enumerate(values.listed(own["units"], "units"), 1)]
    plans = [_plan(each, f"plan {n}") for n, each in enumerate(values.listed(own["plans"], "plans"), 1)]
    _once((unit.code for unit in units), "unit")
    _once((plan.code for plan in plans), "plan")
    known = {unit.code: unit for unit in units}, {plan.code: plan for plan in plans}
    listed = values.listed(own["events"], "events", filled=False)
    events = tuple(_event(each, f"event {n}", *known) for n, each in enumerate(listed, 1))
    return Scenario(plan_year, tuple(units), tuple(plans), events)
