"""Read single values of a scenario. Anything unexpected is refused in words that name its place."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from enrollment.rules.dates import EARLIEST, LATEST

LONGEST = 64
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
ANNIVERSARY = re.compile(r"\d{2}-\d{2}", re.ASCII)
# At most 999,999.99, and a factor of 99: what a person owes then fits the column of a line.
AMOUNT = re.compile(r"\d{1,6}(\.\d{1,2})?", re.ASCII)
FACTOR = re.compile(r"\d{1,2}(\.\d{1,6})?", re.ASCII)
# Two letters or digits; the lists of codes differ between versions of the standard.
RELATIONSHIP = re.compile(r"[0-9A-Z]{2}", re.ASCII)


class BadScenario(ValueError):
    """The scenario cannot be priced; the text says why, in one sentence."""


def shown(value: Any) -> str:
    """A value as a message shows it, cut to a length that can be read."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def members(value: Any, where: str, needed: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    """A JSON object with these fields and no others."""
    if not isinstance(value, dict):
        raise BadScenario(f"{where} must be an object, not {shown(value)}")
    if missing := sorted(set(needed) - value.keys()):
        raise BadScenario(f"{where} lacks {', '.join(missing)}")
    if unknown := sorted(value.keys() - set(needed) - set(optional)):
        raise BadScenario(f"{where} has an unknown field: {shown(unknown[0])}")
    return value


def listed(value: Any, where: str, *, filled: bool = True) -> list[Any]:
    if not isinstance(value, list):
        raise BadScenario(f"{where} must be a list, not {shown(value)}")
    if filled and not value:
        raise BadScenario(f"{where} must not be empty")
    return value


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise BadScenario(f"{where} must be text, not {shown(value)}")
    if not value.strip() or len(value) > LONGEST or not value.isprintable():
        raise BadScenario(f"{where} must be 1 to {LONGEST} printable characters, not {shown(value)}")
    return value


def one_of(value: Any, where: str, choices: Collection[Any]) -> Any:
    # 4 == 4.0 and True == 1: the type counts, too.
    if not any(type(value) is type(each) and value == each for each in choices):
        raise BadScenario(f"{where} must be one of {', '.join(map(str, choices))}, not {shown(value)}")
    return value


def _written(value: Any, where: str, form: re.Pattern[str], example: str) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BadScenario(f"{where} must be text like {example}, not {shown(value)}")
    return value


def day(value: Any, where: str) -> date:
    written = _written(value, where, DAY, "2026-03-01")
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise BadScenario(f"{where} is no date: {shown(value)}") from None
    if not EARLIEST <= found.year <= LATEST:
        raise BadScenario(f"{where} must lie between {EARLIEST} and {LATEST}, not {shown(value)}")
    return found


def month(value: Any, where: str) -> date:
    """The first day of a month that is written as 2026-03."""
    return day(_written(value, where, MONTH, "2026-03") + "-01", where)


def anniversary(value: Any, where: str) -> date:
    """A day of every year, in the first year that dates are kept for."""
    written = _written(value, where, ANNIVERSARY, "01-01")
    try:
        return date.fromisoformat(f"{EARLIEST}-{written}")
    except ValueError:
        raise BadScenario(f"{where} is no day of every year: {shown(value)}") from None


def amount(value: Any, where: str) -> Decimal:
    """Dollars, written as text with at most two decimals."""
    return Decimal(_written(value, where, AMOUNT, '"600.00"'))


def factor(value: Any, where: str) -> Decimal:
    return Decimal(_written(value, where, FACTOR, '"1.02"'))


def relationship(value: Any, where: str) -> str:
    return _written(value, where, RELATIONSHIP, '"18"')
