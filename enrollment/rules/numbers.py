"""Which nine digits can be a Social Security number, an ITIN or an ATIN.

Sources: SSA, "Social Security Number Randomization" (area 000, 666 and 900-999, group 00, serial 0000 are never
issued); IRS Publication 1915 for ITIN ranges; IRS Form W-7A for ATIN (middle 93).
"""

import re

from accounts.platform.typed import figures
from enrollment.rules.codes import NumberKind
from enrollment.rules.people import Number

DIGITS = 9
# Printed in wallets, advertisements and tests; belong to no one.
PLACEHOLDERS = {"078051120", "219099999", "457555462", "123456789", "987654321", "012345678", "123121234"} | {
    f"98765432{digit}" for digit in range(10)
}
ITIN_GROUPS = {*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)}
ATIN_GROUP = 93
# In running text: nine digits in a row, or three, two and four. A nine-digit ZIP code has five and four.
IN_WORDS = re.compile(r"(?<!\d)(?:\d{9}|\d{3}([\s.\-])\d{2}\1\d{4})(?!\d)")


class BadNumber(ValueError):
    """`code` says what is wrong: length, placeholder or impossible.

    `digits` is how many were counted, None where something else stands among them.
    """

    def __init__(self, code: str, digits: int | None = None):
        super().__init__(code)
        self.code, self.digits = code, digits


def _kind(digits: str) -> NumberKind | None:
    area, group, serial = digits[:3], int(digits[3:5]), digits[5:]
    if area[0] == "9":
        if group == ATIN_GROUP:
            return NumberKind.ATIN
        return NumberKind.ITIN if group in ITIN_GROUPS else None
    return None if area in ("000", "666") or not group or serial == "0000" else NumberKind.SSN


def parse_number(text: str) -> Number:
    """The number in `text`, without spaces, dots and dashes. Raises BadNumber."""
    digits = re.sub(r"[\s.\-]", "", figures(text))
    if not re.fullmatch(r"[0-9]*", digits):
        raise BadNumber("length")
    if len(digits) != DIGITS:
        raise BadNumber("length", len(digits))
    if digits in PLACEHOLDERS or len(set(digits)) == 1:
        raise BadNumber("placeholder")
    kind = _kind(digits)
    if kind is None:
        raise BadNumber("impossible")
    return Number(kind.value, digits)


def holds_number(text: str) -> bool:
    """Whether a free text contains a Social Security number, ITIN or ATIN."""
    return IN_WORDS.search(figures(text)) is not None


def masked(digits: str) -> str:
    """The number as shown without the privilege to see it."""
    return f"•••-••-{digits[-4:]}" if digits else ""
