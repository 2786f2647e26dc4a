"""What happened, in words: results of a change for each person, verbs of the activity record."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

register = template.Library()

RESULTS = {
    "covered": gettext_lazy("Covered from %(day)s"),
    "ends": gettext_lazy("Last day of coverage: %(day)s"),
    "never_started": gettext_lazy("Taken back before it started on %(day)s"),
    "restored": gettext_lazy("Covered as before"),
    "corrected": gettext_lazy("Corrected: %(fields)s"),
}
FIELDS = {
    "name": gettext_lazy("legal name"),
    "birth_date": gettext_lazy("date of birth"),
    "number": gettext_lazy("Social Security number"),
    "preferred_name": gettext_lazy("preferred name"),
    "sex": gettext_lazy("sex"),
    "address": gettext_lazy("address"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
    "language": gettext_lazy("language"),
    "no_number_reason": gettext_lazy("reason for no number"),
}
VERBS = {
    "enrolled": gettext_lazy("Added employee"),
    "added_dependents": gettext_lazy("Added dependents"),
    "ended_coverage": gettext_lazy("Ended coverage"),
    "reversed_end": gettext_lazy("Took back an end of coverage"),
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
    "called_back": gettext_lazy("Called back"),
    "exported_access": gettext_lazy("Exported who has access"),
    "added_purchaser": gettext_lazy("Opened the account"),
    "assigned_row": gettext_lazy("Moved to another person's record"),
    "asked_for_call": gettext_lazy("Asked for a call"),
}


@register.simple_tag
def outcome(person):
    """The result of a change for one person."""
    day = date_format(date.fromisoformat(person["on"]), "DATE_FORMAT") if person.get("on") else ""
    fields = ", ".join(str(FIELDS.get(name, name)) for name in person.get("fields", "").split())
    return gettext(str(RESULTS[person["result"]])) % {"day": day, "fields": fields}


@register.simple_tag
def verb(name):
    return VERBS.get(name, name)
