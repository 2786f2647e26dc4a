"""The verbs of enrollment. Every door calls these and nothing below them."""

from enrollment.services.ask import answer, ask_employer
from enrollment.services.correct import applicant_of, correct_details, differences
from enrollment.services.dependents import add_dependents, check_dependent, check_dependents, check_event
from enrollment.services.drafts import ask_for_call, delete_draft, erase_old_drafts, save_draft
from enrollment.services.end_preview import preview_end
from enrollment.services.ends import check_end_days, end_coverage, reverse_end
from enrollment.services.enroll import check_employee, check_new_dependent, enroll, first_day
from enrollment.services.goals import foresee, watch_goals
from enrollment.services.merges import compare_records, confirm_merge, merge_people, propose_merge, withdraw_merge
from enrollment.services.queue import assign, forget_filter, save_filter
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
    StaleDetails,
)
from enrollment.services.reopen import confirm_reopening, propose_reopening, reject_reopening, reopen
from enrollment.services.reviews import claim, held_until, holder_of, look_at_candidates, refuse, release, withdraw
from enrollment.services.settle import StaleFacts, settle, show_again
from enrollment.services.shared_numbers import NumberOfAnother, consequence
from enrollment.services.terms import offer_plan, set_unit_rules
from enrollment.services.unmerge import undo_merge
from enrollment.services.unmerge_by_two import confirm_undo, is_stale, open_undo, propose_undo, reject_undo

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
    "NumberOfAnother",
    "Problem",
    "StaleDetails",
    "StaleFacts",
    "Submission",
    "add_dependents",
    "answer",
    "applicant_of",
    "ask_employer",
    "ask_for_call",
    "assign",
    "check_dependent",
    "check_dependents",
    "check_employee",
    "check_end_days",
    "check_event",
    "check_new_dependent",
    "claim",
    "compare_records",
    "confirm_merge",
    "confirm_reopening",
    "confirm_undo",
    "consequence",
    "correct_details",
    "delete_draft",
    "differences",
    "end_coverage",
    "enroll",
    "erase_old_drafts",
    "export_roster",
    "first_day",
    "foresee",
    "forget_filter",
    "held_until",
    "holder_of",
    "is_stale",
    "look_at_candidates",
    "merge_people",
    "offer_plan",
    "open_undo",
    "preview_end",
    "propose_merge",
    "propose_reopening",
    "propose_undo",
    "refuse",
    "reject_reopening",
    "reject_undo",
    "release",
    "reopen",
    "reveal_number",
    "reverse_end",
    "save_draft",
    "save_filter",
    "set_unit_rules",
    "settle",
    "show_again",
    "undo_merge",
    "view_person",
    "watch_goals",
    "withdraw",
    "withdraw_merge",
]
