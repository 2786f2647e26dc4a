"""Adding an employee with the family, and adding dependents to a family."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from enrollment.commands.command import Command, register
from enrollment.rules.people import Applicant, Family, applicant_from, applicant_payload


@register
@dataclass(frozen=True)
class AddEmployee(Command):
    """A whole new family: the employee (family.subscriber) and the dependents, in one plan a line of coverage.

    `waives` are the lines that the unit offers and the employee does not take.
    """

    type: ClassVar = "add_employee"
    version: ClassVar = 2
    adds_people: ClassVar = True

    family: Family
    unit_id: int
    offering_ids: tuple[int, ...]
    hired_on: date
    employment_class: str
    employee_number: str = ""
    weekly_hours: str = ""
    waives: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Applicant, ...]:
        return self.family.people

    @property
    def numbers(self) -> tuple[str, ...]:
        return (*super().numbers, self.employee_number)

    def with_people(self, people: Sequence[Applicant]) -> Self:
        return replace(self, family=Family(people[0], tuple(people[1:])))

    def payload(self) -> dict[str, Any]:
        return {
            "people": [applicant_payload(person) for person in self.people],
            "unit_id": self.unit_id,
            "offering_ids": list(self.offering_ids),
            "hired_on": self.hired_on.isoformat(),
            "employment_class": self.employment_class,
            "employee_number": self.employee_number,
            "weekly_hours": self.weekly_hours,
            "waives": list(self.waives),
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        subscriber, *dependents = (applicant_from(person) for person in payload["people"])
        return cls(
            family=Family(subscriber=subscriber, dependents=tuple(dependents)),
            unit_id=payload["unit_id"],
            # Version 1 had one plan.
            offering_ids=tuple(payload.get("offering_ids") or [payload["offering_id"]]),
            hired_on=date.fromisoformat(payload["hired_on"]),
            employment_class=payload["employment_class"],
            employee_number=payload["employee_number"],
            weekly_hours=payload["weekly_hours"],
            waives=tuple(payload.get("waives", ())),
        )


@register
@dataclass(frozen=True)
class AddDependents(Command):
    """More people in a covered family, from the day of a qualifying event."""

    type: ClassVar = "add_dependents"
    adds_people: ClassVar = True

    enrollment_id: int
    dependents: tuple[Applicant, ...]
    event: str
    event_on: date

    @property
    def people(self) -> tuple[Applicant, ...]:
        return self.dependents

    def with_people(self, people: Sequence[Applicant]) -> Self:
        return replace(self, dependents=tuple(people))

    def payload(self) -> dict[str, Any]:
        return {
            "people": [applicant_payload(person) for person in self.people],
            "enrollment_id": self.enrollment_id,
            "event": self.event,
            "event_on": self.event_on.isoformat(),
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        return cls(
            enrollment_id=payload["enrollment_id"],
            dependents=tuple(applicant_from(person) for person in payload["people"]),
            event=payload["event"],
            event_on=date.fromisoformat(payload["event_on"]),
        )
