"""The answer file: it replaces an earlier file only when complete."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from accounts.platform.left_behind import left_behind, own_name


class CannotWrite(ValueError):
    """The answers cannot be written to this place."""


def answer_place(out: Path, inputs: tuple[Path, ...]) -> Path:
    """The path of the answer file, symbolic links resolved. Raises CannotWrite."""
    path = out.resolve()
    if path.exists() and not path.is_file():
        raise CannotWrite(f"{out} is there and no file")
    if any(path.exists() and each.exists() and path.samefile(each) for each in inputs):
        raise CannotWrite(f"{out} is one of the files that are read: its answers would take their place")
    return path


@contextmanager
def whole_file(path: Path) -> Iterator[Any]:
    """A CSV writer whose file appears only when complete."""
    before = f".{path.name}."
    for old in left_behind(path.parent, before):
        old.unlink(missing_ok=True)
    part = path.with_name(f"{own_name(before)}part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            yield csv.writer(file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
