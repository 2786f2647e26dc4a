"""What representatives do with changes in review, and the goal watch."""

from enrollment.services.review.answer import answer
from enrollment.services.review.ask import ask_employer
from enrollment.services.review.case import case_for, with_obstacles
from enrollment.services.review.claim import claim, locked_change, look_at_candidates, release
from enrollment.services.review.goals import foresee, watch_goals
from enrollment.services.review.queue import (
    IDENTITY_NUMBER,
    KEPT,
    assign,
    filters_mark,
    forget_filter,
    save_filter,
    without_identity_numbers,
)
from enrollment.services.review.refuse import refuse
from enrollment.services.review.settle import StaleFacts, settle, show_again
from enrollment.services.review.shared_numbers import NumberOfAnother, consequence

__all__ = [
    "IDENTITY_NUMBER",
    "KEPT",
    "NumberOfAnother",
    "StaleFacts",
    "answer",
    "ask_employer",
    "assign",
    "case_for",
    "claim",
    "consequence",
    "filters_mark",
    "foresee",
    "forget_filter",
    "locked_change",
    "look_at_candidates",
    "refuse",
    "release",
    "save_filter",
    "settle",
    "show_again",
    "watch_goals",
    "with_obstacles",
    "without_identity_numbers",
]
