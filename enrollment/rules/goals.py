"""How far a goal has run, and when a request can be expected: numbers of business minutes, no clock."""

import math
from collections.abc import Sequence
from statistics import median

# Percent of the business minutes: two warnings, then the goal is missed.
HALF, MOST, MISSED = 50, 80, 100
MINUTES_A_DAY = 9 * 60


def mark_reached(total: int, left: int, *, missed: bool) -> int:
    """The highest mark that a goal of `total` business minutes has reached with `left` of them left; 0 for none."""
    if missed:
        return MISSED
    used = (total - left) * 100
    return next((mark for mark in (MOST, HALF) if used >= mark * total), 0)


def minutes_to_wait(ahead: int, settled: Sequence[int]) -> int | None:
    """Business minutes until a request is settled that has `ahead` before it in the queue.

    `settled` is how many were settled on each of the last business days; the median is what a day does. None when
    that is nothing: a promise needs something to go by.
    """
    typical = median(settled) if settled else 0
    if not typical:
        return None
    return math.ceil((ahead + 1) * MINUTES_A_DAY / typical)
