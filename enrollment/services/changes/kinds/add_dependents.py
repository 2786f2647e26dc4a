"""Adding dependents to a family that is covered, after an event: certain and written, or held whole."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.commands import AddDependents
from enrollment.models import Change, Coverage, Enrollment, Person, PersonDetail
from enrollment.queries.changes.open import open_on_family
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.units import rules_on
from enrollment.rules.events import DependentEvent, EventStart, start_after_event
from enrollment.rules.family import SAME_PERSON, duplicates
from enrollment.rules.people import Applicant, Family
from enrollment.services.changes.family import (
    all_certain,
    family_problems,
    humans_of,
    keep_outcome,
    locked_family,
    newborn_problems,
    refuse_beside,
    refuse_if_covered,
    same_number,
)
from enrollment.services.changes.hold import hold
from enrollment.services.changes.kinds.add_employee import title_of
from enrollment.services.changes.receive import received, received_before
from enrollment.services.changes.write import cover, known_people
from enrollment.services.identity import identify
from enrollment.services.refusals import CannotEnroll, Problem
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell


def check_event(*, family: Enrollment, event: str, event_on: date, submission: Submission) -> EventStart:
    """What an event gives the dependents of a family; raises CannotEnroll where it gives them nothing any more."""
    today, start = submission.judged_on, start_after_event(DependentEvent(event), event_on)
    own = Coverage.objects.filter(enrollment=family, person=family.subscriber)
    if not own.on(start.on).exists():
        raise CannotEnroll(
            Problem(_("The employee is not covered on %(day)s.") % {"day": date_format(start.on)}, "event_on")
        )
    if event_on > today:
        raise CannotEnroll(Problem(_("The date of the event must be today or in the past."), field="event_on"))
    if today > start.ask_by:
        text = _("Dependents can be added until %(day)s for this event. Call your representative for a later request.")
        raise CannotEnroll(Problem(text % {"day": date_format(start.ask_by)}, field="event_on"))
    return start


def _refuse_covered(people: Sequence[Applicant], family: Enrollment, submission: Submission) -> None:
    """Raise CannotEnroll for everybody who is covered in the family, or has the number of one who is.

    Only what this purchaser itself reported is looked at: who else on file may have the number is for `identify`.
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
    """What is wrong with somebody beside a relative who is covered: perhaps it is the same one."""
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
    """Raise CannotEnroll, with the fields, for what keeps one dependent from being covered in a family and beside others.

    Whether the event gives anything at all is for `check_event`.
    """
    _refuse_covered([person], family, submission)
    starts_on = start_after_event(DependentEvent(event), event_on).on
    refuse_beside(person, others, rules_on(family.unit_id, event_on).terms, starts_on, _covered(family, starts_on))


def _covered(family: Enrollment, day: date) -> list[str]:
    """The relationships of the dependents who are covered on a day."""
    others = Coverage.objects.filter(enrollment=family).on(day).exclude(person=family.subscriber)
    return list(others.values_list("relationship", flat=True))


def _start_of(command: AddDependents, family: Enrollment, submission: Submission) -> date:
    """The first day of coverage, where the event and the rules of a family give one; raises CannotEnroll."""
    start = check_event(family=family, event=command.event, event_on=command.event_on, submission=submission)
    terms = rules_on(family.unit_id, command.event_on).terms
    problems = family_problems(command.dependents, terms, start.on, _covered(family, start.on))
    problems += newborn_problems(command.dependents, submission.judged_on)
    problems += _birth_problems(command, start.on)
    if problems:
        raise CannotEnroll(*problems)
    return start.on


def _birth_problems(command: AddDependents, starts_on: date) -> list[Problem]:
    """Nobody is covered before being born, and a birth brings the child that was born that day."""
    born = [person.birth_date for person in command.dependents]
    problems = [
        Problem(
            _("%(name)s was born after the date of the event. Check both dates.") % {"name": person.name.full},
            "birth_date",
            place,
        )
        for place, person in enumerate(command.dependents)
        if person.birth_date > starts_on
    ]
    if not problems and command.event == DependentEvent.BIRTH and command.event_on not in born:
        text = _("For a birth, the date of the event is the child's date of birth: nobody here was born on %(day)s.")
        problems.append(Problem(text % {"day": date_format(command.event_on)}, "event_on"))
    return problems


def check_dependents(command: AddDependents, family: Enrollment, submission: Submission) -> None:
    """Raise CannotEnroll for everything that an employer is refused."""
    _start_of(command, family, submission)
    _refuse_covered(command.dependents, family, submission)


def add_dependents(*, command: AddDependents, submission: Submission) -> Change:
    """Add dependents to a covered family: completed, or with a representative. Raises CannotEnroll."""
    if first := received_before(submission, command):
        return first
    family = locked_family(command.enrollment_id, submission)
    if open_change := open_on_family(submission.purchaser, family.pk):
        raise CannotEnroll(_("This family has a request with a representative."), see=open_change)
    check_dependents(command, family, submission)
    decisions = identify(Family(None, command.dependents), today=submission.judged_on, enrollment_id=family.pk)
    change = received(
        command,
        submission,
        unit_id=family.unit_id,
        title=title_of(command),
        enrollment=family,
        person=family.subscriber,
    )
    if not all_certain(decisions):
        hold(change, submission, decisions=decisions, budget=settings.REVIEWS_PER_DAY)
        refresh(submission.purchaser, [family.subscriber_id])
        return change
    return write_dependents(change, command, submission, [decision.person_id for decision in decisions])


def write_dependents(
    change: Change, command: AddDependents, submission: Submission, person_ids: Sequence[UUID | None]
) -> Change:
    """Write the dependents of a change whose people are known (an id each, None for somebody new)."""
    family = locked_family(command.enrollment_id, submission)
    starts_on = _start_of(command, family, submission)
    person_ids = humans_of(command.dependents, person_ids)
    refuse_if_covered(command.dependents, person_ids, family.plan_line, starts_on, submission)
    people: list[Person] = known_people(command.dependents, person_ids, change, submission)
    outcome = cover(family, list(zip(people, command.dependents, strict=True)), starts_on, change, submission)
    keep_outcome(change, outcome)
    tell(change, submission, "added_dependents")
    refresh(submission.purchaser, [family.subscriber_id])
    return change
