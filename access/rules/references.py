"""The reference of a user ID request: ten letters and digits, written R7K2M-9XC4T."""

from access.rules.codes import BETWEEN
from accounts.platform.typed import figures

LENGTH, GROUP = 10, 5


def as_written(typed: str) -> str:
    """A reference as printed on the form, however it was typed."""
    letters = BETWEEN.sub("", figures(typed)).upper()
    return f"{letters[:GROUP]}-{letters[GROUP:]}" if len(letters) == LENGTH else letters
