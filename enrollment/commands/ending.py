"""Ending coverage, and reversing an end."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from enrollment.commands.command import Command, register
from enrollment.rules.codes import EndReason
from enrollment.rules.coverage import counted_from


@register
@dataclass(frozen=True)
class EndCoverage(Command):
    """The end of an employee's coverage (person_ids empty: the family follows) or of some dependents'.

    Without `lines` it ends every line of coverage. `enrollment_id` is any enrollment of the family.
    `event_on` is the day of the event; `last_day_worked` is given where the reason ends an employment;
    `last_day` is the last day covered. `earlier` is a last day before the limit, with its reason, that only
    a representative can allow.
    """

    type: ClassVar = "end_coverage"

    enrollment_id: int
    person_ids: tuple[UUID, ...]
    reason: EndReason
    event_on: date
    last_day: date
    attested: bool = False
    earlier: date | None = None
    earlier_reason: str = ""
    last_day_worked: date | None = None
    lines: tuple[str, ...] = ()

    @property
    def counted_from(self) -> date:
        return counted_from(self.reason, self.event_on, self.last_day_worked)

    def payload(self) -> dict[str, Any]:
        return {
            "enrollment_id": self.enrollment_id,
            "person_ids": [str(person) for person in self.person_ids],
            "reason": self.reason.value,
            "event_on": self.event_on.isoformat(),
            "last_day": self.last_day.isoformat(),
            "attested": self.attested,
            "earlier": self.earlier.isoformat() if self.earlier else None,
            "earlier_reason": self.earlier_reason,
            "last_day_worked": self.last_day_worked.isoformat() if self.last_day_worked else None,
            "lines": list(self.lines),
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        return cls(
            enrollment_id=payload["enrollment_id"],
            person_ids=tuple(UUID(person) for person in payload["person_ids"]),
            reason=EndReason(payload["reason"]),
            event_on=date.fromisoformat(payload["event_on"]),
            last_day=date.fromisoformat(payload["last_day"]),
            attested=payload["attested"],
            earlier=_day(payload["earlier"]),
            earlier_reason=payload["earlier_reason"],
            last_day_worked=_day(payload.get("last_day_worked")),
            lines=tuple(payload.get("lines", ())),
        )


@register
@dataclass(frozen=True)
class ReverseEnd(Command):
    """Reverse an end of coverage, before its day or after it."""

    type: ClassVar = "reverse_end"

    change_id: UUID
    reason: str

    def payload(self) -> dict[str, Any]:
        return {"change_id": str(self.change_id), "reason": self.reason}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        return cls(change_id=UUID(payload["change_id"]), reason=payload["reason"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
