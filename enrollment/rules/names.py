"""Names as comparable keys, without case, accents, punctuation or particles."""

import re
import unicodedata

from enrollment.rules.people import Name

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


BETWEEN_WORDS = re.compile(r"[\s\-‐-―/,;&()]+")
APOSTROPHES = re.compile(r"['’‘ʼ`´]")
# How German and Scandinavian names are written where these letters are missing.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
WORDS_ASKED, WORDS_JOINED = 8, 5


def folded(key: str) -> str:
    """The key with "ae", "oe" and "ue" as one letter: "mueller" as "muller"."""
    return re.sub("(?<=[aou])e", "", key)


def spellings(word: str) -> set[str]:
    """The keys of a word that is also written otherwise: Müller, Mueller and Muller share one."""
    key = name_key(word)
    spelled = key if word.isascii() else name_key(unicodedata.normalize("NFC", word).casefold().translate(SPELLED_OUT))
    return {key, spelled, folded(key)} - {""}


def search_words(*texts: str) -> set[str]:
    """Every word that finds these names: each part, parts written as one, either side of an apostrophe."""
    found: set[str] = set()
    for text in texts:
        parts = [part for part in BETWEEN_WORDS.split(text) if part]
        for place, part in enumerate(parts):
            pieces = APOSTROPHES.split(part)
            found = found.union(*map(spellings, ["".join(parts[place:]), part, *pieces]))
    return found


def name_words(name: Name, preferred: str = "") -> set[str]:
    """Every word that finds a person of this name; a first and a middle name may be written as one."""
    return search_words(name.first, name.middle, name.last, name.suffix, f"{name.first} {name.middle}", preferred)


def number_words(number: str) -> set[str]:
    """Every word that finds a member or employee number: as written, and its digits, without zeros before them too."""
    digits = "".join(each for each in number if each.isascii() and each.isdigit())
    return search_words(number) | {digits, digits.lstrip("0")} - {""}


def ways_to_read(text: str) -> list[tuple[str, ...]]:
    """The words of a search text as keys, and the same with up to three neighbors written as one."""
    words = list(dict.fromkeys(key for part in BETWEEN_WORDS.split(text) if (key := name_key(part))))[:WORDS_ASKED]
    ways = [tuple(words)]
    if len(words) <= WORDS_JOINED:
        ways += [
            (*words[:start], "".join(words[start:end]), *words[end:])
            for start in range(len(words))
            for end in range(start + 2, min(start + 3, len(words)) + 1)
        ]
    return [way for way in ways if way]
