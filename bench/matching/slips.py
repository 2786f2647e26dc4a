"""Typos: each function returns its field with one mistake, never unchanged."""

import re
from datetime import date

from bench.matching.people import PLACEHOLDERS, TODAY, YEAR

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(town, text):
    """One letter changed, lost, doubled, added or swapped; rarely the first."""
    while True:
        place = int(town.chance() * len(text)) if town.chance() < 0.08 else 1 + int(town.chance() * (len(text) - 1))
        place = min(place, len(text) - 1)
        letter, kind = town.one(LETTERS), town.chance()
        if kind < 0.35:
            slipped = text[:place] + letter + text[place + 1 :]
        elif kind < 0.55:
            slipped = text[:place] + text[place + 1 :]
        elif kind < 0.75:
            slipped = text[:place] + text[place] + text[place:]
        elif kind < 0.85:
            slipped = text[:place] + letter + text[place:]
        else:
            slipped = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        if len(slipped) > 1 and slipped.casefold() != text.casefold():
            return slipped


def number(town, digits):
    """One digit changed, or two neighbors swapped."""
    while True:
        place = int(town.chance() * len(digits))
        if town.chance() < 0.65:
            slipped = digits[:place] + str(int(town.chance() * 10)) + digits[place + 1 :]
        else:
            slipped = digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :]
        if slipped not in (digits, *PLACEHOLDERS):
            return slipped


def exchangeable(day):
    """The nearest birth date whose day and month can be swapped."""
    day = day.replace(day=(day.day - 1) % 12 + 1)
    return day if day.day != day.month else day.replace(day=day.day % 12 + 1)


def exchanged(day):
    return day.replace(month=day.day, day=day.month)


def is_birth(day):
    return date(1920, 1, 1) < day <= TODAY


def birth(town, day):
    """One digit of day or month changed."""
    text = day.isoformat()
    while True:
        place = town.one((5, 6, 8, 9))
        try:
            slipped = date.fromisoformat(text[:place] + str(int(town.chance() * 10)) + text[place + 1 :])
        except ValueError:
            continue
        if slipped != day and is_birth(slipped):
            return slipped


def year(town, day):
    """The year before or after, or another decade."""
    while True:
        years = town.one((-1, 1, -10, 10)) + day.year
        slipped = date(years, day.month, min(day.day, 28) if day.month == 2 else day.day)
        if is_birth(slipped):
            return slipped


def age(day):
    return (TODAY - day).days / YEAR


def last_name_forms(text):
    """The spellings of a last name with a particle, an apostrophe or Mc."""
    joined = re.sub(r"[^A-Za-z]", "", text)
    spaced = re.sub(r"['-]", " ", text)
    forms = {joined.capitalize(), spaced.title(), text.upper(), text.lower()}
    if prefix := re.match(r"(Mac|Mc)([A-Z]\w+)", text):
        start, rest = prefix.groups()
        forms |= {f"{start} {rest}", f"{'Mac' if start == 'Mc' else 'Mc'}{rest}", f"{start}{rest.lower()}"}
    parts = text.split()
    if len(parts) == 3:
        forms |= {f"{(parts[0] + parts[1]).capitalize()} {parts[2]}", parts[2]}
    return sorted(forms - {text})


def double_name_forms(text):
    """One part of a double last name, the parts swapped, joined differently, or one as an initial."""
    one, two = re.split(r"[ -]", text)
    forms = {one, two, f"{two} {one}", f"{one}-{two}", f"{one} {two}", f"{one}{two.lower()}", f"{one} {two[0]}"}
    return sorted(forms - {text})
