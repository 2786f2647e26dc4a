"""Marks of what a page showed, so that a form made from something older overwrites nothing."""

import hashlib
import json


def mark_of(*facts: object) -> str:
    """The same for the same facts, in whatever form they are stored."""
    return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()[:16]
