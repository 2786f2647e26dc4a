"""Refusals of a command in words for the employer, with the field or person."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from access.privileges import Privilege
from enrollment.models import Change


@dataclass(frozen=True)
class Problem:
    """One reason. `field` is a form field name; `position` counts the people from 0.

    `asks` is the question of rules/family.py that a yes would answer.
    """

    text: str
    field: str = ""
    position: int | None = None
    asks: str = ""


class NotAllowed(PermissionDenied):
    """The user lacks a privilege or a unit. Pages say so before; this holds for every other door."""

    @classmethod
    def without(cls, privilege: str) -> "NotAllowed":
        return cls(f"{privilege} ({Privilege(privilege).label})")


class CannotChange(Exception):
    """The command is refused and nothing was written. `problems` say why; `see` is the change to view instead."""

    def __init__(self, *problems: Problem | str, see: Change | None = None):
        self.problems = [each if isinstance(each, Problem) else Problem(str(each)) for each in problems]
        self.see = see
        super().__init__(" ".join(problem.text for problem in self.problems))

    @property
    def asks(self) -> list[str]:
        """The questions that a yes would answer."""
        return list(dict.fromkeys(problem.asks for problem in self.problems if problem.asks))


class StaleDraft(CannotChange):
    """The draft was changed after the page was shown."""


class CannotEnroll(CannotChange):
    pass


class MedicarePlan(CannotEnroll):
    """A Medicare plan needs each person's signed form, so a representative takes it."""


class CannotEnd(CannotChange):
    pass


class CannotReverse(CannotChange):
    pass


class CannotCorrect(CannotChange):
    pass


class StaleDetails(CannotCorrect):
    """The details changed after the form was shown."""


class CannotDecide(CannotChange):
    """The facts no longer allow the representative's decision."""


class CannotMerge(CannotChange):
    """The records cannot be merged, or the merge cannot be undone. For representatives."""
