"""A command: what can be asked for, as a value. Each type registers itself; a change keeps its payload."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from enrollment.rules.dates import BadDate, is_in_range
from enrollment.rules.people import Applicant

COMMANDS: dict[str, type["Command"]] = {}


class Command(ABC):
    """Frozen values with a JSON form. `version` goes up when that form changes; `from_payload` reads every version."""

    type: ClassVar[str]
    version: ClassVar[int] = 1
    # Whether its people have to be found on file or created.
    adds_people: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Hold no day that forms would refuse, whichever door or payload it comes from. Raises BadDate."""
        own = [value for value in vars(self).values() if isinstance(value, date)]
        if not all(is_in_range(day) for day in [*own, *(each.birth_date for each in self.people)]):
            raise BadDate("out_of_range")

    @property
    def people(self) -> tuple[Applicant, ...]:
        """The people whose details it holds."""
        return ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Employee and member numbers as typed, which find the request."""
        return tuple(person.member_number for person in self.people)

    def with_people(self, people: Sequence[Applicant]) -> Self:
        """The same command with these people in place of its own."""
        return self

    @abstractmethod
    def payload(self) -> dict[str, Any]:
        """The command as JSON values; dates as YYYY-MM-DD."""

    @classmethod
    @abstractmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The command that `payload` wrote."""


def register[C: type[Command]](command: C) -> C:
    """Make a type of command readable from a change."""
    COMMANDS[command.type] = command
    return command


def command_from(kind: str, payload: dict[str, Any]) -> Command:
    """The command of a change of this type."""
    return COMMANDS[kind].from_payload(payload)


def adding() -> list[str]:
    """The types of change that add people."""
    return [kind for kind, command in COMMANDS.items() if command.adds_people]
