"""Adding an employee with the family: certain and written, or held whole."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.platform.keys import blind_index
from enrollment.commands import AddDependents, AddEmployee, Command
from enrollment.models import Change, Offering
from enrollment.queries.changes.open import open_for_subject
from enrollment.queries.units import rules_on
from enrollment.rules import family as family_rules
from enrollment.rules.coverage import Dated, UnitTerms, start_date
from enrollment.rules.dates import AHEAD_DAYS, age_on
from enrollment.rules.people import Applicant
from enrollment.services.changes.family import (
    all_certain,
    family_problems,
    humans_of,
    keep_outcome,
    newborn_problems,
    refuse_beside,
    refuse_if_covered,
    refuse_if_still_employed,
)
from enrollment.services.changes.hold import hold
from enrollment.services.changes.receive import received, received_before
from enrollment.services.changes.write import cover, known_people, open_family
from enrollment.services.identity import identify
from enrollment.services.refusals import CannotEnroll, MedicarePlan, Problem
from enrollment.services.roster import refresh, show_held
from enrollment.services.submission import Submission, tell

ENROLL_WITHIN_DAYS = 60

Checked = tuple[Offering, Dated, UnitTerms]


def subject_index(applicant: Applicant) -> bytes:
    """What makes two requests to add an employee the same: number, or name and birth date."""
    name = applicant.name
    text = (
        applicant.number.digits if applicant.number else f"{name.last}|{name.first}|{applicant.birth_date}".casefold()
    )
    return blind_index("subject", text)


def title_of(command: Command) -> str:
    """Whom a request to add people is for; "" for other requests."""
    match command:
        case AddEmployee():
            return command.people[0].name.full[:160]
        case AddDependents():
            return ", ".join(person.name.full for person in command.dependents)[:160]
    return ""


def check_new_dependent(*, person: Applicant, others: Sequence[Applicant], unit_id: int, hired_on: date) -> None:
    """The same for a dependent of a new employee, who is the first of the others."""
    terms = rules_on(unit_id, hired_on).terms
    refuse_beside(person, others, terms, start_date(hired_on, terms).on)


def _offering(command: AddEmployee, submission: Submission) -> Offering:
    offerings = Offering.objects.filter(purchaser=submission.purchaser, unit_id=command.unit_id)
    offering = offerings.select_related("plan", "unit").filter(pk=command.offering_id).first()
    if offering is None:
        raise CannotEnroll(Problem(_("Choose a plan that is offered to this unit."), field="offering"))
    if offering.plan.is_medicare:
        raise MedicarePlan(
            _("Medicare plans need each person's own signed form. Your representative takes the request.")
        )
    return offering


def _date_problems(command: AddEmployee, offering: Offering, start: Dated, submission: Submission) -> list[Problem]:
    purchaser = submission.purchaser
    earliest = submission.judged_on - timedelta(days=ENROLL_WITHIN_DAYS)
    subscriber = command.family.subscriber
    assert subscriber is not None
    problems = []
    if age_on(subscriber.birth_date, command.hired_on) < family_rules.YOUNGEST_EMPLOYEE:
        problems.append(_("The date of hire must be after the employee's 14th birthday."))
    if command.hired_on > submission.judged_on + timedelta(days=AHEAD_DAYS):
        problems.append(_("The date of hire is more than a year ahead. Check the year."))
    if start.on < earliest:
        problems.append(
            _("Coverage would have started on %(start)s. A new employee can be added up to %(days)d days after that.")
            % {"start": date_format(start.on, "DATE_FORMAT"), "days": ENROLL_WITHIN_DAYS}
        )
    begins, ends = purchaser.contract_starts_on, purchaser.contract_ends_on
    if start.on < max(begins, offering.starts_on) or (ends and start.on > ends):
        problems.append(_("Coverage would start outside your contract for this plan."))
    elif offering.ends_on and start.on > offering.ends_on:
        problems.append(_("This plan is not offered any more on the day coverage would start."))
    return [Problem(text, field="hired_on") for text in problems]


def first_day(command: AddEmployee, submission: Submission) -> Checked:
    """The offering, the first day of coverage by the unit's rule and the terms, whatever else is wrong."""
    offering = _offering(command, submission)
    terms = rules_on(command.unit_id, command.hired_on).terms
    return offering, start_date(command.hired_on, terms), terms


def check_employee(command: AddEmployee, submission: Submission) -> Checked:
    """The same; raises CannotEnroll with every problem found."""
    offering, start, terms = first_day(command, submission)
    problems = _date_problems(command, offering, start, submission)
    problems += family_problems(command.people, terms, start.on)
    problems += newborn_problems(command.people, submission.judged_on)
    if problems:
        raise CannotEnroll(*problems)
    return offering, start, terms


def enroll(*, command: AddEmployee, submission: Submission) -> Change:
    """Add an employee with dependents: completed, or with a representative as a whole. Raises CannotEnroll."""
    if first := received_before(submission, command):
        return first
    checked = check_employee(command, submission)
    subscriber = command.people[0]
    subject = subject_index(subscriber)
    if waiting := open_for_subject(submission.purchaser, subject):
        raise CannotEnroll(_("This employee is already with a representative."), see=waiting)
    decisions = identify(command.family, today=submission.judged_on)
    change = received(command, submission, unit_id=command.unit_id, title=title_of(command), subject_index=subject)
    if not all_certain(decisions):
        hold(change, submission, decisions=decisions, budget=settings.REVIEWS_PER_DAY)
        show_held(change, command.family, starts_on=checked[1].on)
        return change
    return write_employee(change, command, submission, [decision.person_id for decision in decisions], checked)


def write_employee(
    change: Change,
    command: AddEmployee,
    submission: Submission,
    person_ids: Sequence[UUID | None],
    checked: Checked | None = None,
) -> Change:
    """Write the family of a change whose people are known (an id each, None for somebody new)."""
    offering, start, _terms = checked or check_employee(command, submission)
    person_ids = humans_of(command.people, person_ids)
    refuse_if_covered(command.people, person_ids, offering.plan_line, start.on, submission)
    refuse_if_still_employed(person_ids[0], command, submission)
    people = known_people(command.people, person_ids, change, submission)
    enrollment = open_family(people[0], offering, command, change, submission)
    change.person, change.enrollment = people[0], enrollment
    outcome = cover(enrollment, list(zip(people, command.people, strict=True)), start.on, change, submission)
    keep_outcome(change, outcome)
    tell(change, submission, "enrolled")
    refresh(submission.purchaser, [people[0].pk])
    return change
