"""Fellegi-Sunter weights: the bits each agreement adds for or against one person.

The weights are fixed and versioned (weights.json, estimated by bench/matching/weights.py). They order candidates and
support the guards; they never make a match certain.
"""

import json
from functools import lru_cache
from math import log2
from pathlib import Path

from enrollment.matching.agreement import EQUAL, FORMER, WORDS, Fields
from enrollment.matching.frequencies import share_of_first, share_of_last
from enrollment.matching.values import Asked

# The most that a matching rare name adds over an average name.
MOST_FOR_RARITY = 4.0
# The prior of a record: one of 50,000.
BEFOREHAND = -log2(50_000)


@lru_cache(maxsize=1)
def _stored() -> tuple[dict[str, dict[str, float]], float, float]:
    stored = json.loads(Path(__file__).with_name("weights.json").read_text())
    return stored["bits"], stored["usual_first"], stored["usual_last"]


@lru_cache(maxsize=65536)
def _sum_of(said: tuple[str, ...]) -> float:
    bits, *_ = _stored()
    return sum((bits[name][word] for name, word in zip(WORDS, said, strict=True)), BEFOREHAND)


def most_for(field: str) -> float:
    """The bits of a field that agrees."""
    return _stored()[0][field][EQUAL]


def _rarity_bits(share: float, usual: float) -> float:
    return max(-MOST_FOR_RARITY, min(MOST_FOR_RARITY, log2(usual / share)))


@lru_cache(maxsize=65536)
def _bits_of_first(first: str) -> float:
    _, usual, _ = _stored()
    return _rarity_bits(share_of_first(first), usual)


@lru_cache(maxsize=65536)
def _bits_of_last(last: str, words: tuple[str, ...]) -> float:
    *_, usual = _stored()
    return _rarity_bits(share_of_last(last, words), usual)


def weight(fields: Fields, asked: Asked) -> float:
    """The sum of the field weights in bits; above 0 a match is likelier than one of 50,000 strangers.

    The real number of persons does not count, so that near stays near as the file grows.
    """
    total = _sum_of(tuple(fields.values()))
    if fields["first_name"] == EQUAL:
        total += _bits_of_first(asked.name.first)
    if fields["last_name"] in (EQUAL, FORMER):
        total += _bits_of_last(asked.name.last, asked.name.words)
    return total
