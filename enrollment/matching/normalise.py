"""Comparable keys for names, addresses, phones, emails and numbers.

Every key is made here: for stored rows, for requests and for files.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from enrollment.rules.names import name_key, plain
from enrollment.rules.numbers import says_nothing

SUFFIXES = {"jr": "2", "junior": "2", "ii": "2", "2nd": "2", "sr": "1", "senior": "1", "i": "1"} | {
    "iii": "3",
    "3rd": "3",
    "iv": "4",
    "4th": "4",
    "v": "5",
}
# Particles do not distinguish family names.
PARTICLES = frozenset(
    "de del della der den di da dos das du la las los le van von der ter ten y e el al bin ibn st".split()
)

# USPS Publication 28, appendix C1 and B: street abbreviations.
STREET_WORDS = {
    "avenue": "ave", "av": "ave", "boulevard": "blvd", "circle": "cir", "court": "ct", "drive": "dr",
    "highway": "hwy", "lane": "ln", "parkway": "pkwy", "place": "pl", "plaza": "plz", "road": "rd", "route": "rte",
    "square": "sq", "street": "st", "str": "st", "terrace": "ter", "terr": "ter", "trail": "trl", "turnpike": "tpke",
    "mount": "mt", "saint": "st", "fort": "ft", "heights": "hts", "crossing": "xing", "point": "pt",
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
}  # fmt: skip
UNIT_WORDS = frozenset(
    "apt apartment unit suite ste no num number room rm floor fl bldg building lot spc space".split()
)
NOT_A_DIGIT, STREET_WORD, EXTENSION = re.compile(r"\D"), re.compile(r"[a-z0-9]+"), re.compile(r"(?i)ext|x|#")
BETWEEN_NAMES, NOT_IN_A_MEMBER_NUMBER = re.compile(r"[\s\-‐-―/]+"), re.compile(r"[^0-9A-Z]")
HOME_AREA = "1"
# As Germans and Scandinavians write their letters where a keyboard lacks them.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})
# The last four digits of a masked number.
FEWEST_DIGITS = 4
# What people type where a number is asked for, beyond those that forms refuse.
FILLERS = frozenset("111223333 112233445 121212121 123123123 12345678 123456789 1234567890".split())
PHONE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class NameKeys:
    """A name as keys. `words` and `first_words` are the parts of double names, without particles; `first_spelled` and
    `last_spelled` write letters with marks in two letters (mueller beside muller), "" without such letters.
    """

    first: str
    last: str
    middle: str = ""
    suffix: str = ""
    first_words: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    first_spelled: str = ""
    last_spelled: str = ""


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(key for part in BETWEEN_NAMES.split(text.strip()) if (key := name_key(part)))


def suffix_key(text: str) -> str:
    """The suffix as a generation: Jr and II are one, "" is unknown."""
    return SUFFIXES.get(name_key(text), "") if text else ""


def _without_suffix(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    if len(words) > 1 and words[-1] in SUFFIXES and words[-1] not in ("i", "v"):
        return words[:-1], SUFFIXES[words[-1]]
    return words, ""


@lru_cache(maxsize=65536)
def _last(text: str) -> tuple[str, tuple[str, ...], str]:
    words, suffix = _without_suffix(_words(text))
    telling = tuple(word for word in words if word not in PARTICLES) or words
    return "".join(words)[:60], telling, suffix


@lru_cache(maxsize=65536)
def _first(text: str) -> tuple[str, tuple[str, ...], str]:
    words, suffix = _without_suffix(_words(text))
    return "".join(words)[:60], words, suffix


@lru_cache(maxsize=65536)
def _spelled_out(text: str, key: str) -> str:
    """The key of a name with its letters written in two, "" if it has none."""
    if text.isascii():
        return ""
    written = unicodedata.normalize("NFC", text).casefold().translate(SPELLED_OUT)
    words, _ = _without_suffix(_words(written))
    spelled = "".join(words)[:60]
    return "" if spelled == key else spelled


def name_keys(first: str, last: str, middle: str = "", suffix: str = "") -> NameKeys:
    """The keys of a name as typed; a suffix inside the name is found."""
    first_key, first_words, in_first = _first(first)
    last_key, words, in_last = _last(last)
    own = suffix_key(suffix) or in_last or in_first
    return NameKeys(
        first_key,
        last_key,
        name_key(middle),
        own,
        first_words,
        words,
        _spelled_out(first, first_key),
        _spelled_out(last, last_key),
    )


def _digits(text: str) -> str:
    return text if text.isdecimal() else NOT_A_DIGIT.sub("", text)


def street_key(street: str, zip_code: str) -> str:
    """House number and street with the five-digit ZIP code, without the apartment; "" if unknown."""
    words: list[str] = []
    for word in STREET_WORD.findall(plain(street).replace("#", " unit ")):
        if word in UNIT_WORDS and words:
            break
        words.append(STREET_WORDS.get(word, word))
    digits = _digits(zip_code)[:5]
    return f"{' '.join(words)}|{digits}" if len(words) > 1 and len(digits) == 5 else ""


def phone_key(text: str) -> str:
    """Ten digits without an extension; "" for what is no personal telephone number."""
    digits = _digits(EXTENSION.split(text, maxsplit=1)[0])
    if len(digits) == PHONE_DIGITS + 1 and digits.startswith(HOME_AREA):
        digits = digits[1:]
    return "" if len(digits) != PHONE_DIGITS or len(set(digits)) < 3 else digits


def email_key(text: str) -> str:
    """The address in lower case, without a plus suffix; "" for what is no address."""
    local, at, host = text.strip().casefold().partition("@")
    return f"{local.partition('+')[0]}@{host}" if local and at and "." in host else ""


def number_key(text: str) -> str:
    """Nine digits; "" for none, for numbers never issued and for fillers."""
    digits = _digits(text)
    if len(digits) != 9 or says_nothing(digits) or digits in FILLERS:
        return ""
    return "" if digits.startswith("000") or digits[3:5] == "00" or digits.endswith("0000") else digits


def number_part(text: str) -> str:
    """The digits of an incomplete number; "" for none, a complete one or a placeholder (0000)."""
    digits = _digits(text)
    return digits if len(digits) >= FEWEST_DIGITS and len(digits) != 9 and len(set(digits)) > 1 else ""


def member_number_key(text: str) -> str:
    """The characters of a member number; "" for what stands for none (N/A, 00000000)."""
    key = NOT_IN_A_MEMBER_NUMBER.sub("", text.upper()) if text else ""
    return "" if len(set(key)) < 2 or key in FILLERS or not any(map(str.isdecimal, key)) else key
