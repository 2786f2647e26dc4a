"""Received files: typed by content, stored under internal names, shown only as re-rendered images.

No virus scanner checks them. So a file is never displayed itself: each page is rendered to an image, and the
original is sent only as an attachment.
"""

import io
from pathlib import Path
from uuid import UUID

import pypdfium2
from django.conf import settings
from PIL import Image, ImageSequence, UnidentifiedImageError

LARGEST = 10_000_000
PAGES_AT_MOST = 20
PIXELS_AT_MOST = 60_000_000
PAGE_PIXELS = 1400
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}
Image.MAX_IMAGE_PIXELS = PIXELS_AT_MOST
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    pypdfium2.PdfiumError,
    OSError,
    ValueError,
    SyntaxError,
)


class BadDocument(Exception):
    """`code`: empty, large, kind, pages or unreadable."""

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


def pages_of(content: bytes, kind: str) -> int:
    """The number of pages, after opening each one. Raises BadDocument."""
    try:
        if kind == "application/pdf":
            with pypdfium2.PdfDocument(content) as document:
                count = len(document)
        else:
            with Image.open(io.BytesIO(content)) as image:
                count = getattr(image, "n_frames", 1)
                if image.width * image.height > PIXELS_AT_MOST:
                    raise BadDocument("large")
                image.load()
    except UNREADABLE as broken:
        raise BadDocument("unreadable") from broken
    if not 0 < count <= PAGES_AT_MOST:
        raise BadDocument("pages")
    return count


def _path(name: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "intake" / str(name)


def keep(name: UUID, content: bytes) -> None:
    """Store a file outside the web server's reach; written beside and renamed, so it is never partial."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.replace(path)


def original(name: UUID) -> bytes:
    return _path(name).read_bytes()


def picture(name: UUID, kind: str, page: int) -> bytes:
    """One page rendered as PNG. Raises BadDocument."""
    content = original(name)
    try:
        if kind == "application/pdf":
            with pypdfium2.PdfDocument(content) as document:
                sheet = document[page]
                drawn = sheet.render(scale=PAGE_PIXELS / max(sheet.get_size())).to_pil()
        else:
            with Image.open(io.BytesIO(content)) as image:
                drawn = next(frame.copy() for at, frame in enumerate(ImageSequence.Iterator(image)) if at == page)
    except (*UNREADABLE, StopIteration, IndexError) as broken:
        raise BadDocument("unreadable") from broken
    drawn = drawn.convert("RGB")
    drawn.thumbnail((PAGE_PIXELS, PAGE_PIXELS))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
