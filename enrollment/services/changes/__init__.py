"""What an employer asks for: received, checked, written, or held for a representative."""

from enrollment.services.changes import state
from enrollment.services.changes.call_back import ask_for_call
from enrollment.services.changes.drafts import delete_draft, erase_old_drafts, save_draft
from enrollment.services.changes.family import locked_family, refuse_if_covered, refuse_if_still_employed
from enrollment.services.changes.hold import answer_at_the_step, let_go
from enrollment.services.changes.kinds.add_dependents import (
    add_dependents,
    check_dependent,
    check_dependents,
    check_event,
    write_dependents,
)
from enrollment.services.changes.kinds.add_employee import (
    check_employee,
    check_new_dependent,
    enroll,
    first_day,
    subject_index,
    title_of,
    write_employee,
)
from enrollment.services.changes.kinds.correct_details import (
    correct_details,
    further_reasons,
    takes_number,
    write_correction,
)
from enrollment.services.changes.kinds.end_coverage import check_end_days, end_coverage, write_end
from enrollment.services.changes.kinds.reverse_end import reverse_end
from enrollment.services.changes.receive import KeyReused
from enrollment.services.changes.withdraw import withdraw
from enrollment.services.changes.write import new_version

__all__ = [
    "KeyReused",
    "add_dependents",
    "answer_at_the_step",
    "ask_for_call",
    "check_dependent",
    "check_dependents",
    "check_employee",
    "check_end_days",
    "check_event",
    "check_new_dependent",
    "correct_details",
    "delete_draft",
    "end_coverage",
    "enroll",
    "erase_old_drafts",
    "first_day",
    "further_reasons",
    "let_go",
    "locked_family",
    "new_version",
    "refuse_if_covered",
    "refuse_if_still_employed",
    "reverse_end",
    "save_draft",
    "state",
    "subject_index",
    "takes_number",
    "title_of",
    "withdraw",
    "write_correction",
    "write_dependents",
    "write_employee",
    "write_end",
]
