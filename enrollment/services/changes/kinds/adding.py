"""What both kinds that add people share."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from enrollment.commands import Command
from enrollment.matching import Decision
from enrollment.models import Change
from enrollment.queries.identity.humans import records_of
from enrollment.rules.corrections import REPLACE
from enrollment.rules.people import Number
from enrollment.services.changes.family import covered_from, refuse_if_covered
from enrollment.services.changes.kinds.kind import Decided, Kind
from enrollment.services.refusals import CannotEnroll
from enrollment.services.submission import Submission, submission_for


class AddingKind[C: Command](Kind[C]):
    """The people of a request become persons on file and are covered."""

    @abstractmethod
    def starts_on(self, command: C) -> date: ...

    @abstractmethod
    def lines(self, change: Change, command: C) -> list[str]:
        """The lines of coverage that the request is about."""

    def known_refusal(
        self, change: Change, command: C, submission: Submission, decisions: Sequence[Decision]
    ) -> CannotEnroll | None:
        """Before anybody is held for review: else a refusal would say that nobody in the request resembles others."""
        own = [(place, each.person_id) for place, each in enumerate(decisions) if each.is_own and each.person_id]
        for place, person_id in own:
            if refusal := next(self.refusals(change, command, place, person_id, submission), None):
                problems = [replace(each, position=place) for each in refusal.problems]
                return CannotEnroll(*problems, see=refusal.see)
        return None

    def obstacles(self, change: Change, command: C, place: int, person_id: UUID) -> list[str]:
        assert change.submitted_by
        assert change.submitted_at
        submission = submission_for(change, change.submitted_by, change.submitted_at)
        return [str(refusal) for refusal in self.refusals(change, command, place, person_id, submission)]

    def refusals(
        self, change: Change, command: C, place: int, person_id: UUID, submission: Submission
    ) -> Iterator[CannotEnroll]:
        """Every rule that forbids this person at this position."""
        try:
            lines, start = self.lines(change, command), self.starts_on(command)
            refuse_if_covered([command.people[place]], covered_from([records_of(person_id)], lines, start, submission))
        except CannotEnroll as refusal:
            yield refusal

    def numbers_taken(self, command: C, submission: Submission, decided: Decided) -> list[tuple[Number, UUID]]:
        known = [(command.people[place], place, person) for place, person in enumerate(decided.people) if person]
        return [
            (applicant.number, person)
            for applicant, place, person in known
            if applicant.number and decided.amendments.get(place, {}).get("number") == REPLACE
        ]


def title_of(people: list[str]) -> str:
    """The names of a request's people, cut to the length of a title."""
    return ", ".join(people)[:160]
