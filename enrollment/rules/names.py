"""Names made comparable: case, accents, punctuation and particles never tell two people apart."""

import re
import unicodedata

LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ı": "i", "ð": "d"})
SUFFIXES = ["Jr", "Sr", "II", "III", "IV", "V"]


def plain(text: str) -> str:
    """Lower case, without marks; letters of other scripts stay."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def name_key(text: str) -> str:
    """The letters and digits of a name alone: "O'Neil-Smith" and "ONeil Smith" share a key. At most 60 characters."""
    if not text or (text.isascii() and text.isalpha()):
        return text.lower()[:60]
    return re.sub(r"[^\w]|_", "", plain(text))[:60]


def sort_words(text: str) -> list[str]:
    """The words of a search text, each as a key."""
    return [key for word in re.split(r"[\s,]+", text) if (key := name_key(word))]
