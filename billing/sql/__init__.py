"""The statements that compute money, each in a file named for what it answers."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
# Stands for the missing person in a key of rates by tier, so that keys can be compared.
NO_PERSON = "00000000-0000-0000-0000-000000000000"


@cache
def statement(name: str) -> str:
    """The text of a statement, with the statements that it builds on in their places."""
    text = (FOLDER / f"{name}.sql").read_text()
    for part in ("charged", "owed"):
        if f"{{{part}}}" in text:
            text = text.replace(f"{{{part}}}", statement(part))
    return text.replace("{no_person}", NO_PERSON)
