"""What can be asked for, as values: the typed payload of a Change. Every door builds one of these.

`as_payload` and `command_from` turn a command into JSON and back; VERSION goes up when the shape changes,
and `command_from` goes on reading every older version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from enrollment.rules.codes import EndReason
from enrollment.rules.coverage import counted_from
from enrollment.rules.people import Applicant, Family, applicant_from, applicant_payload

VERSION = 1


@dataclass(frozen=True)
class AddEmployee:
    """A whole new family: the employee (family.subscriber) and the dependents, in one plan."""

    family: Family
    unit_id: int
    offering_id: int
    hired_on: date
    employment_class: str
    employee_number: str = ""
    weekly_hours: str = ""

    @property
    def people(self) -> tuple[Applicant, ...]:
        return self.family.people


@dataclass(frozen=True)
class AddDependents:
    """Further people in a family that is covered, from the day of an event."""

    enrollment_id: int
    dependents: tuple[Applicant, ...]
    event: str
    event_on: date

    @property
    def people(self) -> tuple[Applicant, ...]:
        return self.dependents


@dataclass(frozen=True)
class CorrectDetails:
    """What one person's details are to be, whole; the difference to what they are decides what happens."""

    person_id: UUID
    after: Applicant

    @property
    def people(self) -> tuple[Applicant, ...]:
        return (self.after,)


@dataclass(frozen=True)
class EndCoverage:
    """The end of an employee's coverage (person_ids empty: the family follows) or of some dependents'.

    `event_on` is the day of the event; `last_day_worked` is given where the reason ends an employment, and
    `last_day` is the last day covered.
    `earlier` is a last day before the limit, with its reason, that only a representative can allow.
    """

    enrollment_id: int
    person_ids: tuple[UUID, ...]
    reason: EndReason
    event_on: date
    last_day: date
    attested: bool = False
    earlier: date | None = None
    earlier_reason: str = ""
    last_day_worked: date | None = None

    @property
    def counted_from(self) -> date:
        return counted_from(self.reason, self.event_on, self.last_day_worked)

    @property
    def people(self) -> tuple[Applicant, ...]:
        return ()


@dataclass(frozen=True)
class ReverseEnd:
    """Reverse an end of coverage, before its day or after it."""

    change_id: UUID
    reason: str

    @property
    def people(self) -> tuple[Applicant, ...]:
        return ()


Command = AddEmployee | AddDependents | CorrectDetails | EndCoverage | ReverseEnd


def as_payload(command: Command) -> dict[str, Any]:
    """The command as JSON values; dates as YYYY-MM-DD."""
    match command:
        case AddEmployee():
            return {
                "people": [applicant_payload(person) for person in command.people],
                "unit_id": command.unit_id,
                "offering_id": command.offering_id,
                "hired_on": command.hired_on.isoformat(),
                "employment_class": command.employment_class,
                "employee_number": command.employee_number,
                "weekly_hours": command.weekly_hours,
            }
        case AddDependents():
            return {
                "people": [applicant_payload(person) for person in command.people],
                "enrollment_id": command.enrollment_id,
                "event": command.event,
                "event_on": command.event_on.isoformat(),
            }
        case CorrectDetails():
            return {"people": [applicant_payload(command.after)], "person_id": str(command.person_id)}
        case EndCoverage():
            return {
                "enrollment_id": command.enrollment_id,
                "person_ids": [str(person) for person in command.person_ids],
                "reason": command.reason.value,
                "event_on": command.event_on.isoformat(),
                "last_day": command.last_day.isoformat(),
                "attested": command.attested,
                "earlier": command.earlier.isoformat() if command.earlier else None,
                "earlier_reason": command.earlier_reason,
                "last_day_worked": command.last_day_worked.isoformat() if command.last_day_worked else None,
            }
        case ReverseEnd():
            return {"change_id": str(command.change_id), "reason": command.reason}


def _add_employee(payload: dict[str, Any]) -> AddEmployee:
    subscriber, *dependents = (applicant_from(person) for person in payload["people"])
    return AddEmployee(
        family=Family(subscriber=subscriber, dependents=tuple(dependents)),
        unit_id=payload["unit_id"],
        offering_id=payload["offering_id"],
        hired_on=date.fromisoformat(payload["hired_on"]),
        employment_class=payload["employment_class"],
        employee_number=payload["employee_number"],
        weekly_hours=payload["weekly_hours"],
    )


def _add_dependents(payload: dict[str, Any]) -> AddDependents:
    return AddDependents(
        enrollment_id=payload["enrollment_id"],
        dependents=tuple(applicant_from(person) for person in payload["people"]),
        event=payload["event"],
        event_on=date.fromisoformat(payload["event_on"]),
    )


def _correct_details(payload: dict[str, Any]) -> CorrectDetails:
    return CorrectDetails(person_id=UUID(payload["person_id"]), after=applicant_from(payload["people"][0]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _end_coverage(payload: dict[str, Any]) -> EndCoverage:
    return EndCoverage(
        enrollment_id=payload["enrollment_id"],
        person_ids=tuple(UUID(person) for person in payload["person_ids"]),
        reason=EndReason(payload["reason"]),
        event_on=date.fromisoformat(payload["event_on"]),
        last_day=date.fromisoformat(payload["last_day"]),
        attested=payload["attested"],
        earlier=_day(payload["earlier"]),
        earlier_reason=payload["earlier_reason"],
        last_day_worked=_day(payload.get("last_day_worked")),
    )


def _reverse_end(payload: dict[str, Any]) -> ReverseEnd:
    return ReverseEnd(change_id=UUID(payload["change_id"]), reason=payload["reason"])


READERS = {
    "add_employee": _add_employee,
    "add_dependents": _add_dependents,
    "correct_details": _correct_details,
    "end_coverage": _end_coverage,
    "reverse_end": _reverse_end,
}

TYPES = {
    AddEmployee: "add_employee",
    AddDependents: "add_dependents",
    CorrectDetails: "correct_details",
    EndCoverage: "end_coverage",
    ReverseEnd: "reverse_end",
}


def command_from(kind: str, payload: dict[str, Any]) -> Command:
    """The command that `as_payload` wrote for a change of this type."""
    return READERS[kind](payload)  # type: ignore[no-any-return]


def with_people(command: Command, people: Sequence[Applicant]) -> Command:
    """The command about other people in the places of its own; what concerns nobody's identity stays."""
    match command:
        case AddEmployee():
            return replace(command, family=Family(people[0], tuple(people[1:])))
        case AddDependents():
            return replace(command, dependents=tuple(people))
        case CorrectDetails():
            return replace(command, after=people[0])
    return command
