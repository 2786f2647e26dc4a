"""The representatives' desk: the review queue, the case, and read-only views of the rest."""

from enrollment.admin import desk, people, queue

__all__ = ["desk", "people", "queue"]
