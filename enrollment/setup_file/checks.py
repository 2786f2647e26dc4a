"""What no single value of a set-up file shows: the same ID or code twice, lists without an entry."""

from collections.abc import Iterator
from typing import Any

from enrollment.setup_file.reading import Block, Problem


def contradictions(file: Block) -> list[Problem]:
    """Every contradiction between parts of the file, by line."""
    groups = file["groups"] or []
    found = [*_twice(groups, "id", "group"), *_twice(file["plans"] or [], "code", "plan")]
    for group in groups:
        units = group["units"] or []
        found += _twice(units, "code", "unit")
        found += _empty(group, "sizes")
        for name in ("sizes", "addresses", "mailing_addresses", "bills"):
            found += _twice(group[name] or [], "from", name)
        for unit in units:
            found += [problem for name in ("addresses", "rules", "plans") for problem in _empty(unit, name)]
            found += [problem for name in ("addresses", "rules") for problem in _twice(unit[name] or [], "from", name)]
    return sorted(found)


def _twice(blocks: list[Block], key: str, what: str) -> Iterator[Problem]:
    seen: dict[Any, int] = {}
    for each in blocks:
        value = each[key]
        if value is None:
            continue
        if value in seen:
            yield Problem(each.line_of(key), f"{what}: {key} {value} is there twice, first in line {seen[value]}")
        else:
            seen[value] = each.line_of(key)


def _empty(block: Block, key: str) -> Iterator[Problem]:
    if block[key] == []:
        yield Problem(block.line_of(key), f"{key!r} needs at least one entry")
