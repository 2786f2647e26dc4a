"""What would refuse a decision that an applicant is a person on file: said beside the candidate, before it is pressed."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from enrollment.commands import AddDependents, AddEmployee, Command
from enrollment.models import Change, Offering
from enrollment.queries.review.cases import ApplicantCase, CasePage
from enrollment.queries.units import first_day
from enrollment.services.changes import refuse_if_covered, refuse_if_still_employed
from enrollment.services.refusals import CannotEnroll
from enrollment.services.submission import submission_for


def _plan_line(change: Change, command: Command) -> str:
    if isinstance(command, AddEmployee):
        return Offering.objects.get(purchaser=change.purchaser_id, pk=command.offering_id).plan_line
    return change.enrollment.plan_line if change.enrollment else ""


def _refusals(change: Change, command: Command, place: int, person_id: UUID) -> Iterator[CannotEnroll]:
    assert change.submitted_by
    assert change.submitted_at
    submission = submission_for(change, change.submitted_by, change.submitted_at)
    applicant, start = command.people[place], first_day(command)
    try:
        if start:
            refuse_if_covered([applicant], [person_id], _plan_line(change, command), start, submission)
    except CannotEnroll as refusal:
        yield refusal
    try:
        if isinstance(command, AddEmployee) and place == 0:
            refuse_if_still_employed(person_id, command, submission)
    except CannotEnroll as refusal:
        yield refusal


def obstacles_to(change: Change, command: Command, place: int, person_id: UUID) -> list[str]:
    """Why the applicant at a place cannot be covered as this person now, by the very rules of the decision.

    Under the staff role; nothing where nobody is added or the request is settled.
    """
    if not change.is_open or not isinstance(command, AddEmployee | AddDependents):
        return []
    return [str(refusal) for refusal in _refusals(change, command, place, person_id)]


def with_obstacles(case: CasePage) -> CasePage:
    """The case with its obstacles beside each candidate."""
    return replace(case, applicants=[_applicant(case, each) for each in case.applicants])


def _applicant(case: CasePage, applicant: ApplicantCase) -> ApplicantCase:
    candidates = [
        replace(each, obstacles=obstacles_to(case.change, case.command, applicant.place, each.person.pk))
        for each in applicant.candidates
    ]
    return replace(applicant, candidates=candidates)
