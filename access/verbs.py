"""The verbs that access records, in words, and which lines are for those who manage access."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "received_form": _("Received a user ID request"),
    "handled_request": _("Handled a user ID request"),
    "expired_request": _("User ID request expired"),
    "issued_code": _("Created an access code"),
    "took_code_back": _("Canceled an access code"),
    "returned_code": _("Access code could not be delivered"),
    "refused_code": _("Tried another person's access code"),
    "redeemed_code": _("Entered an access code"),
    "asked_for_code": _("Requested a new access code"),
    "granted_access": _("Gave access"),
    "changed_access": _("Changed access"),
    "suspended_access": _("Suspended access"),
    "resumed_access": _("Resumed access"),
    "revoked_access": _("Ended access"),
    "previewed_access": _("Viewed the portal as another user"),
    "reviewed_access": _("Reviewed access"),
    "exported_access": _("Exported the access list"),
    "called_back": _("Called back"),
    "removed_second_factors": _("Removed second steps"),
    "ended_sessions": _("Ended sessions"),
    "named_organization": _("Added a broker or TPA"),
    "ended_organization": _("Removed a broker or TPA"),
    "made_representative": _("Added a representative"),
    "invited_again": _("Sent an invitation again"),
    "named_supervisor": _("Made a supervisor"),
    "ended_supervisor": _("No longer a supervisor"),
    "viewed_at_desk": _("Viewed at the desk"),
}

# All other verbs are about employees, for users who may see them.
ABOUT_ACCESS = frozenset({*VERBS, "read_very_much", "renumbered_purchaser"})
