"""Opens received files: in a process of its own, held to DOCUMENT_LIMITS. No other module reads what is in one.

The process (`draw_pages.py`) gets the file and the limits, and no environment: no key and no address of a server.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import structlog
from django.conf import settings

from access.models import AccessDocument

Problem = AccessDocument.Problem
CODES = {str(problem): code for code, problem in enumerate(Problem.values, start=10)}
PROGRAM = Path(__file__).with_name("draw_pages.py")
READY = "ready\n"
PNG = b"\x89PNG\r\n\x1a\n"
LONGEST_SIDE = 1400
log = structlog.get_logger(__name__)


class CannotDraw(Exception):
    """`problem`: a value of AccessDocument.Problem."""

    def __init__(self, problem: str):
        super().__init__(problem)
        self.problem = problem


def pictures_of(path: Path, kind: str) -> list[bytes]:
    """Each page of a file as PNG. Raises CannotDraw."""
    most = settings.DOCUMENT_LIMITS["output_mb"] * 1024 * 1024
    drawn, code = _run(path, kind, most)
    if len(drawn) > most:
        raise CannotDraw(Problem.LIMITS)
    if not drawn.startswith(READY.encode()):  # an installation that is not whole: no fault of the file
        raise RuntimeError(f"drawing ended with code {code}")
    if code:
        log.warning("document not shown", code=code)
        raise CannotDraw(_problem(code))
    return _apart(drawn.removeprefix(READY.encode()))


def _problem(code: int) -> str:
    """What an exit code says of the file. A signal came from the limits, from the clock, or from a decoder's crash."""
    refused = {refusal: problem for problem, refusal in CODES.items()}
    return Problem.LIMITS if code < 0 else refused.get(code, Problem.UNREADABLE)


def _run(path: Path, kind: str, most: int) -> tuple[bytes, int]:
    """(at most one byte more than `most`, exit code)."""
    limits = settings.DOCUMENT_LIMITS | {"kind": kind, "side": LONGEST_SIDE, "codes": CODES, "ready": READY}
    with path.open("rb") as file:
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(PROGRAM), json.dumps(limits)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    clock = threading.Timer(limits["seconds"], _end, [process])
    clock.start()
    try:
        assert process.stdout is not None
        drawn = process.stdout.read(most + 1)
        if len(drawn) > most:
            _end(process)
        return drawn, process.wait()
    finally:
        clock.cancel()
        _end(process)
        process.communicate()


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(process.pid, signal.SIGKILL)


def _apart(drawn: bytes) -> list[bytes]:
    """The pictures, which stand one after the other, each after its length. Raises CannotDraw."""
    pictures, at = [], 0
    while at < len(drawn):
        end = at + 4 + int.from_bytes(drawn[at : at + 4], "big")
        pictures.append(drawn[at + 4 : end])
        at = end
    if at != len(drawn) or not pictures or not all(picture.startswith(PNG) for picture in pictures):
        raise CannotDraw(Problem.UNREADABLE)
    return pictures
