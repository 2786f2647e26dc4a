"""Adding dependents to a covered family, after a qualifying event."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from enrollment.commands import AddDependents
from enrollment.matching import Identified
from enrollment.models import Change, Coverage, Enrollment, PersonDetail
from enrollment.queries.changes.described import day_words, employee_of
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.roster.people import family_members
from enrollment.queries.units import rules_on
from enrollment.rules.events import DependentEvent, EventStart, start_after_event
from enrollment.rules.family import SAME_PERSON, duplicates
from enrollment.rules.people import Applicant, Family
from enrollment.services.changes.family import (
    family_problems,
    humans_of,
    keep_outcome,
    locked_family,
    newborn_problems,
    refuse_beside,
    refuse_if_covered,
    same_number,
)
from enrollment.services.changes.kinds.adding import AddingKind, title_of
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Outlook
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
        _refuse_covered(command.dependents, family, submission)
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
        refuse_if_covered(command.dependents, person_ids, family.plan_line, starts_on, submission)
        people = known_people(command.dependents, person_ids, change, submission)
        outcome = cover(family, list(zip(people, command.dependents, strict=True)), starts_on, change, submission)
        keep_outcome(change, outcome)
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
        start = start_after_event(DependentEvent(command.event), command.event_on)
        staying = [member.coverage for member in family_members(family)[1:] if not member.coverage.ends_on]
        return Outlook(
            starts_on=start.on,
            rule=_(start.why),
            offering=family.offering,
            relationships=[
                *(coverage.relationship for coverage in staying),
                *(person.relationship for person in command.dependents),
            ],
        )

    def starts_on(self, command: AddDependents) -> date:
        return start_after_event(DependentEvent(command.event), command.event_on).on

    def plan_line(self, change: Change, command: AddDependents) -> str:
        return change.enrollment.plan_line if change.enrollment else ""


def check_event(*, family: Enrollment, event: str, event_on: date, submission: Submission) -> EventStart:
    """The effective date of an event; raises CannotEnroll if dependents can no longer be added for it."""
    today, start = submission.judged_on, start_after_event(DependentEvent(event), event_on)
    own = Coverage.objects.filter(enrollment=family, person=family.subscriber)
    if not own.on(start.on).exists():
        raise CannotEnroll(
            Problem(
                _("The employee has no coverage on %(day)s. Check the date of the event.")
                % {"day": date_format(start.on)},
                "event_on",
            )
        )
    if event_on > today:
        raise CannotEnroll(Problem(_("The date of the event can't be in the future."), field="event_on"))
    if today > start.ask_by:
        text = _("The deadline to add dependents for this event was %(day)s. Call your representative.")
        raise CannotEnroll(Problem(text % {"day": date_format(start.ask_by)}, field="event_on"))
    return start


def _refuse_covered(people: Sequence[Applicant], family: Enrollment, submission: Submission) -> None:
    """Raise CannotEnroll for anyone covered in the family, or with the number of someone covered.

    Only this purchaser's own details are read; `identify` finds other holders of the number.
    """
    covered = Coverage.objects.filter(enrollment=family).not_over(submission.judged_on).values("person_id")
    details = PersonDetail.objects.filter(purchaser_id=family.purchaser_id, superseded_at=None, person_id__in=covered)
    relatives = [applicant_of(detail, "") for detail in details.order_by("pk")]
    problems = [
        problem
        for place, person in enumerate(people)
        for other in relatives
        for problem in _taken(person, other, place)
    ]
    if problems:
        raise CannotEnroll(*problems)


def _taken(person: Applicant, other: Applicant, place: int) -> list[Problem]:
    found = [each.code for each in duplicates([other, person])]
    has_the_number = person.number and other.number and person.number.digits == other.number.digits
    name, field = person.name.full, "number" if has_the_number else "first_name"
    if SAME_PERSON in found:
        return [Problem(_("%(name)s is already covered.") % {"name": name}, field, place)]
    return [Problem(same_number(name, other.name.full), field, place)] if found else []


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
    _refuse_covered([person], family, submission)
    starts_on = start_after_event(DependentEvent(event), event_on).on
    refuse_beside(person, others, rules_on(family.unit_id, event_on).terms, starts_on, _covered(family, starts_on))


def _covered(family: Enrollment, day: date) -> list[str]:
    others = Coverage.objects.filter(enrollment=family).on(day).exclude(person=family.subscriber)
    return list(others.values_list("relationship", flat=True))


def _start_of(command: AddDependents, family: Enrollment, submission: Submission) -> date:
    """The effective date by the event and the family's rules; raises CannotEnroll."""
    start = check_event(family=family, event=command.event, event_on=command.event_on, submission=submission)
    terms = rules_on(family.unit_id, command.event_on).terms
    problems = family_problems(command.dependents, terms, start.on, _covered(family, start.on))
    problems += newborn_problems(command.dependents, submission.judged_on)
    problems += _birth_problems(command, start.on)
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
