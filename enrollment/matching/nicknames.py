"""Nicknames, in both directions: the `nicknames` library plus nicknames.json."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from nicknames import NickNamer

from enrollment.rules.names import name_key


@lru_cache(maxsize=1)
def _own() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("nicknames.json").read_text())


@lru_cache(maxsize=1)
def _forms() -> dict[str, frozenset[str]]:
    """For each name, every other form one step away, in either direction."""
    forms: dict[str, set[str]] = {}
    own = _own()
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


def are_one_name_in_letters(one: str, other: str) -> bool:
    """Whether one name key writes the marked letters of the other in two: Juergen, Jurgen.

    A table, since ue, oe and ae stand for themselves as often: Joey is not Joy.
    """
    in_two = _own()["in_two_letters"]
    return in_two.get(one) == other or in_two.get(other) == one
