"""The roster: filtered, counted, sorted and paged by key, never by offset."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, QuerySet
from django.db.models.expressions import RawSQL

from access.admission import Admission
from accounts.platform.typed import figures, line
from enrollment.models import Coverage, Offering, RosterLine
from enrollment.queries.roster.search import Reader, lines, search, with_last_four
from enrollment.queries.roster.tabs import TABS, in_tab, with_plan
from enrollment.rules.codes import Line, Relationship
from enrollment.rules.coverage import tier

PAGE = 50
FOUND_AT_MOST = 200
LONGEST = 80
LINES = [line.value for line in Line]
SORTS = {"name": "sort_key", "start": "starts_on", "member": "member_number"}


def is_identity_number(text: str) -> bool:
    """Whether this looks like a Social Security number, which is never searched for."""
    return re.fullmatch(r"\s*\d{3}[-\s.]?\d{2}[-\s.]?\d{4}\s*", figures(text)) is not None


@dataclass(frozen=True)
class Filters:
    """The filters of an address; unknown values are defaults. `last_four` never comes from an address."""

    tab: str = "all"
    words: str = ""
    unit: int | None = None
    plan: int | None = None
    sort: str = "name"
    descending: bool = False
    last_four: str = field(default="", repr=False)

    @classmethod
    def from_query(cls, query: Any) -> "Filters":
        sort, words = query.get("sort", ""), line(query.get("q", ""), LONGEST)
        return cls(
            tab=query.get("tab") if query.get("tab") in TABS else "all",
            words="" if is_identity_number(words) else words,
            unit=_number(query.get("unit", "")),
            plan=_number(query.get("plan", "")),
            sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "name",
            descending=sort.startswith("-"),
        )

    def as_query(self, **changes: str) -> dict[str, str]:
        """The query parameters of these filters, without defaults."""
        sort = ("-" if self.descending else "") + self.sort
        values = {
            "tab": "" if self.tab == "all" else self.tab,
            "q": self.words,
            "unit": str(self.unit or ""),
            "plan": str(self.plan or ""),
            "sort": "" if sort == "name" else sort,
        } | changes
        return {key: value for key, value in values.items() if value}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@dataclass(frozen=True)
class Row:
    """A subscriber, or an employee in review, as the list shows them."""

    line_id: int
    person_id: UUID | None
    change_id: UUID | None
    name: str
    member_number: str
    plans: tuple[str, ...]
    """Medical first."""
    unit: str
    starts_on: date
    ends_on: date | None
    never_started: bool
    in_review: bool
    last_four: str
    tier: str
    dependents: tuple[str, ...]
    ending: tuple[tuple[str, date], ...]
    """(first name, last day) of the dependents whose coverage ends before the family's."""


@dataclass(frozen=True)
class Choices:
    """Names of units and plans by id. Looked up here, because a join would mislead the planner."""

    units: dict[int, str]
    plans: dict[int, str]


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    before: int | None
    after: int | None


def filtered(grant: Admission, filters: Filters, today: date) -> QuerySet[RosterLine]:
    """All lines that match the filters except the tab, as exports need them."""
    return _filtered(Reader(grant), filters, today)


def shortlist(grant: Admission, filters: Filters, today: date) -> tuple[QuerySet[RosterLine], Reader]:
    """The lines for a page, limited to the first people found; and what the search noted."""
    reader = Reader(grant, at_most=FOUND_AT_MOST)
    return _filtered(reader, filters, today), reader


def _filtered(reader: Reader, filters: Filters, today: date) -> QuerySet[RosterLine]:
    found = lines(reader.grant)
    if filters.unit:
        found = found.filter(unit_id=filters.unit)
    if filters.plan:
        found = found.filter(with_plan(filters.plan, today))
    if filters.last_four:
        found = found.filter(with_last_four(reader, filters.last_four))
    if filters.words:
        found = found.filter(search(reader, filters.words))
    return found


def counts(grant: Admission, found: QuerySet[RosterLine], today: date) -> dict[str, int]:
    """The number of lines in each tab, in one pass."""
    return found.aggregate(**{tab: Count("purchaser", filter=in_tab(tab, grant, today) or None) for tab in TABS})


def _beyond(grant: Admission, filters: Filters, line_id: int, *, forward: bool) -> RawSQL:
    """Lines after or before a line, by one (key, id) comparison that an index answers.

    None of them if the grant does not see that line: its place in the order would tell its name.
    """
    column = SORTS[filters.sort]
    sign = ">" if forward != filters.descending else "<"
    statement = (
        f"(enrollment_rosterline.{column}, enrollment_rosterline.id) {sign}"
        f" (SELECT {column}, id FROM enrollment_rosterline WHERE id = %s AND purchaser_id = %s"
        " AND (%s::bigint[] IS NULL OR unit_id = ANY(%s::bigint[])))"
    )
    units = None if grant.unit_ids is None else sorted(grant.unit_ids)
    arguments = [line_id, grant.purchaser_id, units, units]
    return RawSQL(statement, arguments, output_field=BooleanField())  # noqa: S611  column and sign are constants


def page(
    grant: Admission,
    found: QuerySet[RosterLine],
    filters: Filters,
    today: date,
    names: Choices,
    *,
    after: int | None = None,
    before: int | None = None,
) -> Page:
    """Up to 50 rows after `after` or before `before` (line ids), and the neighboring ids if there are more."""
    column = SORTS[filters.sort]
    backward = before is not None
    anchor = before if backward else after
    if anchor is not None:
        found = found.filter(_beyond(grant, filters, anchor, forward=not backward))
    sign = "-" if filters.descending != backward else ""
    read = _read(found.order_by(f"{sign}{column}", f"{sign}id"), PAGE + 1)
    more, read = len(read) > PAGE, read[:PAGE]
    if backward:
        read.reverse()
    rows = _rows(grant, read, today, names)
    first, last = (rows[0].line_id, rows[-1].line_id) if rows else (None, None)
    return Page(
        rows=rows,
        before=first if (more if backward else anchor is not None) else None,
        after=last if (more or backward) else None,
    )


COLUMNS = (
    "id",
    "person_id",
    "change_id",
    "name",
    "member_number",
    "unit_id",
    "starts_on",
    "ends_on",
    "never_started",
    "in_review",
    "detail__number",
    *(column for line in LINES for column in (f"{line}_plan_id", f"{line}_until")),
)


def _read(found: QuerySet[RosterLine], limit: int) -> list[tuple[Any, ...]]:
    return list(found.values_list(*COLUMNS)[:limit])


@dataclass(frozen=True)
class _Dependent:
    relationship: str
    name: str
    ends_on: date | None


def _families(grant: Admission, ends: dict[UUID, date | None], today: date) -> dict[UUID, list[_Dependent]]:
    """The dependents of each subscriber: covered now or later, or until the end of an ended family.

    `ends` maps each subscriber to the family's last day. In several lines of coverage, the last of them ends it.
    """
    dependents = (
        Coverage.objects.known()
        .filter(purchaser_id=grant.purchaser_id, enrollment__subscriber_id__in=list(ends))
        .exclude(relationship=Relationship.SELF)
        .annotate(
            name=RawSQL(
                "(SELECT d.first_name FROM enrollment_persondetail d WHERE d.person_id = enrollment_coverage.person_id"
                " AND d.purchaser_id = enrollment_coverage.purchaser_id AND d.superseded_at IS NULL)",
                [],
            )
        )
    )
    found: dict[UUID, dict[UUID, _Dependent]] = defaultdict(dict)
    in_order = dependents.order_by("enrollment__subscriber_id", "rated_birth_date", "person_id", "pk")
    columns = ("enrollment__subscriber_id", "person_id", "relationship", "name", "ends_on")
    for family, person, *facts in in_order.values_list(*columns):
        dependent, other = _Dependent(*facts), found[family].get(person)
        if dependent.ends_on is not None and dependent.ends_on < min(ends[family] or today, today):
            continue
        if other is None or dependent.ends_on is None or (other.ends_on and dependent.ends_on > other.ends_on):
            found[family][person] = dependent
    return {family: list(people.values()) for family, people in found.items()}


def _rows(grant: Admission, read: list[tuple[Any, ...]], today: date, names: Choices) -> list[Row]:
    families = _families(grant, {line[1]: line[7] for line in read if line[1]}, today)
    return [_row(line, families.get(line[1], []), names, today) for line in read]


def _plans(plans: Sequence[Any], ends_on: date | None, names: Choices, today: date) -> Iterator[str]:
    """The plans of lines that go on, or that went on until the end of the whole coverage."""
    for plan, until in zip(plans[::2], plans[1::2], strict=True):
        if plan and (until is None or until >= today or until == ends_on):
            yield names.plans.get(plan, "")


def _row(line: tuple[Any, ...], family: list[_Dependent], names: Choices, today: date) -> Row:
    line_id, person, change, name, member, unit, starts_on, ends_on, never, in_review, number, *plans = line
    return Row(
        line_id=line_id,
        person_id=person,
        change_id=change,
        name=name,
        member_number=member,
        plans=tuple(filter(None, _plans(plans, ends_on, names, today))),
        unit=names.units.get(unit, ""),
        starts_on=starts_on,
        ends_on=ends_on,
        never_started=never,
        in_review=in_review,
        last_four=number[-4:] if number else "",
        tier=tier(each.relationship for each in family).label,
        dependents=tuple(each.name for each in family),
        ending=tuple((each.name, each.ends_on) for each in family if each.ends_on and each.ends_on != ends_on),
    )


def choices(grant: Admission) -> Choices:
    """The units and plans the grant can filter by, in one read."""
    offered = Offering.objects.filter(purchaser_id=grant.purchaser_id)
    if grant.unit_ids is not None:
        offered = offered.filter(unit_id__in=grant.unit_ids)
    units, plans = {}, {}
    for unit, unit_name, plan, plan_name in offered.values_list("unit_id", "unit__name", "plan_id", "plan__name"):
        units[unit], plans[plan] = unit_name, plan_name
    return Choices(units, plans)
