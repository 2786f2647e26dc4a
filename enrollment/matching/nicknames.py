"""Nicknames, in both directions: the `nicknames` library plus nicknames.json."""

import json
from functools import lru_cache
from pathlib import Path

from nicknames import NickNamer

from enrollment.rules.names import name_key


@lru_cache(maxsize=1)
def _forms() -> dict[str, frozenset[str]]:
    """For each name, every other form one step away."""
    forms: dict[str, set[str]] = {}
    own = json.loads(Path(__file__).with_name("nicknames.json").read_text())
    for full, short in NickNamer().nickname_lookup.items():
        forms.setdefault(name_key(full), set()).update(name_key(each) for each in short)
    for full, short in own["short_forms"].items():
        forms.setdefault(full, set()).update(short)
    for spellings in own["spellings"]:
        for name in spellings:
            forms.setdefault(name, set()).update(spellings)
    return {name: frozenset(each - {name, ""}) for name, each in forms.items()}


@lru_cache(maxsize=65536)
def are_nicknames(one: str, other: str) -> bool:
    """Whether one name key is a usual form of the other."""
    forms = _forms()
    return other in forms.get(one, ()) or one in forms.get(other, ())
