"""When work ends, and when it goes on after a reversal."""

from datetime import date, datetime

from enrollment.commands import EndCoverage, command_from
from enrollment.models import Change, Employment, Enrollment, PersonDetail
from enrollment.queries.families import coverage_of
from enrollment.rules.codes import EndReason


def end_employment(command: EndCoverage, family: Enrollment, change: Change, *, at: datetime) -> None:
    """End the work of an employee whose coverage ends because of it; work entered in error never was.

    A later end with another day replaces the first, as it does for coverage.
    """
    own = Employment.objects.filter(enrollments=family, voided_at=None)
    if command.reason == EndReason.ENTERED_IN_ERROR:
        if not coverage_of(family).known().filter(person_id=family.subscriber_id).exists():
            own.update(voided_at=at)
    elif command.reason.leaves_work:
        last = command.last_day_worked or command.event_on
        own.filter(hired_on__lte=last).update(last_day_worked=last, end_reason=command.reason, ended_by=change)


def is_working(family: Enrollment) -> bool:
    """Whether the work of a family's employee has no end yet."""
    return Employment.objects.filter(enrollments=family, voided_at=None, last_day_worked=None).exists()


def left_work(person: PersonDetail, day: date) -> dict[str, str]:
    """The outcome of an end that leaves coverage as it is, since that ended before."""
    return {"name": person.full_name, "person": str(person.person_id), "result": "left_work", "on": day.isoformat()}


def works_again(ended: Change) -> dict[str, str]:
    """The outcome of reversing such an end."""
    (said,) = ended.outcome or [{"name": ended.title}]
    return said | {"result": "works_again", "on": ""}


def last_day_of_work(ended_by: Change | None) -> date | None:
    """The last day worked that an end submitted; None if it leaves work as it is."""
    command = command_from(ended_by.type, ended_by.payload) if ended_by else None
    if isinstance(command, EndCoverage) and command.reason.leaves_work:
        return command.last_day_worked or command.event_on
    return None


def restore_employment(family: Enrollment, ended_by: Change | None) -> None:
    """Let work go on, or end where the earlier end that holds again put it."""
    own = Employment.objects.filter(enrollments=family)
    if ended_by and (last := last_day_of_work(ended_by)):
        reason = ended_by.payload["reason"]
        own.filter(hired_on__lte=last).update(
            last_day_worked=last, end_reason=reason, ended_by=ended_by, voided_at=None
        )
    else:
        own.update(last_day_worked=None, end_reason="", ended_by=None, voided_at=None)
