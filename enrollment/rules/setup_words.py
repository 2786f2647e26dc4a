"""A unit's rules in words: English templates that pages translate."""

from collections.abc import Iterator

from enrollment.rules.codes import CobraAdministrator, RetroKind
from enrollment.rules.setup import uses_days
from enrollment.rules.terms import UnitTerms

# (what is ruled, the words of its value, a number in them).
Worded = tuple[str, str, int]


def worded(terms: UnitTerms) -> Iterator[Worded]:
    """Each rule as its name and its value."""
    rule = terms.waiting_rule
    days = "%(days)d days, " if uses_days(rule) else ""
    yield "Coverage starts", f"{days}{rule.label}", terms.waiting_days
    yield "Coverage ends", f"on {terms.end_rule.label}", 0
    limit = "%(days)d days back" if terms.retro_kind == RetroKind.DAYS else terms.retro_kind.label
    yield "Retroactive ends", limit, terms.retro_days
    yield "Dependent age limit", "%(days)d", terms.dependent_age_limit
    yield "Coverage at the age limit ends", terms.age_out_rule.label, 0
    yield "Partial months", terms.proration.label, 0
    yield "Newborns are charged", terms.newborn_rule.label, 0
    yield "Bill day", "%(days)d", terms.cut_day
    yield "COBRA administrator", administrator(terms).replace("%", "%%"), 0
    yield "COBRA notice", f"%(days)d days from {terms.cobra_counted_from.label}", terms.cobra_notice_days


def administrator(terms: UnitTerms) -> str:
    """Who administers COBRA, with name and phone where they are known."""
    label = terms.cobra_administrator.label
    if terms.cobra_administrator == CobraAdministrator.CARRIER or not terms.cobra_name:
        return label
    return f"{label}: {terms.cobra_name}, {terms.cobra_phone}"


def changed(before: UnitTerms | None, after: UnitTerms) -> list[Worded]:
    """The rules that differ from those before, or all of them."""
    if before is None:
        return list(worded(after))
    pairs = zip(worded(before), worded(after), strict=True)
    return [new for old, new in pairs if old != new]
