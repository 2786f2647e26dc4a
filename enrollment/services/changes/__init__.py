"""Employers' changes: received, checked, then written or held for review."""

from enrollment.services.changes import state
from enrollment.services.changes.call_back import ask_for_call
from enrollment.services.changes.corrections import same_address
from enrollment.services.changes.drafts import delete_draft, erase_old_drafts, save_draft
from enrollment.services.changes.hold import let_go
from enrollment.services.changes.kinds import KINDS, Checked, Decided, Kind, kind_of, kinds_allowed
from enrollment.services.changes.kinds.add_dependents import check_dependent, check_event, event_start
from enrollment.services.changes.kinds.add_employee import ENROLL_WITHIN_DAYS, check_new_dependent
from enrollment.services.changes.kinds.end_coverage import check_end_days
from enrollment.services.changes.receive import KeyReused
from enrollment.services.changes.submit import submit
from enrollment.services.changes.withdraw import withdraw
from enrollment.services.changes.write import new_version

__all__ = [
    "ENROLL_WITHIN_DAYS",
    "KINDS",
    "Checked",
    "Decided",
    "KeyReused",
    "Kind",
    "ask_for_call",
    "check_dependent",
    "check_end_days",
    "check_event",
    "check_new_dependent",
    "delete_draft",
    "erase_old_drafts",
    "event_start",
    "kind_of",
    "kinds_allowed",
    "let_go",
    "new_version",
    "same_address",
    "save_draft",
    "state",
    "submit",
    "withdraw",
]
