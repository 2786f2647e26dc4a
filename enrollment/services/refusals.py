"""Why a command is refused, in words for the employer, with the field or the person it concerns."""

from dataclasses import dataclass

from enrollment.models import Change


@dataclass(frozen=True)
class Problem:
    """One reason. `field` is a form's field name; `position` the place among the people, 0 the first."""

    text: str
    field: str = ""
    position: int | None = None


class CannotChange(Exception):
    """The command is refused and nothing was written. `problems` say why; `see` is a change to look at instead."""

    def __init__(self, *problems: Problem | str, see: Change | None = None):
        self.problems = [each if isinstance(each, Problem) else Problem(str(each)) for each in problems]
        self.see = see
        super().__init__(" ".join(problem.text for problem in self.problems))


class CannotEnroll(CannotChange):
    pass


class MedicarePlan(CannotEnroll):
    """A Medicare plan needs each person's own signed form: a representative takes it."""


class CannotEnd(CannotChange):
    pass


class CannotReverse(CannotChange):
    pass


class CannotCorrect(CannotChange):
    pass


class StaleDetails(CannotCorrect):
    """Somebody else corrected the person since the form was shown."""


class CannotDecide(CannotChange):
    """A representative's decision that facts no longer allow."""


class CannotMerge(CannotChange):
    """Two records that cannot become one human now, or a merge that cannot be taken back yet. For representatives."""
