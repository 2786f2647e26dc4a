"""The order in which a unit's changes became known."""

from accounts.services import next_known_seq

__all__ = ["next_known_seq"]
