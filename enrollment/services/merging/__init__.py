"""Merge two records of one person, and undo it."""

from enrollment.services.merging.merge import compare_records, merge_people
from enrollment.services.merging.proposals import confirm_merge, propose_merge, withdraw_merge
from enrollment.services.merging.reopen import confirm_reopening, propose_reopening, reject_reopening, reopen
from enrollment.services.merging.undo import undo_merge
from enrollment.services.merging.undo_proposals import confirm_undo, is_stale, open_undo, propose_undo, reject_undo

__all__ = [
    "compare_records",
    "confirm_merge",
    "confirm_reopening",
    "confirm_undo",
    "is_stale",
    "merge_people",
    "open_undo",
    "propose_merge",
    "propose_reopening",
    "propose_undo",
    "reject_reopening",
    "reject_undo",
    "reopen",
    "undo_merge",
    "withdraw_merge",
]
