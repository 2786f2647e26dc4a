"""Read a YAML file into values that know their line. Every problem is collected, none stops the reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from accounts.platform.typed import unseen

LARGEST_FILE = 5_000_000
LONGEST_TEXT = 255


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in the file, with its line, counted from 1."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@dataclass
class Block:
    """A mapping of the file: its values by key, and the line where it begins."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def given(self, *keys: str) -> dict[str, Any]:
        """The values of these keys, as far as the file has them."""
        return {key: self.values[key] for key in keys if key in self.values}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


Reader = Callable[[yaml.Node, list[Problem]], Any]


@dataclass(frozen=True)
class Key:
    """A key of a mapping: how its value is read, and whether it must be there."""

    reader: Reader
    required: bool = False


def line_of(node: yaml.Node) -> int:
    """The line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def _scalar(node: yaml.Node, problems: list[Problem]) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        problems.append(Problem(line_of(node), "give one value here, not a list or a mapping"))
        return None
    return str(node.value).strip()


def text(longest: int = LONGEST_TEXT) -> Reader:
    """One line of text."""

    def read(node: yaml.Node, problems: list[Problem]) -> str | None:
        value = _scalar(node, problems)
        if value is None:
            return None
        if not value or unseen(value) or len(value) > longest:
            problems.append(Problem(line_of(node), f"give a text of 1 to {longest} plain characters"))
            return None
        return value

    return read


def day(node: yaml.Node, problems: list[Problem]) -> date | None:
    """A date as 2027-01-31."""
    value = _scalar(node, problems)
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year <= 2199 or value != found.isoformat():
        problems.append(Problem(line_of(node), f"{value!r} is not a date like 2027-01-31"))
        return None
    return found


def whole(most: int) -> Reader:
    """A whole number, 0 or more."""

    def read(node: yaml.Node, problems: list[Problem]) -> int | None:
        value = _scalar(node, problems)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most):
            problems.append(Problem(line_of(node), f"{value!r} is not a whole number from 0 to {most}"))
            return None
        return int(value)

    return read


def flag(node: yaml.Node, problems: list[Problem]) -> bool | None:
    """true or false."""
    value = _scalar(node, problems)
    if value not in (None, "true", "false"):
        problems.append(Problem(line_of(node), f"{value!r} is neither true nor false"))
    return value == "true"


def one_of(values: Sequence[str]) -> Reader:
    """One of these words."""

    def read(node: yaml.Node, problems: list[Problem]) -> str | None:
        value = _scalar(node, problems)
        if value is not None and value not in values:
            problems.append(Problem(line_of(node), f"{value!r} is none of: {', '.join(values)}"))
            return None
        return value

    return read


def block(keys: Mapping[str, Key]) -> Reader:
    """A mapping with these keys and no others."""

    def read(node: yaml.Node, problems: list[Problem]) -> Block | None:
        if not isinstance(node, yaml.MappingNode):
            problems.append(Problem(line_of(node), f"give a mapping with the keys: {', '.join(keys)}"))
            return None
        found = Block(line_of(node))
        for name_node, value_node in node.value:
            _read_key(name_node, value_node, keys, found, problems)
        for name, key in keys.items():
            if key.required and name not in found.lines:
                problems.append(Problem(found.line, f"{name!r} is missing"))
        return found

    return read


def _read_key(
    name_node: yaml.Node, value_node: yaml.Node, keys: Mapping[str, Key], found: Block, problems: list[Problem]
) -> None:
    name, line = str(name_node.value), line_of(name_node)
    if name not in keys:
        problems.append(Problem(line, f"{name!r} is not one of: {', '.join(keys)}"))
    elif name in found.lines:
        problems.append(Problem(line, f"{name!r} is there twice, first in line {found.lines[name]}"))
    else:
        found.lines[name] = line
        value = keys[name].reader(value_node, problems)
        if value is not None:
            found.values[name] = value


def many(reader: Reader) -> Reader:
    """A list of such values."""

    def read(node: yaml.Node, problems: list[Problem]) -> list[Any] | None:
        if not isinstance(node, yaml.SequenceNode):
            problems.append(Problem(line_of(node), "give a list here: lines that begin with a dash"))
            return None
        found = [reader(each, problems) for each in node.value]
        return [each for each in found if each is not None]

    return read


def _twice(node: yaml.Node, seen: set[int], problems: list[Problem]) -> None:
    """An alias leads to the node of its anchor: a small file could stand for a very large one."""
    if id(node) in seen:
        problems.append(Problem(line_of(node), "anchors and aliases (& and *) are not used in this file"))
        return
    seen.add(id(node))
    for each in node.value if isinstance(node, yaml.CollectionNode) else []:
        for child in each if isinstance(each, tuple) else [each]:
            _twice(child, seen, problems)


def read(content: bytes, reader: Reader) -> tuple[Any, list[Problem]]:
    """The values of a file, and everything that is wrong with its shape, by line."""
    problems: list[Problem] = []
    if len(content) > LARGEST_FILE:
        return None, [Problem(1, f"the file is larger than {LARGEST_FILE} bytes")]
    try:
        node = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        return None, [Problem(1, "the file is not UTF-8")]
    except RecursionError:
        return None, [Problem(1, "the file is nested too deeply")]
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        return None, [Problem(mark.line + 1 if mark else 1, getattr(wrong, "problem", None) or "this is not YAML")]
    if node is None:
        return None, [Problem(1, "the file is empty")]
    _twice(node, set(), problems)
    return (None, problems) if problems else (reader(node, problems), sorted(problems))
