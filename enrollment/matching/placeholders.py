"""Placeholder names, which say nothing about a person. For placeholder numbers see rules.numbers."""

from datetime import date

PLACEHOLDER_BIRTH_DATES = frozenset([date(1900, 1, 1), date(1901, 1, 1), date(1899, 12, 31), date(1911, 11, 11)])
# Unnamed newborns, and entries made to get past a form.
PLACEHOLDER_NAMES = frozenset(
    "baby babyboy babygirl boy girl infant newborn unknown unk na none test fnu nfn lnu nln male female twin".split()
)
