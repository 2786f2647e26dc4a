"""Nicknames, in both directions: the `nicknames` library plus nicknames.json."""

import json
from functools import lru_cache
from pathlib import Path

from nicknames import NickNamer

from enrollment.rules.names import name_key


@lru_cache(maxsize=1)
def _forms() -> dict[str, frozenset[str]]:
    """For each name, every other form one step away, in either direction."""
    forms: dict[str, set[str]] = {}
    own = json.loads(Path(__file__).with_name("nicknames.json").read_text())
    for full, short in (*NickNamer().nickname_lookup.items(), *own["short_forms"].items()):
        keys = {name_key(each) for each in short}
        forms.setdefault(name_key(full), set()).update(keys)
        for key in keys:
            forms.setdefault(key, set()).add(name_key(full))
    for spellings in own["spellings"]:
        for name in spellings:
            forms.setdefault(name, set()).update(spellings)
    return {name: frozenset(each - {name, ""}) for name, each in forms.items()}


def forms_of(name: str) -> frozenset[str]:
    """The usual forms of a name key, without itself."""
    return _forms().get(name, frozenset())


def are_nicknames(one: str, other: str) -> bool:
    """Whether one name key is a usual form of the other."""
    return other in forms_of(one)
