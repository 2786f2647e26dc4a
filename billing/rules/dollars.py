"""Amounts as people read them."""

from decimal import Decimal

# As wide as a plus, where a hyphen is not.
MINUS = "\N{MINUS SIGN}"


def dollars(amount: Decimal) -> str:
    """An amount with its sign before the dollar: $1,224.80, -$12.00."""
    return f"{MINUS if amount < 0 else ''}${abs(amount):,.2f}"


def difference(amount: Decimal) -> str:
    """A difference, with its sign either way: +$12.50, -$12.00; $0.00 has none."""
    return f"+{dollars(amount)}" if amount > 0 else dollars(amount)
