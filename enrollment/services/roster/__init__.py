"""The roster's lines, and recorded reads."""

from enrollment.services.roster.lines import UPSERT, hide_held, refresh, show_held
from enrollment.services.roster.reading import export_roster, reveal_number, view_draft, view_person

__all__ = ["UPSERT", "export_roster", "hide_held", "refresh", "reveal_number", "show_held", "view_draft", "view_person"]
