"""How common a name is, and which first names are in use: two fixed, versioned tables (name_frequencies.json and
given_names.json, made by bench/matching/frequencies.py)."""

import json
from functools import lru_cache
from pathlib import Path

from enrollment.matching.normalise import NameKeys

# What a name that is not in the table is taken for.
RARE_FIRST, RARE_LAST = 1e-4, 2e-5
COMMON_FIRST = 2e-3
# Of two first names one letter apart, the rarer is a slip where a hundred times as many bear the other.
TIMES_OF_A_SLIP, WIDESPREAD = 100, 100_000
# First and last names go together: however rare a first name is, among those of one last name it is at least this common.
AMONG_ONE_LAST_NAME = 1e-3
# A middle name says less than it seems: families use the same ones again, and one initial in eight is J or M.
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
    """How many people bear the rarer of two first names, and how many the other; 0: it is not in use."""
    bearers = _bearers()
    fewer, more = sorted((bearers.get(one, 0), bearers.get(other, 0)))
    return fewer, more


def are_two_names(one: str, other: str) -> bool:
    """Whether both are first names in use, and neither is so rare beside the other that a slip of a finger made it."""
    fewer, more = _borne_by(one, other)
    return fewer > 0 and fewer * TIMES_OF_A_SLIP >= more


def are_widespread(one: str, other: str) -> bool:
    """Whether a hundred thousand people bear each of two first names."""
    return _borne_by(one, other)[0] >= WIDESPREAD


def is_common_first_name(key: str) -> bool:
    """Whether two in a thousand bear this first name: twins may, each one of two that are forms of each other."""
    return share_of_first(key) >= COMMON_FIRST


def share_of_first(key: str) -> float:
    """The share of people of one sex who bear this first name."""
    return _tables()[0].get(key, RARE_FIRST)


def share_of_last(key: str, words: tuple[str, ...] = ()) -> float:
    """The share of people who bear this last name; a double name is as common as its rarer half."""
    table = _tables()[1]
    if key in table or len(words) < 2:
        return table.get(key, RARE_LAST)
    return min(table.get(word, RARE_LAST) for word in words)


def rarity(name: NameKeys, *, with_middle: str = "") -> float:
    """The chance that a stranger has this first and last name, and the middle name where that agrees too."""
    chance = max(share_of_first(name.first), AMONG_ONE_LAST_NAME) * share_of_last(name.last, name.words)
    if with_middle == "equal" and len(name.middle) > 1:
        return chance * SAME_MIDDLE
    return chance * SAME_INITIAL if with_middle in ("equal", "initial") else chance
