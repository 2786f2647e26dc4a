"""The kinds of change: one file, one object each."""

from collections.abc import Collection

from enrollment.commands import Command
from enrollment.models import Change
from enrollment.services.changes.kinds.add_dependents import AddDependentsKind
from enrollment.services.changes.kinds.add_employee import AddEmployeeKind
from enrollment.services.changes.kinds.correct_details import CorrectDetailsKind
from enrollment.services.changes.kinds.end_coverage import EndCoverageKind
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Kind, Outlook
from enrollment.services.changes.kinds.reverse_end import ReverseEndKind

__all__ = ["KINDS", "Checked", "Decided", "Fact", "Kind", "Outlook", "kind_of", "kinds_allowed"]

KINDS: dict[str, Kind] = {
    kind.command.type: kind
    for kind in (AddEmployeeKind(), AddDependentsKind(), CorrectDetailsKind(), EndCoverageKind(), ReverseEndKind())
}


def kinds_allowed(privileges: Collection[str]) -> list[str]:
    """The types of change that these privileges may ask for, answer about and withdraw."""
    return [name for name, kind in KINDS.items() if kind.privilege in privileges]


def kind_of(what: Change | Command) -> Kind:
    """The kind of a change or of a command."""
    return KINDS[what.type]
