"""Input and output of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from enrollment.matching.normalise import NameKeys

Id = UUID


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contact details as opaque keys that are equal for equal values."""

    streets: frozenset[bytes | str] = frozenset()
    phones: frozenset[bytes | str] = frozenset()
    emails: frozenset[bytes | str] = frozenset()


NO_CONTACTS = Contacts()


@dataclass(frozen=True, slots=True)
class Asked:
    """An applicant as compared.

    `number` is nine digits or "". `number_part` is an incomplete number: it proves no one, and speaks against records
    whose number does not contain it. `is_child`: submitted as a child whose coverage ends by age.
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
    """A record as compared, with its former names.

    `person_id` is the person it stands for; merged records share one. `in_family`: covered in the same enrollment.
    `is_current` is False for an employer's report that it corrected since.
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
    is_current: bool = True

    @property
    def names(self) -> tuple[NameKeys, ...]:
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class Settled:
    """Final decisions that representatives made about this very applicant."""

    same_as: Id | None = None
    not_same: frozenset[Id] = frozenset()


@dataclass(frozen=True)
class Reported:
    """What the asking employer itself reports, by applicant.

    `known` are the versions of its reports, `settled` the decisions about its own requests, `people` those of the people
    found carrier-wide whom it reports.
    """

    known: tuple[tuple[Known, ...], ...]
    settled: tuple[Settled, ...]
    people: frozenset[Id] = frozenset()


@dataclass(frozen=True)
class Found:
    """What retrieval found for each applicant, in order.

    `known` comes from the first look, `further` from the second (None before it ran); `further` counts only when the
    applicant would be new otherwise. `persons` is the number of persons on file: the more, the less a rare name proves.
    `reported` is None where no employer asks.
    """

    asked: tuple[Asked, ...]
    known: tuple[tuple[Known, ...], ...]
    further: tuple[tuple[Known, ...], ...] | None
    today: date
    persons: int
    settled: tuple[Settled, ...] = ()
    reported: Reported | None = None


class SecondLookMissing(Exception):
    """ "New" needs the second look, which has not run."""


class Outcome(StrEnum):
    SAME = "same"
    NEW = "new"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One applicant compared with one person on file, without values.

    `fields` has one word per field (agreement.py), `weight` their sum in bits, `rule` the certain rule that holds or
    "".
    """

    person_id: Id
    fields: Mapping[str, str]
    weight: float
    rule: str = ""
    in_family: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision about one applicant. `reason` is a code for the representative, never for the employer.

    For SAME it is the rule; for REVIEW the guard that objected, or what is missing. `is_own`: made by the asking
    employer's own reports.
    """

    outcome: Outcome
    person_id: Id | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    is_own: bool = False
