"""The coverage that would stand after a command, for a preview of its effect on the bill."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from enrollment.models import Coverage, Enrollment, Offering
from enrollment.rules.codes import EnrollmentKind
from enrollment.rules.people import Applicant


@dataclass(frozen=True)
class ProposedRow:
    """One person in one plan for one period. Without `enrollment_id` it belongs to a new enrollment in the offering.

    `person` is an id on file, or one made up for a person who joins.
    """

    enrollment_id: int | None
    offering_id: int
    kind: str
    person: UUID
    relationship: str
    plan_line: str
    born: date
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class ProposedCoverage:
    """What changes in one family: the ids of known coverage that no longer stands, and what does instead.

    A canceled period has no row. `subscriber` is None for a new employee.
    """

    unit_id: int
    subscriber: UUID | None
    replaced: Sequence[int]
    rows: Sequence[ProposedRow]


def as_it_stands(coverage: Coverage) -> ProposedRow:
    """A version of coverage as a row of a proposal."""
    return ProposedRow(
        enrollment_id=coverage.enrollment_id,
        offering_id=coverage.enrollment.offering_id,
        kind=coverage.enrollment.kind,
        person=coverage.person_id,
        relationship=coverage.relationship,
        plan_line=coverage.plan_line,
        born=coverage.rated_birth_date,
        starts_on=coverage.starts_on,
        ends_on=coverage.ends_on,
    )


def as_it_starts(offering: Offering, person: UUID, applicant: Applicant, starts_on: date) -> ProposedRow:
    """The coverage of a new employee's family member from a day on."""
    return ProposedRow(
        enrollment_id=None,
        offering_id=offering.pk,
        kind=EnrollmentKind.ACTIVE,
        person=person,
        relationship=applicant.relationship,
        plan_line=offering.plan_line,
        born=applicant.birth_date,
        starts_on=starts_on,
    )


def changed_to(coverage: Coverage, **facts: Any) -> ProposedRow:
    """The next version of coverage, with these facts of it changed."""
    return replace(as_it_stands(coverage), **facts)


def in_family(family: Enrollment, replaced: Iterable[Coverage], rows: Iterable[ProposedRow]) -> list[ProposedCoverage]:
    """The proposal for a covered family; none if nothing changes. Of the replaced, canceled versions do not count."""
    gone, stands = tuple(each.pk for each in replaced if not each.voided_at), tuple(rows)
    return [ProposedCoverage(family.unit_id, family.subscriber_id, gone, stands)] if gone or stands else []
