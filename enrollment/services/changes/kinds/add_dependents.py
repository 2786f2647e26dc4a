"""Adding dependents to a covered family, after a qualifying event."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from enrollment.commands import AddDependents
from enrollment.matching import Identified
from enrollment.models import Change, Coverage, Enrollment
from enrollment.queries.changes.described import day_words, employee_of
from enrollment.queries.changes.proposed import ProposedCoverage, changed_to, in_family
from enrollment.queries.families import coverage_of, lines_on, own_coverage
from enrollment.queries.identity.humans import records_of_each
from enrollment.queries.units import terms_of
from enrollment.rules.events import DependentEvent, EventStart, start_after_event
from enrollment.rules.people import Applicant, Family
from enrollment.services.changes.family import (
    covered_from,
    family_problems,
    first_days,
    humans_of,
    joining_in,
    keep_outcome,
    line_problems,
    locked_family,
    newborn_problems,
    refuse_beside,
    refuse_if_covered,
    relatives_of,
)
from enrollment.services.changes.kinds.adding import AddingKind, title_of
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Outlook, OutlookLine
from enrollment.services.changes.write import cover, known_people
from enrollment.services.identity import identify, people_of
from enrollment.services.refusals import CannotEnroll, Problem
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell


class AddDependentsKind(AddingKind[AddDependents]):
    command = AddDependents
    title = gettext_lazy("Add dependent")
    privilege = Privilege.ENROLL
    refusal = CannotEnroll

    def family(self, command: AddDependents, submission: Submission) -> Enrollment:
        return locked_family(command.enrollment_id, submission)

    def check(self, command: AddDependents, family: Enrollment | None, submission: Submission) -> Checked:
        assert family
        starts_on = _start_of(command, family, submission)
        return Checked(
            unit_id=family.unit_id,
            title=title_of([person.name.full for person in command.dependents]),
            starts_on=starts_on,
            matches=True,
            facts={"enrollment": family, "person": family.subscriber},
        )

    def identify(self, command: AddDependents, family: Enrollment | None, submission: Submission) -> Identified:
        return identify(
            Family(None, command.dependents),
            today=submission.judged_on,
            purchaser_id=submission.purchaser.pk,
            enrollment_id=command.enrollment_id,
        )

    def write(
        self,
        change: Change,
        command: AddDependents,
        submission: Submission,
        decided: Decided,
        checked: Checked | None = None,
    ) -> Change:
        family = locked_family(command.enrollment_id, submission)
        starts_on = _start_of(command, family, submission)
        person_ids = humans_of(command.dependents, people_of(command.dependents, decided.people, at=submission.at))
        own = own_coverage(family, starts_on)
        covered = covered_from(records_of_each(person_ids), [each.plan_line for each in own], starts_on, submission)
        refuse_if_covered(command.dependents, covered)
        days = {each.plan_line: first_days(covered, each.plan_line, starts_on) for each in own}
        for each in own:
            _refuse_outside(each, command.dependents, days[each.plan_line])
        people = known_people(command.dependents, person_ids, change, submission)
        outcome = []
        for each in own:
            joining = joining_in(each.plan_line, people, command.dependents, days[each.plan_line])
            outcome += cover(each.enrollment, joining, change, submission, until=each)
        keep_outcome(change, outcome, of_several=len(own) > 1)
        tell(change, submission, "added_dependents")
        refresh(submission.purchaser, [family.subscriber_id])
        return change

    def describe(self, change: Change, command: AddDependents) -> list[Fact]:
        return [
            *employee_of(change),
            (_("Event"), _(DependentEvent(command.event).label)),
            (_("Date of the event"), day_words(command.event_on)),
        ]

    def outlook(self, command: AddDependents, family: Enrollment | None, submission: Submission) -> Outlook:
        assert family
        start = event_start(family, command.event, command.event_on)
        staying = list(coverage_of(family).not_over(start.on).exclude(person_id=family.subscriber_id).order_by("pk"))
        return Outlook(
            starts_on=start.on,
            rule=_(start.why),
            lines=[
                OutlookLine(
                    offering=own.enrollment.offering,
                    starts_on=start.on,
                    relationships=[
                        *(each.relationship for each in staying if each.plan_line == own.plan_line),
                        *(each.relationship for each in command.dependents if each.joins(own.plan_line)),
                    ],
                )
                for own in own_coverage(family, start.on)
            ],
        )

    def coverage_after(
        self, command: AddDependents, family: Enrollment | None, submission: Submission
    ) -> list[ProposedCoverage]:
        """Who joins is covered as the employee is from that day, and ends with the employee."""
        assert family
        start = event_start(family, command.event, command.event_on).on
        joining = [(uuid4(), each) for each in command.dependents]
        rows = [
            changed_to(own, person=person, relationship=each.relationship, born=each.birth_date, starts_on=start)
            for own in own_coverage(family, start)
            for person, each in joining
            if each.joins(own.plan_line)
        ]
        return in_family(family, (), rows)

    def starts_on(self, command: AddDependents) -> date:
        family = Enrollment.objects.select_related("employment").get(pk=command.enrollment_id)
        return event_start(family, command.event, command.event_on).on

    def lines(self, change: Change, command: AddDependents) -> list[str]:
        return lines_on(change.enrollment, self.starts_on(command)) if change.enrollment else []


def event_start(family: Enrollment, event: str, event_on: date) -> EventStart:
    """The effective date of an event in this family."""
    own = coverage_of(family).known().filter(person_id=family.subscriber_id)
    first = own.not_over(event_on).order_by("starts_on", "pk").values_list("starts_on", flat=True).first()
    hired_on = family.employment.hired_on if family.employment else None
    waits = first is not None and hired_on is not None and hired_on <= event_on < first
    return start_after_event(DependentEvent(event), event_on, waits_until=first if waits else None)


def check_event(*, family: Enrollment, event: str, event_on: date, submission: Submission) -> EventStart:
    """The effective date of an event; raises CannotEnroll if dependents can no longer be added for it."""
    today, start = submission.judged_on, event_start(family, event, event_on)
    if today < start.ask_from:
        raise CannotEnroll(Problem(_too_early(event_on, start), field="event_on"))
    if not coverage_of(family).filter(person_id=family.subscriber_id).on(start.on).exists():
        raise CannotEnroll(
            Problem(
                _("The employee has no coverage on %(day)s. Check the date of the event.")
                % {"day": date_format(start.on)},
                "event_on",
            )
        )
    if today > start.ask_by:
        text = _("The deadline to add dependents for this event was %(day)s. Call your representative.")
        raise CannotEnroll(Problem(text % {"day": date_format(start.ask_by)}, field="event_on"))
    return start


def _too_early(event_on: date, start: EventStart) -> str:
    if start.ask_from == event_on:
        return _("The date of the event can't be in the future.")
    text = _("You can submit this event from %(day)s.")
    return text % {"day": date_format(start.ask_from)}


def check_dependent(
    *,
    person: Applicant,
    others: Sequence[Applicant],
    family: Enrollment,
    event: str,
    event_on: date,
    submission: Submission,
) -> None:
    """Raise CannotEnroll, with fields, if one dependent cannot be covered in the family with the others.

    `check_event` checks the event itself.
    """
    starts_on = check_event(family=family, event=event, event_on=event_on, submission=submission).on
    refuse_beside(
        person,
        others,
        terms_of(family.unit_id),
        starts_on,
        relatives=relatives_of(family, starts_on),
        covered=_covered(family, starts_on),
    )


def _refuse_outside(own: Coverage, people: Sequence[Applicant], days: Sequence[date]) -> None:
    """Raise CannotEnroll for whoever could start only after the employee's coverage ends."""
    text = _("%(name)s has other coverage until the employee's ends on %(day)s.")
    problems = [
        Problem(text % {"name": person.name.full, "day": date_format(own.ends_on)}, "first_name", place)
        for place, (person, day) in enumerate(zip(people, days, strict=True))
        if own.ends_on and day > own.ends_on and person.joins(own.plan_line)
    ]
    if problems:
        raise CannotEnroll(*problems)


def _covered(family: Enrollment, day: date) -> list[str]:
    others = coverage_of(family).not_over(day).exclude(person_id=family.subscriber_id)
    return list(others.order_by("pk").values_list("relationship", flat=True))


def _start_of(command: AddDependents, family: Enrollment, submission: Submission) -> date:
    """The effective date by the event and the family's rules; raises CannotEnroll."""
    start = check_event(family=family, event=command.event, event_on=command.event_on, submission=submission)
    problems = family_problems(
        command.dependents,
        terms_of(family.unit_id),
        start.on,
        relatives=relatives_of(family, start.on),
        covered=_covered(family, start.on),
    )
    problems += newborn_problems(command.dependents, submission.judged_on)
    problems += _birth_problems(command, start.on)
    problems += line_problems(command.dependents, lines_on(family, start.on))
    if problems:
        raise CannotEnroll(*problems)
    return start.on


def _birth_problems(command: AddDependents, starts_on: date) -> list[Problem]:
    """No coverage before birth, and a birth adds a child born that day."""
    born = [person.birth_date for person in command.dependents]
    problems = [
        Problem(
            _("%(name)s's date of birth is after the date of the event. Check both dates.")
            % {"name": person.name.full},
            "birth_date",
            place,
        )
        for place, person in enumerate(command.dependents)
        if person.birth_date > starts_on
    ]
    if not problems and command.event == DependentEvent.BIRTH and command.event_on not in born:
        text = _(
            "For a birth, the date of the event is the child's date of birth. None of these dependents was"
            " born on %(day)s."
        )
        problems.append(Problem(text % {"day": date_format(command.event_on)}, "event_on"))
    return problems
