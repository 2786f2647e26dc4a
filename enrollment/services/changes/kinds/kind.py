"""What every kind of change says of itself. Doors and services ask it; nothing else asks for the type of a change."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy

from enrollment.commands import Command
from enrollment.matching import Decision, Outcome
from enrollment.models import Change, Enrollment, Offering, Plan
from enrollment.queries.changes.open import open_on_family
from enrollment.queries.review.corrections import Correction
from enrollment.rules.people import Number
from enrollment.services.refusals import CannotChange
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission

Fact = tuple[str, str]


@dataclass(frozen=True)
class Checked:
    """What a command that may go on rests on. `reasons` send it to a representative, whoever its people are."""

    unit_id: int
    title: str
    starts_on: date | None = None
    offering: Offering | None = None
    reasons: Sequence[str] = ()
    # Further columns of the change.
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    """Who each person of a command is (None for someone new), and what to do with each field that differs.

    `amendments` are by the person's place; a place without an entry keeps the rule of its kind.
    """

    people: Sequence[UUID | None] = ()
    amendments: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outlook:
    """The first day a request gives, by which rule (in words), in which plan, for which relationships."""

    starts_on: date
    rule: str
    offering: Offering
    relationships: Collection[str]


class Kind[C: Command](ABC):
    """One kind of change. Everything runs in the transaction of the verb that asks."""

    command: type[C]
    # Words people read: "Add employee".
    title: ClassVar[Any]
    refusal: ClassVar[type[CannotChange]] = CannotChange
    waiting_words: ClassVar[Any] = gettext_lazy("A request for this family is in review.")

    # --- from the form to the record ---

    def family(self, command: C, submission: Submission) -> Enrollment | None:
        """The covered family it is about, locked; raises CannotChange where there is none."""
        return None

    @abstractmethod
    def check(self, command: C, family: Enrollment | None, submission: Submission) -> Checked:
        """What it rests on; raises CannotChange with every problem."""

    def waiting(self, command: C, family: Enrollment | None, submission: Submission) -> Change | None:
        """The open change that has to be settled first."""
        return open_on_family(submission.purchaser, family.pk) if family else None

    def refuse_beside_open(
        self, command: C, family: Enrollment | None, submission: Submission, *, own: Change | None = None
    ) -> None:
        """Raise the kind's refusal where a change other than its `own` has to be settled first."""
        waiting = self.waiting(command, family, submission)
        if waiting and waiting != own:
            raise self.refusal(str(self.waiting_words), see=waiting)

    def identify(self, command: C, family: Enrollment | None, submission: Submission) -> Sequence[Decision]:
        """What the engine says of each of its people, place by place; nothing where nobody is looked for."""
        return ()

    def is_certain(self, decision: Decision) -> bool:
        """Whether this says all that has to be known of a person."""
        return decision.outcome != Outcome.REVIEW

    @abstractmethod
    def write(
        self, change: Change, command: C, submission: Submission, decided: Decided, checked: Checked | None = None
    ) -> Change:
        """Complete the change and write its effect. `checked` is what `check` said in this transaction."""

    def show_waiting(self, change: Change, command: C, checked: Checked) -> None:
        """Bring the roster up to date with a change that waits."""
        if change.enrollment:
            refresh(change.purchaser, [change.enrollment.subscriber_id])

    # --- what the pages show ---

    def describe(self, change: Change, command: C) -> list[Fact]:
        """(what, answer) of a request, apart from its people and what came of it for each."""
        return []

    def outlook(self, command: C, family: Enrollment | None, submission: Submission) -> Outlook | None:
        """What would start, also where it is refused: the reason is often in it."""
        return None

    def starts_on(self, command: C) -> date | None:
        """The first day of coverage by the unit's rules."""
        return None

    def plan(self, change: Change, command: C) -> Plan | None:
        """The plan it is about."""
        return change.enrollment.offering.plan if change.enrollment else None

    def may_change_premium(self, change: Change) -> bool:
        """Whether what was done can change the premium."""
        return True

    def is_reversible(self, change: Change) -> bool:
        """Whether its effect can be taken back now."""
        return False

    # --- what a representative is told ---

    def case_facts(self, command: C) -> list[str]:
        """Sentences beside the case that only the representative reads."""
        return []

    def correction(self, change: Change, command: C, posted: Mapping[str, str]) -> Correction | None:
        """The identity fields that a representative decides one by one."""
        return None

    def obstacles(self, change: Change, command: C, place: int, person_id: UUID) -> list[str]:
        """Why the person at a place cannot be this person on file now, by the rules of the decision."""
        return []

    def numbers_taken(self, command: C, submission: Submission, decided: Decided) -> list[tuple[Number, UUID]]:
        """Each number that a decision writes on the record of a person on file, with the person."""
        return []
