"""Names as comparable keys, without case, accents, punctuation or particles."""

import re
import unicodedata

LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ı": "i", "ð": "d"})
SUFFIXES = ["Jr", "Sr", "II", "III", "IV", "V"]


def plain(text: str) -> str:
    """Lower case without diacritics; non-Latin letters stay."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def name_key(text: str) -> str:
    """The letters and digits of a name, at most 60: "O'Neil-Smith" and "ONeil Smith" share a key."""
    if not text or (text.isascii() and text.isalpha()):
        return text.lower()[:60]
    return re.sub(r"[^\w]|_", "", plain(text))[:60]


def sort_words(text: str) -> list[str]:
    """The words of a search text as keys."""
    return [key for word in re.split(r"[\s,]+", text) if (key := name_key(word))]


# What families and hospitals write before a child has a name: Baby, Baby Girl, Baby Boy A, Infant, Twin B.
UNNAMED = re.compile(r"(?:baby|infant|newborn|twin|bb|bg)(?:boy|girl|of|[abcd]|[0-9])*|boy|girl")


def is_unnamed(first_name: str) -> bool:
    """Whether a first name stands for a child that had no name yet."""
    return UNNAMED.fullmatch(name_key(first_name)) is not None
