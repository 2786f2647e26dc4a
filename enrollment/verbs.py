"""What enrollment adds to the activity record, and how the pages say it."""

from django.utils.translation import gettext_lazy as _

# Lines about drafts name people who are not enrolled yet: they are for whoever sees the drafts.
ABOUT_DRAFTS = ("viewed_draft", "discarded_draft")

VERBS = {
    "enrolled": _("Added employee"),
    "added_dependents": _("Added dependents"),
    "ended_coverage": _("Ended coverage"),
    "reversed_end": _("Reversed an end of coverage"),
    "corrected_details": _("Corrected details"),
    "withdrew": _("Withdrew a request"),
    "asked_for_call": _("Requested a call"),
    "viewed_person": _("Viewed a member"),
    "viewed_draft": _("Viewed another user's draft"),
    "discarded_draft": _("Discarded another user's draft"),
    "revealed_number": _("Viewed a full Social Security number"),
    "exported_roster": _("Exported an employee list"),
    # Set-up of a group
    "set_unit_rules": _("Set the rules of an enrollment unit"),
    "offered_plan": _("Offered a plan"),
    "stopped_offering": _("Stopped offering a plan"),
    "added_plan": _("Added a plan"),
    "stopped_selling": _("Stopped selling a plan"),
    # Reviews
    "sent_to_representative": _("Sent for review"),
    "review_budget_passed": _("Sent an unusual number of requests to review"),
    "correction_budget_reached": _("Corrected names, dates of birth or numbers unusually often"),
    "assigned_review": _("Assigned to a representative"),
    "viewed_candidates": _("Viewed possible matches"),
    "asked_about_review": _("Asked the employer"),
    "asked_employer": _("Representative asked a question"),
    "answered": _("Answered a question"),
    "refused": _("Declined"),
    "decided_review": _("Decided a review"),
    "warned_of_goal": _("Two-business-day goal is near"),
    "missed_goal": _("Missed the two-business-day goal"),
    # Duplicate records
    "compared_records": _("Compared two records"),
    "merged_people": _("Merged two records"),
    "proposed_merge": _("Requested a merge"),
    "withdrew_merge": _("Withdrew a merge request"),
    "undid_merge": _("Undid a merge"),
    "proposed_undo": _("Requested to undo a merge"),
    "confirmed_undo": _("Approved undoing a merge"),
    "rejected_undo": _("Declined undoing a merge"),
    "proposed_reopening": _("Requested to compare two records again"),
    "reopened_pair": _("Allowed two records to be compared again"),
    "rejected_reopening": _("Declined to compare two records again"),
    "assigned_row": _("Moved to another member's record"),
    "reopened_employment": _("Reversed an end of employment"),
}
