"""Correcting a person's details."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from uuid import UUID

from enrollment.commands.command import Command, register
from enrollment.rules.people import Applicant, applicant_from, applicant_payload


@register
@dataclass(frozen=True)
class CorrectDetails(Command):
    """All details of one person as they should be; what differs from those on record decides what happens.

    `moves` are the members of the family who get the new address, too.
    """

    type: ClassVar = "correct_details"

    person_id: UUID
    after: Applicant
    moves: tuple[UUID, ...] = ()

    @property
    def people(self) -> tuple[Applicant, ...]:
        return (self.after,)

    def with_people(self, people: Sequence[Applicant]) -> Self:
        return replace(self, after=people[0])

    def payload(self) -> dict[str, Any]:
        return {
            "people": [applicant_payload(self.after)],
            "person_id": str(self.person_id),
            "moves": [str(person) for person in self.moves],
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        return cls(
            person_id=UUID(payload["person_id"]),
            after=applicant_from(payload["people"][0]),
            moves=tuple(UUID(person) for person in payload.get("moves", ())),
        )
