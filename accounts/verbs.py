"""What the verbs of the activity record say, on its page, on Home and in its file."""

from django.utils.translation import gettext_lazy

VERBS = {
    "enrolled": gettext_lazy("Added employee"),
    "added_dependents": gettext_lazy("Added dependents"),
    "ended_coverage": gettext_lazy("Ended coverage"),
    "reversed_end": gettext_lazy("Reversed an end of coverage"),
    "corrected_details": gettext_lazy("Corrected details"),
    "sent_to_representative": gettext_lazy("Sent to a representative"),
    "asked_employer": gettext_lazy("Representative asked a question"),
    "answered": gettext_lazy("Answered a question"),
    "refused": gettext_lazy("Refused"),
    "withdrew": gettext_lazy("Withdrew a request"),
    "viewed_person": gettext_lazy("Viewed a person"),
    "revealed_number": gettext_lazy("Saw a full Social Security number"),
    "exported_roster": gettext_lazy("Exported a list"),
    "granted_access": gettext_lazy("Gave access"),
    "revoked_access": gettext_lazy("Ended access"),
    "changed_access": gettext_lazy("Changed access"),
    "suspended_access": gettext_lazy("Suspended access"),
    "resumed_access": gettext_lazy("Resumed access"),
    "issued_code": gettext_lazy("Created an access code"),
    "took_code_back": gettext_lazy("Took an access code back"),
    "refused_code": gettext_lazy("Tried somebody else's access code"),
    "redeemed_code": gettext_lazy("Entered an access code"),
    "asked_for_code": gettext_lazy("Asked for a new access code"),
    "read_very_much": gettext_lazy("Read unusually much"),
    "previewed_access": gettext_lazy("Looked at what somebody sees"),
    "reviewed_access": gettext_lazy("Reviewed access"),
    "removed_second_factors": gettext_lazy("Removed second factors"),
    "ended_sessions": gettext_lazy("Ended sessions"),
    "called_back": gettext_lazy("Called back"),
    "named_organization": gettext_lazy("Named an organization"),
    "ended_organization": gettext_lazy("Ended an organization's access"),
    "renumbered_purchaser": gettext_lazy("Changed the purchaser ID"),
    "returned_code": gettext_lazy("An access code could not be delivered"),
    "expired_request": gettext_lazy("A user ID request expired"),
    "viewed_candidates": gettext_lazy("Saw candidates"),
    "decided_review": gettext_lazy("Decided about a review"),
    "asked_about_review": gettext_lazy("Asked about a review"),
    "assigned_review": gettext_lazy("Assigned to a representative"),
    "warned_of_goal": gettext_lazy("Goal of two business days came near"),
    "missed_goal": gettext_lazy("Goal of two business days was missed"),
    "assigned_row": gettext_lazy("Moved to another person's record"),
    "reopened_employment": gettext_lazy("Reversed an end of employment"),
    "exported_access": gettext_lazy("Exported who has access"),
    "added_purchaser": gettext_lazy("Opened the account"),
    "asked_for_call": gettext_lazy("Asked for a call"),
}

# Lines about who has access: for those who manage it. All others are about employees, for those who may see them.
ABOUT_ACCESS = frozenset(
    "granted_access revoked_access changed_access suspended_access resumed_access issued_code took_code_back refused_code"
    " redeemed_code asked_for_code read_very_much previewed_access reviewed_access removed_second_factors ended_sessions"
    " called_back named_organization ended_organization renumbered_purchaser returned_code expired_request"
    " exported_access".split()
)


def verb_words(name):
    return VERBS.get(name, name)
