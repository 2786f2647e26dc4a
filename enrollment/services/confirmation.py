"""Confirmation numbers: short, readable aloud, not guessable from one another."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I


def new_confirmation() -> str:
    """A number like 7Q4K-2M9XC: 45 bits from the system's random source; the column is unique."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(9))
    return f"{letters[:4]}-{letters[4:]}"
