"""Adding an employee with the family: certain and written, or held whole."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.keys import blind_index
from enrollment.commands import AddDependents, AddEmployee, Command
from enrollment.matching import Decision, Outcome
from enrollment.models import Change, Coverage, Employment, Enrollment, Offering
from enrollment.rules import family as family_rules
from enrollment.rules.coverage import Dated, UnitTerms, start_date
from enrollment.rules.dates import AHEAD_DAYS, age_on
from enrollment.rules.people import NEWBORN_WORDS, Applicant, is_past_newborn
from enrollment.services.hold import hold, open_for_subject
from enrollment.services.humans import as_humans, records_of
from enrollment.services.identify import identify
from enrollment.services.receive import Submission, received, received_before, tell
from enrollment.services.refusals import CannotEnroll, MedicarePlan, Problem
from enrollment.services.roster import refresh, show_held
from enrollment.services.units import rules_on
from enrollment.services.write import cover, known_people, open_family

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


def same_number(name: str, other: str) -> str:
    text = _("%(name)s has the same Social Security number as %(other)s. Check both.")
    return text % {"name": name, "other": other}


# The field that says it, for each thing that keeps people from being a family.
FIELDS = {
    family_rules.TWO_SPOUSES: "relationship",
    family_rules.SAME_PERSON: "first_name",
    family_rules.SAME_NUMBER: "number",
    family_rules.OVER_AGE: "birth_date",
}


def family_problems(
    people: Sequence[Applicant], terms: UnitTerms, starts_on: date, covered: Sequence[str] = ()
) -> list[Problem]:
    """rules.family in words for the employer."""
    problems = []
    for finding in family_rules.refusals(people, terms, starts_on, covered):
        name = people[finding.position].name.full
        if finding.code == family_rules.TWO_SPOUSES:
            text = _("%(name)s cannot be added: a family has one spouse or partner.") % {"name": name}
        elif finding.code == family_rules.SAME_PERSON:
            text = _("%(name)s is entered twice.") % {"name": name}
        elif finding.code == family_rules.SAME_NUMBER:
            text = same_number(name, people[finding.other or 0].name.full)
        else:
            text = _("%(name)s is over the age limit of %(age)d: the last day a child can be covered was %(day)s.") % {
                "name": name,
                "age": terms.dependent_age_limit,
                "day": date_format(finding.on or starts_on, "DATE_FORMAT"),
            }
        problems.append(Problem(text, FIELDS[finding.code], finding.position))
    return problems


def refuse_beside(
    person: Applicant, others: Sequence[Applicant], terms: UnitTerms, starts_on: date, covered: Sequence[str] = ()
) -> None:
    """Raise CannotEnroll, with the fields, for what keeps one dependent from being covered beside the others."""
    people = [*others, person]
    problems = family_problems(people, terms, starts_on, covered)
    if own := [problem for problem in problems if problem.position == len(others)]:
        raise CannotEnroll(*own)


def check_new_dependent(*, person: Applicant, others: Sequence[Applicant], unit_id: int, hired_on: date) -> None:
    """The same for a dependent of a new employee, who is the first of the others."""
    terms = rules_on(unit_id, hired_on).terms
    refuse_beside(person, others, terms, start_date(hired_on, terms).on)


def newborn_problems(people: Sequence[Applicant], day: date) -> list[Problem]:
    """Everybody whose number is not awaited any more as a newborn's is."""
    return [
        Problem(f"{person.name.full}: {_(NEWBORN_WORDS)}", "no_number_reason", place)
        for place, person in enumerate(people)
        if is_past_newborn(person.birth_date, person.no_number_reason, day)
    ]


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


def _already_covered(person_id: UUID, plan_line: str, start: date, submission: Submission) -> Coverage | None:
    known = Coverage.objects.filter(purchaser=submission.purchaser, plan_line=plan_line)
    known = known.filter(person_id__in=records_of(person_id))
    return known.not_over(start).select_related("change").first()


def refuse_if_covered(
    people: Sequence[Applicant], person_ids: Sequence[UUID | None], plan_line: str, start: date, submission: Submission
) -> None:
    """Raise for the first person who has this coverage at this purchaser already, with the change that gave it.

    Whichever record of theirs has it: merged records are one human.
    """
    for place, (applicant, person_id) in enumerate(zip(people, person_ids, strict=True)):
        coverage = _already_covered(person_id, plan_line, start, submission) if person_id else None
        if coverage:
            text = _("%(name)s is already covered.") % {"name": applicant.name.full}
            raise CannotEnroll(Problem(text, position=place), see=coverage.change)


def humans_of(people: Sequence[Applicant], person_ids: Sequence[UUID | None]) -> list[UUID | None]:
    """Who stands for each of them now: a record that was certain a moment or a review ago may have been merged since."""
    humans = as_humans(person_ids)
    for place, (applicant, human) in enumerate(zip(people, humans, strict=True)):
        if human and human in humans[:place]:
            text = _("%(name)s is entered twice.") % {"name": applicant.name.full}
            raise CannotEnroll(Problem(text, position=place))
    return humans


def all_certain(decisions: Sequence[Decision]) -> bool:
    return all(decision.outcome != Outcome.REVIEW for decision in decisions)


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


def keep_outcome(change: Change, outcome: list[dict[str, str]]) -> None:
    change.outcome = outcome
    change.save(update_fields=["outcome", "person", "enrollment"])


def refuse_if_still_employed(person_id: UUID | None, command: AddEmployee, submission: Submission) -> None:
    """An employee has one employment at a time; one that overlaps the date of hire must be ended first."""
    if person_id is None:
        return
    own = Employment.objects.filter(purchaser=submission.purchaser, person_id__in=records_of(person_id))
    open_now = own.filter(last_day_worked=None).first()
    if open_now and (open_now.unit_id, open_now.hired_on) != (command.unit_id, command.hired_on):
        text = _("This employee's earlier employment, from %(day)s, has not been ended. It has to be ended first.")
        raise CannotEnroll(
            Problem(text % {"day": date_format(open_now.hired_on, "DATE_FORMAT")}, field="hired_on"),
            see=open_now.change,
        )
    if own.filter(last_day_worked__gte=command.hired_on).exists():
        raise CannotEnroll(
            Problem(
                _("The date of hire must be after the last day worked of the earlier employment."), field="hired_on"
            )
        )


def locked_family(enrollment_id: int, submission: Submission) -> Enrollment:
    """The family of a change, locked to the end of the transaction; raises Enrollment.DoesNotExist for a stranger's."""
    families = Enrollment.objects.select_for_update(of=("self",), no_key=True).filter(purchaser=submission.purchaser)
    return families.select_related("offering__plan", "subscriber").get(pk=enrollment_id)
