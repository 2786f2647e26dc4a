"""Add an employee with family."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from accounts.models import Purchaser
from accounts.platform.keys import blind_index
from enrollment.commands import AddEmployee
from enrollment.matching import Identified
from enrollment.models import Change, Employment, Enrollment, Offering, Plan
from enrollment.queries.changes.described import day_words
from enrollment.queries.changes.open import open_for_subject
from enrollment.queries.identity.humans import records_of
from enrollment.queries.identity.reported import people_reported_as
from enrollment.queries.units import terms_of
from enrollment.rules import family as family_rules
from enrollment.rules.coverage import Dated, start_date
from enrollment.rules.dates import AHEAD_DAYS, age_on
from enrollment.rules.numbers import says_nothing
from enrollment.rules.people import Applicant
from enrollment.services.changes.family import (
    covered_from,
    family_problems,
    first_days,
    humans_of,
    keep_outcome,
    newborn_problems,
    refuse_beside,
    refuse_if_covered,
)
from enrollment.services.changes.kinds.adding import AddingKind, title_of
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Outlook
from enrollment.services.changes.write import cover, known_people, open_family
from enrollment.services.identity import identify, people_of
from enrollment.services.refusals import CannotEnroll, MedicarePlan, Problem
from enrollment.services.roster import find_request, refresh, show_held
from enrollment.services.submission import Submission, tell

ENROLL_WITHIN_DAYS = 60


class AddEmployeeKind(AddingKind[AddEmployee]):
    command = AddEmployee
    title = gettext_lazy("Add employee")
    privilege = Privilege.ENROLL
    refusal = CannotEnroll
    waiting_words = gettext_lazy("A request for this employee is already in review.")

    def check(self, command: AddEmployee, family: Enrollment | None, submission: Submission) -> Checked:
        offering, history = _offering(command, submission), terms_of(command.unit_id)
        start = start_date(command.hired_on, history.on(command.hired_on))
        problems = _date_problems(command, offering, start.on, submission)
        problems += family_problems(command.people, history, start.on)
        problems += newborn_problems(command.people, submission.judged_on)
        if problems:
            raise CannotEnroll(*problems)
        return Checked(
            unit_id=command.unit_id,
            title=title_of([command.people[0].name.full]),
            starts_on=start.on,
            offering=offering,
            matches=True,
            facts={"subject_index": subject_index(command.people[0])},
        )

    def waiting(self, command: AddEmployee, family: Enrollment | None, submission: Submission) -> Change | None:
        return open_for_subject(submission.purchaser, subject_index(command.people[0]))

    def identify(self, command: AddEmployee, family: Enrollment | None, submission: Submission) -> Identified:
        return identify(command.family, today=submission.judged_on, purchaser_id=submission.purchaser.pk)

    def show_waiting(self, change: Change, command: AddEmployee, checked: Checked) -> None:
        assert checked.starts_on
        show_held(change, command.family, starts_on=checked.starts_on)
        find_request(change, command)

    def write(
        self,
        change: Change,
        command: AddEmployee,
        submission: Submission,
        decided: Decided,
        checked: Checked | None = None,
    ) -> Change:
        checked = checked or self.check(command, None, submission)
        offering, starts_on = checked.offering, checked.starts_on
        assert offering
        assert starts_on
        person_ids = humans_of(command.people, people_of(command.people, decided.people, at=submission.at))
        covered = covered_from(person_ids, offering.plan_line, starts_on, submission)
        refuse_if_covered(command.people, covered)
        refuse_if_still_employed(person_ids[0], command, submission)
        days = first_days(covered, starts_on)
        # Nobody starts before the employee.
        days = [max(day, days[0]) for day in days]
        if problems := _contract_problems(offering, days[0], submission.purchaser):
            raise CannotEnroll(*problems)
        people = known_people(command.people, person_ids, change, submission)
        enrollment = open_family(people[0], offering, command, change, submission)
        change.person, change.enrollment = people[0], enrollment
        outcome = cover(enrollment, list(zip(people, command.people, days, strict=True)), change, submission)
        keep_outcome(change, outcome)
        tell(change, submission, "enrolled")
        refresh(submission.purchaser, [people[0].pk])
        return change

    def describe(self, change: Change, command: AddEmployee) -> list[Fact]:
        return [(_("Date of hire"), day_words(command.hired_on))]

    def outlook(self, command: AddEmployee, family: Enrollment | None, submission: Submission) -> Outlook:
        start, offering = self._start(command), _offering(command, submission)
        rule = _(start.rule) % {"days": start.days}
        known = people_reported_as(command.people[0], submission.purchaser)
        earlier = covered_from(known, offering.plan_line, start.on, submission)
        starts_on = first_days(earlier, start.on) or [start.on]
        if starts_on[0] > start.on:
            rule = _("Coverage starts on the day after the earlier coverage ends.")
        return Outlook(
            starts_on=starts_on[0],
            rule=rule,
            offering=offering,
            relationships=[person.relationship for person in command.family.dependents],
        )

    def starts_on(self, command: AddEmployee) -> date:
        return self._start(command).on

    def _start(self, command: AddEmployee) -> Dated:
        return start_date(command.hired_on, terms_of(command.unit_id).on(command.hired_on))

    def plan(self, change: Change, command: AddEmployee) -> Plan | None:
        """The family's plan, or the requested one."""
        if change.enrollment:
            return super().plan(change, command)
        offerings = Offering.objects.filter(purchaser=change.purchaser_id, pk=command.offering_id)
        offering = offerings.select_related("plan").first()
        return offering.plan if offering else None

    def plan_line(self, change: Change, command: AddEmployee) -> str:
        return Offering.objects.get(purchaser=change.purchaser_id, pk=command.offering_id).plan_line

    def refusals(
        self, change: Change, command: AddEmployee, place: int, person_id: UUID, submission: Submission
    ) -> Iterator[CannotEnroll]:
        yield from super().refusals(change, command, place, person_id, submission)
        try:
            if place == 0:
                refuse_if_still_employed(person_id, command, submission)
        except CannotEnroll as refusal:
            yield refusal


def subject_index(applicant: Applicant) -> bytes:
    """The key that makes two requests about one employee the same: number, or name and birth date."""
    name = applicant.name
    digits = applicant.number.digits if applicant.number else ""
    # A filler is not one employee's.
    tells = digits and not says_nothing(digits)
    text = digits if tells else f"{name.last}|{name.first}|{applicant.birth_date}".casefold()
    return blind_index("subject", text)


def check_new_dependent(*, person: Applicant, others: Sequence[Applicant], unit_id: int, hired_on: date) -> None:
    """Raise CannotEnroll, with fields, if a dependent cannot be covered with a new employee.

    The employee is the first of the others.
    """
    history = terms_of(unit_id)
    refuse_beside(person, others, history, start_date(hired_on, history.on(hired_on)).on)


def _offering(command: AddEmployee, submission: Submission) -> Offering:
    offerings = Offering.objects.filter(purchaser=submission.purchaser, unit_id=command.unit_id)
    offering = offerings.select_related("plan", "unit").filter(pk=command.offering_id).first()
    if offering is None:
        raise CannotEnroll(Problem(_("Choose a plan offered to this enrollment unit."), field="offering"))
    if offering.plan.is_medicare:
        raise MedicarePlan(_("Each person must sign a form for a Medicare plan. Call your representative."))
    return offering


def _date_problems(command: AddEmployee, offering: Offering, starts_on: date, submission: Submission) -> list[Problem]:
    purchaser = submission.purchaser
    earliest = submission.judged_on - timedelta(days=ENROLL_WITHIN_DAYS)
    problems = []
    if age_on(command.people[0].birth_date, command.hired_on) < family_rules.YOUNGEST_EMPLOYEE:
        problems.append(_("The date of hire must be after the employee's 14th birthday."))
    if command.hired_on > submission.judged_on + timedelta(days=AHEAD_DAYS):
        problems.append(_("The date of hire is more than a year from now. Check the year."))
    if starts_on < earliest:
        problems.append(
            _(
                "Coverage would have started on %(start)s. You can add a new employee only up to %(days)d days"
                " after that. Call your representative."
            )
            % {"start": date_format(starts_on, "DATE_FORMAT"), "days": ENROLL_WITHIN_DAYS}
        )
    return [Problem(text, field="hired_on") for text in problems] + _contract_problems(offering, starts_on, purchaser)


def _contract_problems(offering: Offering, starts_on: date, purchaser: Purchaser) -> list[Problem]:
    """Why coverage cannot start on a day under the contract and the plan's offering."""
    begins, ends = purchaser.contract_starts_on, purchaser.contract_ends_on
    text = ""
    if starts_on < max(begins, offering.starts_on) or (ends and starts_on > ends):
        text = _(
            "Coverage would start outside your contract for this plan. Check the date of hire or choose another plan."
        )
    elif offering.ends_on and starts_on > offering.ends_on:
        text = _("This plan isn't offered on the day coverage would start. Choose another plan.")
    return [Problem(text, field="hired_on")] if text else []


def refuse_if_still_employed(person_id: UUID, command: AddEmployee, submission: Submission) -> None:
    """Refuse an open or overlapping employment: an employee has one at a time."""
    records = records_of(person_id)
    own = Employment.objects.filter(purchaser=submission.purchaser, person_id__in=records, voided_at=None)
    open_now = own.filter(last_day_worked=None).first()
    if open_now and (open_now.unit_id, open_now.hired_on) != (command.unit_id, command.hired_on):
        text = _("This employee's earlier employment, from %(day)s, is still open. End that coverage first.")
        raise CannotEnroll(
            Problem(text % {"day": date_format(open_now.hired_on, "DATE_FORMAT")}, field="hired_on"),
            see=open_now.change,
        )
    if own.filter(last_day_worked__gte=command.hired_on).exists():
        raise CannotEnroll(
            Problem(_("Enter a date of hire after the last day worked of the earlier employment."), field="hired_on")
        )
