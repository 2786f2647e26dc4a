"""The program that opens a received file: reads it from standard input, writes a picture of each page.

`access.drawing` runs it as a process of its own, because no decoder is safe with a hostile file. It knows no settings,
no database and no keys, takes its limits as one argument, and sets them before it reads a byte. It says
`ready`, then each picture as a PNG after its length in four bytes. A file that it refuses ends it with one of `codes`.
"""

import io
import json
import resource
import sys
import warnings

import pypdfium2
from PIL import Image, ImageSequence

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}


class Refused(Exception):
    """`problem`: pages, large, unreadable or limits."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


def hold_to(limits):
    """Limit this process; the kernel holds it to that whatever the decoders do."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    most = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_NPROC: 0}
    if sys.platform == "linux":  # macOS refuses a limit below what a process has mapped.
        most[resource.RLIMIT_AS] = limits["memory_mb"] * 1024 * 1024
    for what, value in most.items():
        resource.setrlimit(what, (value, value))


class Pixels:
    """What the pages of a file have added up to."""

    def __init__(self, limits):
        self.page, self.left = limits["page_megapixels"] * 1_000_000, limits["megapixels"] * 1_000_000

    def count(self, width, height):
        """Count a page before it is decoded. Raises Refused."""
        self.left -= width * height
        if width * height > self.page or self.left < 0:
            raise Refused("large")


def sheets_of_pdf(content, limits, pixels):
    with pypdfium2.PdfDocument(content) as document:
        if len(document) > limits["pages"]:
            raise Refused("pages")
        for sheet in document:
            width, height = sheet.get_size()
            scale = limits["side"] / max(width, height)
            pixels.count(width * scale, height * scale)
            yield sheet.render(scale=scale).to_pil()


def sheets_of_image(content, kind, limits, pixels):
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as image:
        # Only a TIFF has pages: what a PNG or JPEG has after its first picture is animation or preview.
        frames = ImageSequence.Iterator(image) if kind == "image/tiff" else [image]
        for number, frame in enumerate(frames, start=1):
            if number > limits["pages"]:
                raise Refused("pages")
            pixels.count(frame.width, frame.height)
            yield frame


def as_png(sheet, side):
    """The page as a PNG of at most `side` pixels. Shrinks before it converts, for the sake of memory."""
    if sheet.format == "JPEG":
        sheet.draft(None, (side, side))
    if sheet.mode in ("L", "RGB", "CMYK") and (times := max(sheet.size) // (2 * side)) > 1:
        sheet = sheet.reduce(times)
    drawn = sheet.convert("RGB")
    drawn.info.clear()  # or a color profile would come along as it was
    drawn.thumbnail((side, side), reducing_gap=2.0)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def draw(content, limits, write):
    pixels = Pixels(limits)
    Image.MAX_IMAGE_PIXELS = pixels.page
    pdf = limits["kind"] == "application/pdf"
    sheets = sheets_of_pdf(content, limits, pixels) if pdf else sheets_of_image(content, limits["kind"], limits, pixels)
    pages = 0
    for sheet in sheets:
        picture = as_png(sheet, limits["side"])
        write(len(picture).to_bytes(4, "big") + picture)
        pages += 1
    if not pages:
        raise Refused("unreadable")


def problem_in(content, limits):
    """Draw the file; what is wrong with it, or "". Whatever else a decoder raises ends the process."""
    try:
        draw(content, limits, sys.stdout.buffer.write)
    except Refused as refused:
        return refused.problem
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "large"
    except MemoryError:
        return "limits"
    return ""


def main():
    limits = json.loads(sys.argv[1])
    hold_to(limits)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    sys.stdout.buffer.write(limits["ready"].encode())
    sys.stdout.buffer.flush()
    problem = problem_in(sys.stdin.buffer.read(), limits)
    return limits["codes"][problem] if problem else 0


if __name__ == "__main__":
    sys.exit(main())
