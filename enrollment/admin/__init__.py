"""The representatives' desk: the review queue, the case, canned replies, and read-only views of the rest."""

from enrollment.admin import desk, merges, people, queue, replies

__all__ = ["desk", "merges", "people", "queue", "replies"]
