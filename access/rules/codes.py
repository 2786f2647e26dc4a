"""The form of an access code: 16 letters and digits of base32, 80 bits, in groups of four."""

import re
import secrets

from accounts.platform.typed import figures

# RFC 4648 base32 has no 0, 1, 8 or 9, so that what looks alike is meant alike.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LENGTH, GROUP = 16, 4
LOOKS_LIKE = str.maketrans("018", "OIB")
BETWEEN = re.compile(r"[\s\-]+")


def new_code() -> str:
    """A code as it is mailed, from the system's random source: XXXX-XXXX-XXXX-XXXX."""
    letters = [secrets.choice(ALPHABET) for _ in range(LENGTH)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, LENGTH, GROUP))


def normalized(typed: str) -> str | None:
    """The 16 characters of a code however it was typed; None for what cannot be one."""
    letters = BETWEEN.sub("", figures(typed)).upper().translate(LOOKS_LIKE)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None
