"""One person as their employer sees them: details, family, coverage with both clocks, changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from access.admission import Admission
from enrollment.models import Change, Coverage, Employment, Enrollment, FollowUp, PersonDetail
from enrollment.queries.families import by_line, coverage_of, enrollments_of
from enrollment.rules.codes import Relationship


@dataclass(frozen=True)
class Member:
    """A family member with their current coverage: in each line, medical first, and the one that stands for all."""

    detail: PersonDetail
    coverage: Coverage
    lines: Sequence[Coverage]


@dataclass(frozen=True)
class PersonPage:
    detail: PersonDetail
    enrollment: Enrollment
    coverage: Coverage
    lines: Sequence[Coverage]
    family: Sequence[Member]
    history: Sequence[Coverage]
    earlier: Sequence[Coverage]
    employments: Sequence[Employment]
    changes: Sequence[Change]
    follow_up: FollowUp | None

    @property
    def is_subscriber(self) -> bool:
        return self.enrollment.subscriber_id == self.detail.person_id

    @property
    def is_working(self) -> bool:
        """Whether an employment has no end yet."""
        return any(work.last_day_worked is None for work in self.employments)

    @property
    def open_change(self) -> Change | None:
        return next((change for change in self.changes if change.is_open), None)


def _latest(rows: Iterable[Coverage]) -> Coverage:
    return max(rows, key=lambda each: (each.starts_on, each.pk))


def _in_lines(rows: Sequence[Coverage]) -> list[Coverage]:
    """The latest period of each line through the latest work, medical first."""
    latest = _latest(rows).enrollment
    same = [row for row in rows if row.enrollment == latest or row.enrollment.employment_id == latest.employment_id]
    return by_line(_latest(each for each in same if each.plan_line == line) for line in {row.plan_line for row in same})


def _for_all(lines: Sequence[Coverage]) -> Coverage:
    """The period that says whether somebody is covered: the one that lasts longest; of these the first to start."""
    return min(lines, key=lambda each: (-(each.ends_on or date.max).toordinal(), each.starts_on))


def family_members(enrollment: Enrollment) -> list[Member]:
    """The subscriber, then dependents by age, each with their latest coverage in this family."""
    rows: dict[UUID, list[Coverage]] = defaultdict(list)
    known = coverage_of(enrollment).known().select_related("enrollment__offering__plan")
    for row in known.order_by("starts_on", "pk"):
        rows[row.person_id].append(row)
    details = (
        PersonDetail.objects.filter(purchaser_id=enrollment.purchaser_id, person_id__in=rows, superseded_at=None)
        .select_related("person")
        .order_by("pk")
    )
    lines = {person: _in_lines(own) for person, own in rows.items()}
    members = [Member(each, _for_all(lines[each.person_id]), lines[each.person_id]) for each in details]
    return sorted(members, key=lambda each: (each.coverage.relationship != Relationship.SELF, each.detail.birth_date))


def subscriber_of(enrollment: Enrollment) -> PersonDetail:
    """The subscriber's details today, whether covered or not."""
    own = PersonDetail.objects.filter(purchaser_id=enrollment.purchaser_id, superseded_at=None)
    return own.get(person_id=enrollment.subscriber_id)


def person_page(grant: Admission, person_id: UUID) -> PersonPage | None:
    """The data of the page; None for an unknown id or one outside the grant.

    A person who moved to a unit outside the grant is outside it, earlier coverage included.
    """
    own = Coverage.objects.filter(purchaser_id=grant.purchaser_id, person_id=person_id)
    versions = list(
        own.select_related("enrollment__offering__plan", "enrollment__unit", "change", "ended_by").order_by(
            "-starts_on", "-id"
        )
    )
    current = [row for row in versions if row.superseded_at is None]
    held = [row for row in current if row.voided_at is None]
    details = PersonDetail.objects.select_related("person").filter(purchaser_id=grant.purchaser_id, superseded_at=None)
    detail = details.filter(person_id=person_id).first()
    if not current or detail is None:
        return None
    lines = _in_lines(held or current)
    latest = _for_all(lines)
    if not grant.covers_unit(latest.enrollment.unit_id):
        return None
    mine = Q(person_id=person_id) | Q(enrollment__in=enrollments_of(latest.enrollment))
    changes = Change.objects.submitted().filter(mine, purchaser_id=grant.purchaser_id)
    employments = Employment.objects.filter(purchaser_id=grant.purchaser_id, person_id=person_id, voided_at=None)
    follow_ups = FollowUp.objects.filter(purchaser_id=grant.purchaser_id, person_id=person_id, done_at=None)
    return PersonPage(
        detail=detail,
        enrollment=latest.enrollment,
        coverage=latest,
        lines=lines,
        family=family_members(latest.enrollment),
        history=[row for row in current if grant.covers_unit(row.enrollment.unit_id)],
        earlier=[
            row for row in versions if row.superseded_at is not None and grant.covers_unit(row.enrollment.unit_id)
        ],
        employments=list(_in_units(employments, grant).order_by("-hired_on", "-pk")),
        changes=list(_in_units(changes, grant).select_related("submitted_by").order_by("-submitted_at", "-pk")[:20]),
        follow_up=_in_units(follow_ups, grant).first(),
    )


def _in_units(rows: QuerySet[Any], grant: Admission) -> QuerySet[Any]:
    return rows if grant.unit_ids is None else rows.filter(Q(unit_id__in=grant.unit_ids) | Q(unit=None))


# The codes of `status` for coverage that is not over.
COVERED = ("active", "ends", "starts")


def status(coverage: Coverage, today: date) -> tuple[str, date | None]:
    """(code, day) of a coverage on a day. Future coverage with an end already "ends", as on the roster."""
    if coverage.voided_at:
        return "never_started", None
    if coverage.ends_on and coverage.ends_on < today:
        return "ended", coverage.ends_on
    if coverage.ends_on:
        return "ends", coverage.ends_on
    return ("starts", coverage.starts_on) if coverage.starts_on > today else ("active", None)
