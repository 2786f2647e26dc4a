"""What every kind of change says of itself. Doors and services ask it; nothing else asks for the type of a change."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from enrollment.commands import Command
from enrollment.matching import NOBODY, Decision, Identified, Outcome
from enrollment.models import Change, Enrollment, Offering, Plan
from enrollment.queries.changes.compared import Compared
from enrollment.queries.changes.open import open_on_family
from enrollment.queries.changes.proposed import ProposedCoverage
from enrollment.queries.families import by_line, enrollments_of
from enrollment.queries.review.corrections import Correction
from enrollment.rules.codes import Tier
from enrollment.rules.coverage import tier
from enrollment.rules.people import Number
from enrollment.services.refusals import CannotChange
from enrollment.services.roster import find_request, refresh
from enrollment.services.submission import Submission

Fact = tuple[str, str]


@dataclass(frozen=True)
class Checked:
    """The facts a valid command rests on. `reasons` send it to review, whoever its people are.

    `matches`: its people are compared with everybody on file.
    """

    unit_id: int
    title: str
    starts_on: date | None = None
    # Medical first.
    offerings: Sequence[Offering] = ()
    reasons: Sequence[str] = ()
    matches: bool = False
    # Additional columns of the change.
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    """The person of each applicant (None for a new one), and what to do with each field that differs.

    `amendments` are by position; a position without an entry keeps the rule of its kind.
    """

    people: Sequence[UUID | None] = ()
    amendments: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class OutlookLine:
    """One line of coverage: the plan, the effective date and the relationships of all dependents."""

    offering: Offering
    starts_on: date
    relationships: Collection[str]

    @property
    def tier(self) -> Tier:
        return tier(self.relationships)


@dataclass(frozen=True)
class Outlook:
    """What a request would start: each line, medical first, and the rule of the effective date in words."""

    starts_on: date
    rule: str
    lines: Sequence[OutlookLine]


class Kind[C: Command](ABC):
    """One kind of change. Everything runs in the caller's transaction."""

    command: type[C]
    # The label, such as "Add employee".
    title: ClassVar[Any]
    # What a user needs to ask for it, answer a question about it, or withdraw it.
    privilege: ClassVar[Privilege]
    # What its receipt shows.
    shows: ClassVar[tuple[Privilege, ...]] = (Privilege.VIEW_ROSTER,)
    refusal: ClassVar[type[CannotChange]] = CannotChange
    waiting_words: ClassVar[Any] = gettext_lazy("A request for this family is in review.")

    # --- from the form to the record ---

    def family(self, command: C, submission: Submission) -> Enrollment | None:
        """The covered family, locked; raises CannotChange if there is none."""
        return None

    @abstractmethod
    def check(self, command: C, family: Enrollment | None, submission: Submission) -> Checked:
        """The facts it rests on; raises CannotChange with every problem."""

    def waiting(self, command: C, family: Enrollment | None, submission: Submission) -> Change | None:
        """The open change to decide first."""
        return open_on_family(submission.purchaser, family.subscriber_id) if family else None

    def refuse_beside_open(
        self, command: C, family: Enrollment | None, submission: Submission, *, own: Change | None = None
    ) -> None:
        """Raise the kind's refusal if another change than `own` is open."""
        waiting = self.waiting(command, family, submission)
        if waiting and waiting != own:
            raise self.refusal(str(self.waiting_words), see=waiting)

    def identify(self, command: C, family: Enrollment | None, submission: Submission) -> Identified:
        """Who each person is, by position."""
        return NOBODY

    def known_refusal(
        self, change: Change, command: C, submission: Submission, decisions: Sequence[Decision]
    ) -> CannotChange | None:
        """What the employer's own reports forbid, whoever else is in the request."""
        return None

    def is_certain(self, decision: Decision) -> bool:
        """Whether the decision about a person needs no review."""
        return decision.outcome != Outcome.REVIEW

    @abstractmethod
    def write(
        self, change: Change, command: C, submission: Submission, decided: Decided, checked: Checked | None = None
    ) -> Change:
        """Complete the change and write its effect. `checked` comes from `check` in this transaction."""

    def show_waiting(self, change: Change, command: C, checked: Checked) -> None:
        """Update the roster for a change in review."""
        if change.enrollment:
            refresh(change.purchaser, [change.enrollment.subscriber_id])
        find_request(change, command)

    # --- what the pages show ---

    def describe(self, change: Change, command: C) -> list[Fact]:
        """(label, value) pairs of a request, without its people and results."""
        return []

    def proposed(self, change: Change, command: C) -> list[Compared]:
        """What it would change in a person's details, or would have."""
        return []

    def outlook(self, command: C, family: Enrollment | None, submission: Submission) -> Outlook | None:
        """What would start, even if refused, since it often explains the refusal."""
        return None

    def coverage_after(
        self, command: C, family: Enrollment | None, submission: Submission
    ) -> Sequence[ProposedCoverage]:
        """The coverage that would stand after a command that `check` accepts, one for each family; none without effect.

        As if nobody new were on file, and as if a review approved it. It reads this employer's own rows only, takes no
        lock and writes nothing. May raise the kind's refusal.
        """
        return []

    def starts_on(self, command: C) -> date | None:
        """The effective date by the unit's rules."""
        return None

    def plans(self, change: Change, command: C) -> list[Plan]:
        """The plans of the family, medical first."""
        if change.enrollment is None:
            return []
        own = enrollments_of(change.enrollment).select_related("offering__plan").order_by("pk")
        return list(dict.fromkeys(each.offering.plan for each in by_line(own)))

    def may_change_premium(self, change: Change) -> bool:
        """Whether what was done can change the premium."""
        return True

    def is_reversible(self, change: Change) -> bool:
        """Whether its effect can be reversed now."""
        return False

    # --- what a representative is told ---

    def case_facts(self, command: C) -> list[str]:
        """Sentences on the case for the representative only."""
        return []

    def correction(self, change: Change, command: C, posted: Mapping[str, str]) -> Correction | None:
        """The identity fields to decide one by one."""
        return None

    def obstacles(self, change: Change, command: C, place: int, person_id: UUID) -> list[str]:
        """Why the applicant at a position cannot be this person now."""
        return []

    def numbers_taken(self, command: C, submission: Submission, decided: Decided) -> list[tuple[Number, UUID]]:
        """The numbers that a decision writes to persons on file, with each person."""
        return []
