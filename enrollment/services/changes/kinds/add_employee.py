"""Add an employee with family."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from accounts.models import Purchaser
from accounts.platform.keys import blind_index
from enrollment.commands import AddEmployee
from enrollment.matching import Identified
from enrollment.models import Change, Coverage, Employment, Enrollment, Offering, Plan
from enrollment.queries.changes.described import day_words, line_words
from enrollment.queries.changes.open import open_for_subject
from enrollment.queries.changes.proposed import ProposedCoverage, as_it_starts
from enrollment.queries.families import by_line
from enrollment.queries.identity.humans import records_of, records_of_each
from enrollment.queries.identity.reported import people_reported_as
from enrollment.queries.units import terms_of
from enrollment.rules import family as family_rules
from enrollment.rules.codes import Line
from enrollment.rules.coverage import Dated, start_date
from enrollment.rules.dates import AHEAD_DAYS, age_on
from enrollment.rules.numbers import says_nothing
from enrollment.rules.people import Applicant
from enrollment.services.changes.family import (
    covered_from,
    family_problems,
    first_days,
    humans_of,
    joining_in,
    keep_outcome,
    line_problems,
    newborn_problems,
    refuse_beside,
    refuse_if_covered,
)
from enrollment.services.changes.kinds.adding import AddingKind, title_of
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Outlook, OutlookLine
from enrollment.services.changes.write import cover, employ, known_people, locked_work, open_enrollment
from enrollment.services.identity import identify, people_of
from enrollment.services.refusals import CannotEnroll, MedicarePlan, Problem
from enrollment.services.roster import find_request, refresh, show_held
from enrollment.services.setup import refuse_unless_open
from enrollment.services.submission import Submission, tell

ENROLL_WITHIN_DAYS = 60


class AddEmployeeKind(AddingKind[AddEmployee]):
    command = AddEmployee
    title = gettext_lazy("Add employee")
    privilege = Privilege.ENROLL
    refusal = CannotEnroll
    waiting_words = gettext_lazy("A request for this employee is already in review.")

    def check(self, command: AddEmployee, family: Enrollment | None, submission: Submission) -> Checked:
        refuse_unless_open(submission.purchaser)
        offerings, history = _offerings(command, submission), terms_of(command.unit_id)
        start = start_date(command.hired_on, history.on(command.hired_on))
        problems = _date_problems(command, offerings, start.on, submission)
        problems += family_problems(command.people, history, start.on)
        problems += newborn_problems(command.people, submission.judged_on)
        problems += line_problems(command.people, [each.plan_line for each in offerings])
        if problems:
            raise CannotEnroll(*problems)
        return Checked(
            unit_id=command.unit_id,
            title=title_of([command.people[0].name.full]),
            starts_on=start.on,
            offerings=offerings,
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
        assert checked.starts_on
        person_ids = humans_of(command.people, people_of(command.people, decided.people, at=submission.at))
        records = records_of_each(person_ids)
        work = locked_work(records[0], submission)
        lines = [each.plan_line for each in checked.offerings]
        covered = covered_from(records, lines, checked.starts_on, submission)
        refuse_if_covered(command.people, covered)
        refuse_if_still_employed(records[0], command, submission)
        days = {line: _days_in(line, covered, checked.starts_on) for line in lines}
        problems = [
            problem
            for offering in checked.offerings
            for problem in _contract_problems(offering, days[offering.plan_line][0], submission.purchaser)
        ]
        if problems:
            raise CannotEnroll(*dict.fromkeys(problems))
        people = known_people(command.people, person_ids, change, submission)
        work = employ(people[0], work, command, change, submission)
        outcome = []
        for offering in checked.offerings:
            enrollment = open_enrollment(people[0], work, offering, command, change)
            change.enrollment = change.enrollment or enrollment
            joining = joining_in(offering.plan_line, people, command.people, days[offering.plan_line])
            outcome += cover(enrollment, joining, change, submission)
        change.person = people[0]
        keep_outcome(change, outcome, of_several=len(lines) > 1)
        tell(change, submission, "enrolled")
        refresh(submission.purchaser, [people[0].pk])
        return change

    def describe(self, change: Change, command: AddEmployee) -> list[Fact]:
        waived = [(_("Waived"), line_words(command.waives))] if command.waives else []
        return [(_("Date of hire"), day_words(command.hired_on)), *waived]

    def outlook(self, command: AddEmployee, family: Enrollment | None, submission: Submission) -> Outlook:
        start, offerings = self._start(command), _offerings(command, submission)
        rule = _(start.rule) % {"days": start.days}
        known = people_reported_as(command.people[0], submission.purchaser)
        earlier = covered_from(records_of_each(known), [each.plan_line for each in offerings], start.on, submission)
        days = [(first_days(earlier, each.plan_line, start.on) or [start.on])[0] for each in offerings]
        if max(days) > start.on:
            rule = _("Coverage starts on the day after the earlier coverage ends.")
        return Outlook(
            starts_on=min(days),
            rule=rule,
            lines=[
                OutlookLine(
                    offering=offering,
                    starts_on=day,
                    relationships=[
                        each.relationship for each in command.family.dependents if each.joins(offering.plan_line)
                    ],
                )
                for offering, day in zip(offerings, days, strict=True)
            ],
        )

    def coverage_after(
        self, command: AddEmployee, family: Enrollment | None, submission: Submission
    ) -> list[ProposedCoverage]:
        """Everybody starts with the employee: whoever else is on file is not looked up."""
        start, offerings = self.starts_on(command), _offerings(command, submission)
        subscriber, earlier = _earlier(command, [each.plan_line for each in offerings], start, submission)
        people = [subscriber or uuid4(), *(uuid4() for _each in command.family.dependents)]
        rows = [
            as_it_starts(offering, person, each, first_days([earlier], offering.plan_line, start)[0])
            for offering in offerings
            for person, each in zip(people, command.people, strict=True)
            if each.joins(offering.plan_line)
        ]
        return [ProposedCoverage(command.unit_id, subscriber, (), rows)]

    def starts_on(self, command: AddEmployee) -> date:
        return self._start(command).on

    def _start(self, command: AddEmployee) -> Dated:
        return start_date(command.hired_on, terms_of(command.unit_id).on(command.hired_on))

    def plans(self, change: Change, command: AddEmployee) -> list[Plan]:
        """The requested plans, medical first."""
        offerings = Offering.objects.filter(purchaser=change.purchaser_id, pk__in=command.offering_ids)
        return [each.plan for each in by_line(offerings.select_related("plan").order_by("pk"))]

    def lines(self, change: Change, command: AddEmployee) -> list[str]:
        offerings = Offering.objects.filter(purchaser=change.purchaser_id, pk__in=command.offering_ids)
        return list(offerings.order_by("pk").values_list("plan_line", flat=True))

    def refusals(
        self, change: Change, command: AddEmployee, place: int, person_id: UUID, submission: Submission
    ) -> Iterator[CannotEnroll]:
        yield from super().refusals(change, command, place, person_id, submission)
        try:
            if place == 0:
                refuse_if_still_employed(records_of(person_id), command, submission)
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


def _earlier(
    command: AddEmployee, lines: Collection[str], start: date, submission: Submission
) -> tuple[UUID | None, list[Coverage]]:
    """The employee as this purchaser reported them before, with their coverage not over; nobody if it has no end."""
    for known in people_reported_as(command.people[0], submission.purchaser):
        (covered,) = covered_from([{known}], lines, start, submission)
        if all(each.ends_on for each in covered):
            return known, covered
    return None, []


def _days_in(line: str, covered: Sequence[Sequence[Coverage]], starts_on: date) -> list[date]:
    """The first day of each person in a line. Nobody starts before the employee."""
    days = first_days(covered, line, starts_on)
    return [max(day, days[0]) for day in days]


def _offerings(command: AddEmployee, submission: Submission) -> list[Offering]:
    """The chosen plans, medical first; raises CannotEnroll unless the unit offers them, one a line."""
    own = Offering.objects.filter(purchaser=submission.purchaser, unit_id=command.unit_id)
    chosen = by_line(own.select_related("plan", "unit").filter(pk__in=command.offering_ids).order_by("pk"))
    if not chosen or len(chosen) != len(command.offering_ids):
        raise CannotEnroll(Problem(_("Choose a plan offered to this enrollment unit."), field=Line.MEDICAL))
    for before, after in pairwise(chosen):
        if before.plan_line == after.plan_line:
            text = _("Choose one %(line)s plan.") % {"line": line_words([after.plan_line]).lower()}
            raise CannotEnroll(Problem(text, field=after.plan_line))
    if any(each.plan.is_medicare for each in chosen):
        raise MedicarePlan(_("Each person must sign a form for a Medicare plan. Call your representative."))
    return chosen


def _date_problems(
    command: AddEmployee, offerings: Sequence[Offering], starts_on: date, submission: Submission
) -> list[Problem]:
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
    outside = [problem for each in offerings for problem in _contract_problems(each, starts_on, purchaser)]
    return [Problem(text, field="hired_on") for text in problems] + list(dict.fromkeys(outside))


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


def refuse_if_still_employed(records: Collection[UUID], command: AddEmployee, submission: Submission) -> None:
    """Refuse an open or overlapping employment: an employee has one at a time."""
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
