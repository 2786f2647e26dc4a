"""What goes into a decision and what comes out of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class NameKeys:
    """A name as it is compared: keys (rules.names.name_key) and their phonetic codes."""

    first: str
    last: str
    first_sound: str = ""
    last_sound: str = ""


@dataclass(frozen=True)
class Asked:
    """An applicant as it is compared. `number` is nine digits, or "" when there is none."""

    name: NameKeys
    birth_date: date
    sex: str = ""
    suffix: str = ""
    number: str = field(default="", repr=False)


@dataclass(frozen=True)
class Known:
    """A person on file as it is compared, with every former name. `in_family`: covered in the enrollment asked about."""

    person_id: UUID
    name: NameKeys
    birth_date: date
    sex: str = ""
    suffix: str = ""
    number: str = field(default="", repr=False)
    former_names: tuple[NameKeys, ...] = ()
    deceased: bool = False
    in_family: bool = False

    @property
    def names(self) -> tuple[NameKeys, ...]:
        return (self.name, *self.former_names)


@dataclass(frozen=True)
class Found:
    """What retrieval brought for each applicant, in their order.

    `second_look` says that everybody who could be near was looked for, not only who could be equal.
    """

    asked: tuple[Asked, ...]
    known: tuple[tuple[Known, ...], ...]
    second_look: bool


class SecondLookMissing(Exception):
    """ "New" was about to be said without having looked for everybody who could be near."""


class Outcome(StrEnum):
    SAME = "same"
    NEW = "new"
    REVIEW = "review"


@dataclass(frozen=True)
class Comparison:
    """One applicant beside one person on file: a word per field, and whether it makes them certain or near."""

    person_id: UUID
    fields: dict[str, str]
    certain: bool
    near: bool
    in_family: bool

    @property
    def agreements(self) -> int:
        """Fields that are equal count two, fields that are nearly equal one: for the order of candidates only."""
        return sum(2 if word == "equal" else word not in ("differs", "missing") for word in self.fields.values())


@dataclass(frozen=True)
class Decision:
    """What is known about one applicant. `reason` is a code for the representative, never for the employer."""

    outcome: Outcome
    person_id: UUID | None = None
    candidates: tuple[Comparison, ...] = ()
    reason: str = ""
