"""What people type or paste, without the invisible marks that come along. Plain Python: rules use it, too.

Word processors, phones and web pages put marks around what is copied (a byte order mark, zero-width spaces, marks of
direction), and write spaces, dashes and digits in other forms.
"""

import re
import unicodedata
from functools import lru_cache

# Letters of Unicode's Default_Ignorable_Code_Point, and the blank Braille cell: nothing is drawn for them.
BLANK = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"}
JOINERS = {*"\u200c\u200d"}
HIDDEN_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
ONE_FORM = ("<wide>", "<narrow>", "<small>", "<font>", "<noBreak>")
DASHES = {*"\u2212\u02d7\u2043"}
SLASHES = {*"\u2044\u2215\u29f8"}


def _is_mark(character: str) -> bool:
    """Whether nothing is drawn at the edge of a text: a space, or a mark of format."""
    return character.isspace() or character in BLANK or unicodedata.category(character) == "Cf"


def trimmed(text: str) -> str:
    """The text without spaces and invisible marks before and after it."""
    start, end = 0, len(text)
    while start < end and _is_mark(text[start]):
        start += 1
    while start < end and _is_mark(text[end - 1]):
        end -= 1
    return text[start:end]


def _joins(before: str, after: str) -> bool:
    """Whether a joiner shapes the letters around it, as in Persian and Sinhala names."""
    around = [each for each in (before, after) if unicodedata.category(each)[0] in "LM"]
    return len(around) == 2 and not any(unicodedata.name(each, "").startswith("LATIN") for each in around)


def unseen(text: str) -> bool:
    """Whether the text contains characters that nobody sees: null bytes, direction marks, private use, blanks."""
    for place, character in enumerate(text):
        if character in JOINERS and 0 < place < len(text) - 1 and _joins(text[place - 1], text[place + 1]):
            continue
        if character in BLANK or unicodedata.category(character) in HIDDEN_CATEGORIES:
            return True
    return False


@lru_cache(maxsize=4096)
def _figure(character: str) -> str:
    if unicodedata.decomposition(character).startswith(ONE_FORM):
        character = unicodedata.normalize("NFKC", character)
    category = unicodedata.category(character)
    if category == "Cf" or character in BLANK:
        return ""
    if category == "Pd" or character in DASHES:
        return "-"
    if character in SLASHES:
        return "/"
    return " " if character.isspace() else character


def figures(text: str) -> str:
    """A number, date, code or telephone number in plain digits, letters, spaces, dashes and slashes.

    Full-width digits become plain ones; digits of other scripts stay, and are refused where plain ones are meant.
    """
    return text.strip() if text.isascii() else "".join(map(_figure, text)).strip()


def line(text: str, longest: int) -> str:
    """One line of at most `longest` characters, as a door reads it without a form."""
    return prose(re.sub(r"\s+", " ", text), longest)


def prose(text: str, longest: int) -> str:
    """Several lines of at most `longest` characters, as a door reads them without a form."""
    return trimmed(trimmed(text.replace("\0", ""))[:longest])
