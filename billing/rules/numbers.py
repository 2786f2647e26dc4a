"""The number of a bill, with a check digit against a mistyped one."""

from datetime import date

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_digit(text: str) -> str:
    """The Luhn check digit of the letters and digits of a text; other signs do not count."""
    total = 0
    for place, sign in enumerate(reversed([each for each in text.upper() if each in SIGNS])):
        doubled = SIGNS.index(sign) * (2 if place % 2 == 0 else 1)
        total += sum(divmod(doubled, 10)) if doubled > 9 else doubled
    return str(-total % 10)


def bill_number(purchaser: str, unit: str, month: date) -> str:
    """Purchaser ID, unit, year and month, check digit: 104-88231-001-202612-2."""
    body = f"{purchaser}-{unit}-{month:%Y%m}"
    return f"{body}-{check_digit(body)}"
