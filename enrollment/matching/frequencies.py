"""Name frequencies and first names in use, from two fixed, versioned tables: name_frequencies.json and
given_names.json, made by bench/matching/frequencies.py.
"""

import json
from functools import lru_cache
from pathlib import Path

from enrollment.matching.normalise import NameKeys

# The share of a name that is not in the table.
RARE_FIRST, RARE_LAST = 1e-4, 2e-5
COMMON_FIRST = 2e-3
# Of two first names one letter apart, the rarer is a typo if the other is a hundred times as common.
TIMES_OF_A_SLIP, WIDESPREAD = 100, 100_000
# First and last names correlate: among bearers of one last name, a first name is at least this common.
AMONG_ONE_LAST_NAME = 1e-3
# Middle names repeat within families, and one initial in eight is J or M, so they prove little.
SAME_MIDDLE, SAME_INITIAL = 0.1, 0.5


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    stored = json.loads(Path(__file__).with_name("name_frequencies.json").read_text())
    return (
        {name: share / 1e6 for name, share in stored["first"].items()},
        {name: share / 1e6 for name, share in stored["last"].items()},
    )


@lru_cache(maxsize=1)
def _bearers() -> dict[str, int]:
    stored = json.loads(Path(__file__).with_name("given_names.json").read_text())
    return stored["bearers"]


def _borne_by(one: str, other: str) -> tuple[int, int]:
    """How many people bear the rarer and the commoner of two first names; 0 for a name not in use."""
    bearers = _bearers()
    fewer, more = sorted((bearers.get(one, 0), bearers.get(other, 0)))
    return fewer, more


def are_two_names(one: str, other: str) -> bool:
    """Whether both are first names in use, and neither is rare enough to be a typo of the other."""
    fewer, more = _borne_by(one, other)
    return fewer > 0 and fewer * TIMES_OF_A_SLIP >= more


def are_widespread(one: str, other: str) -> bool:
    """Whether each of two first names has a hundred thousand bearers."""
    return _borne_by(one, other)[0] >= WIDESPREAD


def is_common_first_name(key: str) -> bool:
    """Whether two in a thousand bear this first name, so that twins may have two forms of it."""
    return share_of_first(key) >= COMMON_FIRST


def share_of_first(key: str) -> float:
    """The share of one sex with this first name."""
    return _tables()[0].get(key, RARE_FIRST)


def share_of_last(key: str, words: tuple[str, ...] = ()) -> float:
    """The share of people with this last name; a double name counts as its rarer half."""
    table = _tables()[1]
    if key in table or len(words) < 2:
        return table.get(key, RARE_LAST)
    return min(table.get(word, RARE_LAST) for word in words)


def rarity(name: NameKeys, *, with_middle: str = "") -> float:
    """The chance that a stranger has this first and last name, and the middle name if it matches."""
    chance = max(share_of_first(name.first), AMONG_ONE_LAST_NAME) * share_of_last(name.last, name.words)
    if with_middle == "equal" and len(name.middle) > 1:
        return chance * SAME_MIDDLE
    return chance * SAME_INITIAL if with_middle in ("equal", "initial") else chance
