"""The verbs that accounts records, in words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "added_purchaser": _("Added the employer group"),
    "renumbered_purchaser": _("Changed the purchaser ID"),
    "renamed_purchaser": _("Changed the company name"),
    "joined_names": _("Joined the names of two companies"),
    "set_time_zone": _("Changed the time zone"),
    "set_size": _("Set the number of employees"),
    "recorded_contract": _("Set the contract period"),
    "renewed_contract": _("Renewed the contract"),
    "ended_contract": _("Ended the contract"),
    "reinstated_contract": _("Reinstated the contract"),
    "opened_group": _("Opened for enrollment"),
    "added_contact": _("Added a contact"),
    "removed_contact": _("Removed a contact"),
    "set_address": _("Set an address"),
    "set_bill_delivery": _("Set how bills are delivered"),
    "added_unit": _("Added an enrollment unit"),
    "renamed_unit": _("Renamed an enrollment unit"),
    "moved_unit": _("Set the address of an enrollment unit"),
    "set_billing_start": _("Set when billing starts"),
    "read_very_much": _("Viewed an unusual number of records"),
    "added_closure": _("Added a closure"),
    "removed_closure": _("Removed a closure"),
}
