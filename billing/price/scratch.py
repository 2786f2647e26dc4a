"""Scratch copies of the tables that prices are computed from, filled with one scenario at a time.

The TEMPORARY tables have the names, columns, checks and indexes of the real ones, so that the statements that cut real
bills find the scenario's rows. They live in one transaction of one connection, and are gone when it ends.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from access import tenancy
from accounts.platform.planned import forget_plans
from billing.price.story import Enrollment, Story, Version

TABLES = (
    "accounts_enrollmentunit",
    "accounts_unitplace",
    "accounts_planyear",
    "accounts_billingstart",
    "enrollment_unitrules",
    "enrollment_plan",
    "enrollment_offering",
    "enrollment_enrollment",
    "enrollment_billto",
    "enrollment_coverage",
    "billing_rate",
    "billing_ratetier",
    "billing_ratereach",
    "billing_bill",
    "billing_billline",
)
# Of which the statements read names only, and a scenario has none.
EMPTY = {
    "enrollment_employment": "id bigint, employee_number text",
    "enrollment_rosterline": "person_id uuid, name text, sort_key text",
    "enrollment_persondetail": "person_id uuid, first_name text, middle_name text, last_name text, suffix text,"
    " superseded_at timestamptz",
}
# Longer in a file than in the portal.
AS_TEXT = (("accounts_enrollmentunit", "code"), ("enrollment_plan", "code"), ("accounts_unitplace", "rating_area"),
           ("billing_rate", "area"), ("billing_bill", "number"))  # fmt: skip
PURCHASER, ALWAYS, LONG_AGO = 1, 0, "1900-01-01"
# A file names no change that ended coverage, and no moment.
A_CHANGE, A_MOMENT = UUID(int=1), "2026-01-01"


def _stand_in(cursor: Any, table: str) -> None:
    """An empty copy of a real table; a scenario has not all that a real row needs."""
    cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL) ON COMMIT DROP")
    cursor.execute(
        "SELECT attname FROM pg_attribute a WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull"
        " AND attgenerated = '' AND attidentity = ''",
        [f"pg_temp.{table}"],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE pg_temp.{table} ALTER "{column}" DROP NOT NULL')


@contextmanager
def scratch_tables() -> Iterator[Any]:
    """A cursor in a transaction where statements find scratch tables only."""
    forget_plans()
    try:
        with tenancy.as_user(None), tenancy.money(), connection.cursor() as cursor:
            for table in TABLES:
                _stand_in(cursor, table)
            for table, columns in EMPTY.items():
                cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
            for table, column in AS_TEXT:
                cursor.execute(f"ALTER TABLE pg_temp.{table} ALTER {column} TYPE text")
            yield cursor
            for table in (*TABLES, *EMPTY):
                cursor.execute(f"DROP TABLE pg_temp.{table}")
    finally:
        forget_plans()


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is written inside is gone afterwards: the next scenario finds empty tables."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _copy(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY pg_temp.{table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


class Loaded:
    """A scenario in the scratch tables, and what its rows are called in the file."""

    def __init__(self, cursor: Any, story: Story):
        self.story = story
        scenario = story.scenario
        self.units = {unit.code: number for number, unit in enumerate(scenario.units, 1)}
        self.plans = {plan.code: number for number, plan in enumerate(scenario.plans, 1)}
        # In the order of their ids, which decides between children of one birth date.
        ids = sorted({version.person.id for version in story.versions})
        self.people = {person: UUID(int=number) for number, person in enumerate(ids, 1)}
        self._names = {key: person for person, key in self.people.items()}
        self._load_units(cursor)
        self._load_families(cursor)
        self._load_rates(cursor)

    def enrollment(self, number: int) -> Enrollment:
        return self.story.enrollments[number - 1]

    def subject(self, person: UUID | None) -> str:
        return "family" if person is None else self._names[person]

    def _load_units(self, cursor: Any) -> None:
        scenario = self.story.scenario
        units = [(self.units[unit.code], unit) for unit in scenario.units]
        fact = "id, purchaser_id, unit_id, effective_on, known_seq"
        at = [(number, PURCHASER, number, LONG_AGO, ALWAYS) for number, _ in units]
        _copy(
            cursor,
            "accounts_enrollmentunit",
            "id, purchaser_id, code, known_seq",
            [(number, PURCHASER, unit.code, len(scenario.events)) for number, unit in units],
        )
        places = [(*fixed, unit.area) for fixed, (_, unit) in zip(at, units, strict=True)]
        _copy(cursor, "accounts_unitplace", f"{fact}, rating_area", places)
        years = [(number, PURCHASER, number, scenario.plan_year, ALWAYS) for number, _ in units]
        _copy(cursor, "accounts_planyear", fact, years)
        _copy(cursor, "accounts_billingstart", fact, at)
        rules = [(*fixed, unit.proration, unit.newborn) for fixed, (_, unit) in zip(at, units, strict=True)]
        _copy(cursor, "enrollment_unitrules", f"{fact}, proration, newborn_rule", rules)
        plans = [(self.plans[plan.code], plan.code, plan.line, "", False) for plan in scenario.plans]
        _copy(cursor, "enrollment_plan", "id, code, line, product, is_medicare", plans)

    def _load_families(self, cursor: Any) -> None:
        story = self.story
        offered = sorted({(each.unit, each.plan) for each in story.enrollments})
        offerings = {pair: number for number, pair in enumerate(offered, 1)}
        _copy(
            cursor,
            "enrollment_offering",
            "id, purchaser_id, unit_id, plan_id, plan_line, starts_on, known_seq",
            [
                (number, PURCHASER, self.units[unit], self.plans[plan], story.lines[plan], LONG_AGO, ALWAYS)
                for (unit, plan), number in offerings.items()
            ],
        )
        families = {family: UUID(int=number) for number, family in enumerate(story.families, 1)}
        _copy(
            cursor,
            "enrollment_enrollment",
            "id, purchaser_id, unit_id, subscriber_id, offering_id, plan_line, kind, prior_id, group_bill_factor",
            [
                (each.id, PURCHASER, self.units[each.unit], families[each.family], offerings[each.unit, each.plan],
                 story.lines[each.plan], "active", each.prior, 1)
                for each in story.enrollments
            ],
        )  # fmt: skip
        _copy(
            cursor,
            "enrollment_coverage",
            "id, purchaser_id, enrollment_id, person_id, relationship, plan_line, rated_birth_date, starts_on, ends_on,"
            " end_reason, ended_by_id, known_seq, superseded_seq, superseded_at, voided_at",
            (self._coverage(number, version) for number, version in enumerate(story.versions, 1)),
        )

    def _coverage(self, number: int, version: Version) -> tuple[Any, ...]:
        person, ended = version.person, version.ends_on is not None
        return (
            number, PURCHASER, version.enrollment, self.people[person.id], person.relationship,
            self.story.lines[self.enrollment(version.enrollment).plan], person.born, version.starts_on, version.ends_on,
            "voluntary" if ended else "", A_CHANGE if ended else None, version.known_seq, version.superseded_seq,
            None if version.superseded_seq is None else A_MOMENT, A_MOMENT if version.voided else None,
        )  # fmt: skip

    def _load_rates(self, cursor: Any) -> None:
        rates, plans = self.story.rates, {plan.code: plan for plan in self.story.scenario.plans}
        _copy(
            cursor,
            "billing_rate",
            "id, plan_id, area, effective_on, through, method, base, factor, child_cap, published_no",
            [
                (number, self.plans[rate.plan], rate.area, rate.effective_on, rate.through, plans[rate.plan].method,
                 rate.base, rate.factor, plans[rate.plan].child_cap, number)
                for number, rate in rates
            ],
        )  # fmt: skip
        tiers = [(number, tier, amount) for number, rate in rates for tier, amount in rate.tiers.items()]
        _copy(cursor, "billing_ratetier", "rate_id, tier, amount", tiers)
        reach = [(PURCHASER, number, unit, number) for number, _ in rates for unit in self.units.values()]
        _copy(cursor, "billing_ratereach", "purchaser_id, rate_id, unit_id, known_seq", reach)
