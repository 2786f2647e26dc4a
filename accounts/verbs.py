"""What accounts adds to the activity record, and how the pages say it."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "added_purchaser": _("Opened the employer's account"),
    "renumbered_purchaser": _("Changed the purchaser ID"),
    "read_very_much": _("Viewed an unusual number of records"),
    "added_closure": _("Added a closed day"),
    "removed_closure": _("Removed a closed day"),
}
