"""The representatives' desk: review queue, case, saved replies, and read-only views of the rest."""

from enrollment.admin import desk
from enrollment.admin.merging import merges, people
from enrollment.admin.review import queue, replies

__all__ = ["desk", "merges", "people", "queue", "replies"]
