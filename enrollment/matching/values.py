"""What goes into a decision and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from enrollment.matching.normalise import NameKeys

Id = UUID


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where somebody can be reached, as opaque keys that are equal for equal values: the engine sees no address."""

    streets: frozenset[bytes | str] = frozenset()
    phones: frozenset[bytes | str] = frozenset()
    emails: frozenset[bytes | str] = frozenset()


NO_CONTACTS = Contacts()


@dataclass(frozen=True, slots=True)
class Asked:
    """An applicant as it is compared. `number` is nine digits, or "" when there is none that says anything;
    `number_part` what was given instead of nine: it proves nobody, and speaks against whoever's number does not hold it.
    `is_child`: sent as somebody's child, of those whose coverage ends by age.
    """

    name: NameKeys
    birth_date: date | None
    sex: str = ""
    number: str = field(default="", repr=False)
    member_number: str = ""
    contacts: Contacts = NO_CONTACTS
    number_part: str = field(default="", repr=False)
    is_child: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A record on file as it is compared, with every other name it bears.

    `person_id` is the human it stands for: records that were merged share one. `in_family`: covered in the
    enrollment that is asked about.
    """

    person_id: Id
    name: NameKeys
    birth_date: date | None
    sex: str = ""
    number: str = field(default="", repr=False)
    member_number: str = ""
    contacts: Contacts = NO_CONTACTS
    other_names: tuple[NameKeys, ...] = ()
    deceased: bool = False
    in_family: bool = False

    @property
    def names(self) -> tuple[NameKeys, ...]:
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class Settled:
    """What representatives have decided about this very applicant before: final."""

    same_as: Id | None = None
    not_same: frozenset[Id] = frozenset()


@dataclass(frozen=True)
class Found:
    """What retrieval brought for each applicant, in their order: `known` by the keys of the first look, `further`
    by the second, which is None where nobody has looked. `further` counts only where somebody would be new otherwise.

    `persons` is how many persons are on file: the more there are, the less a rare name proves.
    """

    asked: tuple[Asked, ...]
    known: tuple[tuple[Known, ...], ...]
    further: tuple[tuple[Known, ...], ...] | None
    today: date
    persons: int
    settled: tuple[Settled, ...] = ()


class SecondLookMissing(Exception):
    """ "New" was about to be said without having looked for everybody who could be near."""


class Outcome(StrEnum):
    SAME = "same"
    NEW = "new"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One applicant beside one person on file.

    `fields` has a word for each field (agreement.py), `weight` the sum of their weights in bits, `rule` the
    certain rule that holds, or "". It holds no value of either.
    """

    person_id: Id
    fields: Mapping[str, str]
    weight: float
    rule: str = ""
    in_family: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known about one applicant. `reason` is a code for the representative, never for the employer.

    For SAME it is the rule; for REVIEW the guard that spoke against it, or what is missing.
    """

    outcome: Outcome
    person_id: Id | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
