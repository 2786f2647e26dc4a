"""The verbs of enrollment. Every door calls these and nothing below them."""

from enrollment.services.correct import applicant_of, correct_details, differences
from enrollment.services.drafts import ask_for_call, delete_draft, erase_old_drafts, save_draft
from enrollment.services.ends import end_coverage, preview_end, reverse_end
from enrollment.services.enroll import add_dependents, check_dependents, check_employee, enroll
from enrollment.services.merges import compare_records, confirm_merge, merge_people, propose_merge, withdraw_merge
from enrollment.services.reading import export_roster, reveal_number, view_person
from enrollment.services.receive import KeyReused, Submission
from enrollment.services.refusals import (
    CannotChange,
    CannotCorrect,
    CannotDecide,
    CannotEnd,
    CannotEnroll,
    CannotMerge,
    CannotReverse,
    MedicarePlan,
    Problem,
)
from enrollment.services.reviews import answer, ask_employer, claim, holder_of, refuse, release, settle, withdraw
from enrollment.services.terms import offer_plan, set_unit_rules
from enrollment.services.unmerge import undo_merge

__all__ = [
    "CannotChange",
    "CannotCorrect",
    "CannotDecide",
    "CannotEnd",
    "CannotEnroll",
    "CannotMerge",
    "CannotReverse",
    "KeyReused",
    "MedicarePlan",
    "Problem",
    "Submission",
    "add_dependents",
    "answer",
    "applicant_of",
    "ask_employer",
    "ask_for_call",
    "check_dependents",
    "check_employee",
    "claim",
    "compare_records",
    "confirm_merge",
    "correct_details",
    "delete_draft",
    "differences",
    "end_coverage",
    "enroll",
    "erase_old_drafts",
    "export_roster",
    "holder_of",
    "merge_people",
    "offer_plan",
    "preview_end",
    "propose_merge",
    "refuse",
    "release",
    "reveal_number",
    "reverse_end",
    "save_draft",
    "set_unit_rules",
    "settle",
    "undo_merge",
    "view_person",
    "withdraw",
    "withdraw_merge",
]
