"""The case of a review with what only the kind of its change knows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from enrollment.queries.review.cases import ApplicantCase, CasePage, case_of
from enrollment.services.changes import kind_of


def case_for(review_id: UUID, *, at: datetime, posted: Mapping[str, str] | None = None) -> CasePage | None:
    """The case of a review, or None; `posted` fills its form again. Under the staff role."""
    case = case_of(review_id, at=at, posted=posted)
    if case is None:
        return None
    kind = kind_of(case.command)
    return replace(
        case,
        starts_on=kind.starts_on(case.command),
        facts=kind.case_facts(case.command),
        correction=kind.correction(case.change, case.command, posted or {}),
    )


def with_obstacles(case: CasePage) -> CasePage:
    """The case with obstacles beside each candidate; none once it is decided."""
    if not case.change.is_open:
        return case
    return replace(case, applicants=[_with_obstacles(case, each) for each in case.applicants])


def _with_obstacles(case: CasePage, applicant: ApplicantCase) -> ApplicantCase:
    kind = kind_of(case.command)
    candidates = [
        replace(each, obstacles=kind.obstacles(case.change, case.command, applicant.place, each.person.pk))
        for each in applicant.candidates
    ]
    return replace(applicant, candidates=candidates)
