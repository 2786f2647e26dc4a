"""How much of a goal is used, and how long a request will wait, in business minutes."""

import math
from collections.abc import Sequence
from statistics import median

# Percent of the business minutes used: two warnings, then the goal is missed.
HALF, MOST, MISSED = 50, 80, 100
MINUTES_A_DAY = 9 * 60


def mark_reached(total: int, left: int, *, missed: bool) -> int:
    """The highest mark reached, with `left` of `total` business minutes left; 0 for none."""
    if missed:
        return MISSED
    used = (total - left) * 100
    return next((mark for mark in (MOST, HALF) if used >= mark * total), 0)


def minutes_to_wait(ahead: int, settled: Sequence[int]) -> int | None:
    """Business minutes until a request with `ahead` others before it is decided.

    `settled` counts the decisions of each recent business day; the median is one day's work. None when it is zero.
    """
    typical = median(settled) if settled else 0
    if not typical:
        return None
    return math.ceil((ahead + 1) * MINUTES_A_DAY / typical)
