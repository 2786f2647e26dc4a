"""Documents as tagged PDF files, whatever script a name is in.

A name is drawn in the fonts of the portal's packages, then in those of the machine (Dockerfile installs Noto). What
none of them has is replaced visibly, and the document says so: a document never fails because of a letter.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

import fontpkg_public_sans
import qrcode
import typst
from django.utils.translation import gettext as _

FONT = "Public Sans"
FONTS = Path(fontpkg_public_sans.__file__).parent / "files"
NOT_DRAWN = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
REPLACEMENT = "\ufffd"
TRIES = 4


def qr_squares(text):
    """The QR code of a text as rows of dark squares."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()


@lru_cache(maxsize=1)
def _fonts():
    """The portal's own fonts and those of the machine, which Typst finds where systems keep them."""
    return typst.Fonts(include_system_fonts=True, font_paths=[FONTS])


def _mapped(value, change):
    """The texts within JSON values, changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(each, change) for key, each in value.items()}
    return [_mapped(each, change) for each in value] if isinstance(value, list) else value


def _compiled(source, data):
    compiler = typst.Compiler(str(source), font_paths=_fonts())
    given = {"data": json.dumps(data)}
    return compiler.compile(format="pdf", sys_inputs=given, pdf_standards="ua-1")


def _named_in(failure):
    """The characters that the failure says no font has."""
    texts = (ESCAPED.sub(lambda found: chr(int(found[1], 16)), each) for each in NOT_DRAWN.findall(failure.diagnostic))
    return {character for text in texts for character in text if not character.isascii()}


def _replace(text, missing):
    """The text with a visible sign for each missing letter."""
    return "".join(REPLACEMENT if character in missing else character for character in text)


def _plain(text):
    """The text in the letters that every font has, for what no font could draw however it was tried."""
    return "".join(each if each.isascii() or each == REPLACEMENT else REPLACEMENT for each in text)


def _words():
    return _("Some characters can't be printed here and appear as %(sign)s. The portal shows them.") % {
        "sign": REPLACEMENT
    }


def pdf(source, data):
    """The Typst file `source` with `data` as a PDF/UA-1 file.

    The template gets `data.unprinted`: "" or a sentence that says that some characters were replaced.
    """
    data = json.loads(json.dumps(data, default=str)) | {"unprinted": ""}
    for _try in range(TRIES):
        try:
            return _compiled(source, data)
        except typst.TypstError as failure:
            missing = _named_in(failure)
            if not NOT_DRAWN.search(failure.diagnostic):
                raise
        change = (lambda text, missing=missing: _replace(text, missing)) if missing else _plain
        data = _mapped(data, change) | {"unprinted": _words()}
    return _compiled(source, _mapped(data, _plain) | {"unprinted": _words()})
