"""Received files: typed by their first bytes, stored under internal names, shown only as pictures of their pages.

No virus scanner checks them. So a file is never displayed itself: a job has its pages drawn (`access.drawing`) and
keeps the pictures, pages show these, and the original is sent only as an attachment. Nothing here opens a file.
"""

import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings

LARGEST = 10_000_000
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}


class BadDocument(Exception):
    """`code`: empty, large or kind."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def kind_of(content: bytes) -> str:
    """The content type by the file's first bytes, not its name. Raises BadDocument."""
    if not content:
        raise BadDocument("empty")
    if len(content) > LARGEST:
        raise BadDocument("large")
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise BadDocument("kind")


def place(name: UUID) -> Path:
    """Where the original lies."""
    return Path(settings.MEDIA_ROOT) / "intake" / str(name)


def _pictures(name: UUID) -> Path:
    return place(name).with_suffix(".pages")


def keep(name: UUID, content: bytes) -> None:
    """Store a file outside the web server's reach; written beside and renamed, so it is never partial."""
    path = place(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.replace(path)


def keep_pictures(name: UUID, pictures: list[bytes]) -> None:
    """Store the pictures of a file, in place of those that an earlier try left."""
    folder = _pictures(name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for page, picture in enumerate(pictures):
        path = folder / f"{page}.png"
        path.touch(mode=0o600)
        path.write_bytes(picture)


def original(name: UUID) -> bytes:
    return place(name).read_bytes()


def picture(name: UUID, page: int) -> bytes | None:
    """A page as PNG, as it was drawn; None when there is none."""
    path = _pictures(name) / f"{page}.png"
    return path.read_bytes() if path.exists() else None
