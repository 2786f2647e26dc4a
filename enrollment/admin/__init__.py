"""The representatives' desk: review queue, case, saved replies, groups, and read-only views of the rest."""

from enrollment.admin import desk
from enrollment.admin.merging import merges, people
from enrollment.admin.review import queue, replies
from enrollment.admin.setup import groups

__all__ = ["desk", "groups", "merges", "people", "queue", "replies"]
