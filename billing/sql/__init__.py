"""The statements that compute money, each in a file named for what it answers."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
# Stands for the missing person in a key of rates by tier, so that keys can be compared.
NO_PERSON = "00000000-0000-0000-0000-000000000000"
# What the next bill is computed from: as it is on file, or as a change proposes it.
CHOSEN = ("contracts", "coverage")
PARTS = re.compile(r"\{([a-z_]+)\}")


@cache
def statement(name: str, *, proposed: bool = False) -> str:
    """The text of a statement, with the parts that it is made of in their places.

    `proposed` looks at one family only, with the coverage that a change would give it.
    """
    slots = {
        "no_person": NO_PERSON,
        "of_whom": "AND contracts.subscriber_id = %(subscriber)s::uuid" if proposed else "",
        "of_mine": "AND mine.subscriber_id = %(subscriber)s::uuid" if proposed else "",
        "always_new": "true OR" if proposed else "",
    }

    def text_of(part: str) -> str:
        if part in slots:
            return slots[part]
        chosen = ("proposed_" if proposed else "known_") if part in CHOSEN else ""
        return PARTS.sub(lambda found: text_of(found[1]), (FOLDER / f"{chosen}{part}.sql").read_text())

    return text_of(name)
