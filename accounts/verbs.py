"""The verbs that accounts records, in words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "added_purchaser": _("Opened the employer's account"),
    "renumbered_purchaser": _("Changed the purchaser ID"),
    "read_very_much": _("Viewed an unusual number of records"),
    "added_closure": _("Added a closure"),
    "removed_closure": _("Removed a closure"),
}
