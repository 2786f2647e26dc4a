"""What a process makes for itself bears its id in its name, so that the next one can clear away what a kill left."""

import os
from collections.abc import Iterator
from pathlib import Path


def own_name(before: str) -> str:
    """The start of a name that is this process's own."""
    return f"{before}{os.getpid()}-"


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def left_behind(folder: Path, before: str) -> Iterator[Path]:
    """What stands in `folder` under the own name of a process that has ended."""
    for path in folder.iterdir():
        process = path.name.removeprefix(before).partition("-")[0]
        if path.name.startswith(before) and process.isdecimal() and not _is_running(int(process)):
            yield path
