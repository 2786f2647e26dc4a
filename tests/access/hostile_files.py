"""Files that cost much more to open than to send, built here."""

import io
import struct
import zlib

from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"


def pdf(objects):
    """A PDF of these objects, the first of which is its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + end


def stream(content, words=b""):
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n" % (len(packed), words) + packed + b"\nendstream"


def burning_pdf(levels=9, side=14_400):
    """A page of 200 by 200 inches whose forms draw each other, ten times each: 10 ** `levels` fills, in 3 KB."""
    first = 5
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /XObject << /F %d 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page % (side, side, first),
        stream(b"/F Do " * 10),
    ]
    for level in range(levels):
        words = b"/Type /XObject /Subtype /Form /BBox [0 0 %d %d]" % (side, side)
        if level < levels - 1:
            words += b" /Resources << /XObject << /F %d 0 R >> >>" % (first + level + 1)
            objects.append(stream(b"/F Do " * 10, words))
        else:
            objects.append(stream(b"0 0 m 14000 9000 l 9000 14000 l 1 7000 l h f* " * 10, words))
    return pdf(objects)


def pdf_of_many_pages(count=10_000):
    kids = b" ".join([b"3 0 R"] * count)
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        ]
    )


def plain_pdf():
    return pdf_of_many_pages(1)


def bomb_tiff(width=40_000, height=40_000):
    """A TIFF of 1,600 megapixels that are all white: one strip, packed."""
    strip = zlib.compress(bytes(width * 8), 9)
    tags = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 8),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, len(strip)),
    ]
    at = 8 + len(strip) + len(strip) % 2
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in sorted(tags))
    return (
        b"II*\0"
        + struct.pack("<I", at)
        + strip
        + bytes(len(strip) % 2)
        + struct.pack("<H", len(tags))
        + entries
        + bytes(4)
    )


def packed_tiff(side):
    """A TIFF within the limit of a page that takes `side` squared bytes, four times, to open."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "TIFF", compression="tiff_adobe_deflate")
    return out.getvalue()


def tiff_of_pages(pages):
    out = io.BytesIO()
    sheets = [Image.new("L", (20, 20)) for _ in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    return out.getvalue()
