"""Percentiles that are always a measured value, never one in between."""

import math
from collections.abc import Sequence


def percentile(ordered: Sequence[int], percent: int) -> int:
    """The smallest value that `percent` of the sorted values do not exceed. Needs at least one value."""
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]
