"""The roster's lines, the words that find people, and recorded reads."""

from enrollment.services.roster.lines import UPSERT, hide_held, refresh, show_held
from enrollment.services.roster.reading import export_roster, reveal_number, view_draft, view_person
from enrollment.services.roster.words import find_request

__all__ = [
    "UPSERT",
    "export_roster",
    "find_request",
    "hide_held",
    "refresh",
    "reveal_number",
    "show_held",
    "view_draft",
    "view_person",
]
