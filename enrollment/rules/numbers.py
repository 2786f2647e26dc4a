"""Which nine digits can be a Social Security number, an ITIN or an ATIN, and which of them say nothing of anybody.

Each refusal has a source; what none of them names is taken.
- Area 000, 666 or 900-999, group 00, serial 0000: SSA, POMS RM 10201.035 "Invalid Social Security Numbers", and "Social
  Security Number Randomization". Since 2011 every other area is given out.
- 078-05-1120 and 219-09-9999: SSA, "Social Security Cards Issued by Woolworth" (history/ssn/misused), withdrawn.
- 987-65-4320 to 4329: kept by the SSA for advertisements; their group would be that of an ITIN.
- 111-11-1111, 333-33-3333 and 123-45-6789: turned away by the SSA where wages are reported, as never issued.
- ITIN: area 900-999, group 50-65, 70-88, 90-92 or 94-99 (IRS Publication 1915, IRM 3.21.263). ATIN: group 93 (Form W-7A).
"""

import re

from accounts.platform.typed import figures
from enrollment.rules.codes import NumberKind
from enrollment.rules.people import Number

DIGITS = 9
NEVER_ISSUED = frozenset(["078051120", "219099999", "111111111", "333333333", "123456789"]) | {
    f"98765432{digit}" for digit in range(10)
}
# Possible, but typed to get past a form, or printed where thousands saw them. They may be somebody's, so they are
# taken; they are evidence of nobody, so nobody is matched or told apart by them.
FILLERS = frozenset(["012345678", "123121234", "123123123", "457555462", "721074426"]) | {
    str(digit) * DIGITS for digit in range(10)
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
    if digits in NEVER_ISSUED:
        raise BadNumber("placeholder")
    kind = _kind(digits)
    if kind is None:
        raise BadNumber("impossible")
    return Number(kind.value, digits)


def says_nothing(digits: str) -> bool:
    """Whether nine digits are no evidence of who somebody is: never issued, or a known filler."""
    return digits in NEVER_ISSUED or digits in FILLERS


def holds_number(text: str) -> bool:
    """Whether a free text contains a Social Security number, ITIN or ATIN."""
    return IN_WORDS.search(figures(text)) is not None


def masked(digits: str) -> str:
    """The number as shown without the privilege to see it."""
    return f"•••-••-{digits[-4:]}" if digits else ""
