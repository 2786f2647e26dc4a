"""Percentiles of what was measured: a value that occurred, never one in between."""

import math
from collections.abc import Sequence


def percentile(ordered: Sequence[int], percent: int) -> int:
    """The smallest of the values (in order, at least one) that `percent` of them do not exceed."""
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]
