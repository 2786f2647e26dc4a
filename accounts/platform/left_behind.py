"""Files named after the process that made them, so that a later one can remove what a killed one left."""

import os
from collections.abc import Iterator
from pathlib import Path


def own_name(before: str) -> str:
    """A name prefix that is unique to this process."""
    return f"{before}{os.getpid()}-"


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's process
    return True


def left_behind(folder: Path, before: str) -> Iterator[Path]:
    """The files in `folder` that belong to a process that has ended."""
    for path in folder.iterdir():
        process = path.name.removeprefix(before).partition("-")[0]
        if path.name.startswith(before) and process.isdecimal() and not _is_running(int(process)):
            yield path
