"""Reasons for review in words, and the risk of each."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from enrollment.matching import guards, own_reports

REASONS = {
    guards.SEVERAL: _("more than one member matches exactly"),
    guards.DECEASED: _("the matching member has died"),
    guards.TOO_OLD: _("a child with this date of birth would be over the age limit"),
    guards.MEMBER_NUMBER: _("the member number differs"),
    guards.SUFFIX: _("Jr. or Sr. differs"),
    guards.SEX: _("the sex differs"),
    guards.SHARED_NUMBER: _("another record has the same Social Security number"),
    guards.SHARED_MEMBER_NUMBER: _("the member number is on another record"),
    guards.BETTER_NAMED: _("another member has the same name"),
    guards.NAMESAKE: _("the name is common"),
    guards.CLOSE_SECOND: _("another member is a close match"),
    guards.TAKEN: _("two people in the request match one member"),
    own_reports.EARLIER: _("this employer reported these details for a member who has other details today"),
    own_reports.ELSEWHERE: _("a member of this employer matches, but not by the employer's own reports"),
    "near": _("a similar person is already on file"),
    "no_birth_date": _("the date of birth is missing"),
    "several_identity_fields": _(
        "two or more of legal name, date of birth and Social Security number change together or within 90 days"
    ),
    "over_age": _("the corrected date of birth is over the age limit for a covered child"),
    "born_later": _("the corrected date of birth is after coverage started"),
    "earlier_end": _("end of coverage before the earliest date allowed"),
}
# Highest risk: merging two people, or changing a deceased member's record. Lowest: mere similarity.
DANGEROUS = (guards.SEVERAL, guards.DECEASED, guards.SHARED_NUMBER, guards.TAKEN, guards.BETTER_NAMED, guards.TOO_OLD)
HARMLESS = ("near", "earlier_end")
HIGH, MIDDLE, LOW = 0, 1, 2


def reason_in_words(code: str) -> str:
    """A reason code in words; an unknown code as is."""
    return str(REASONS.get(code, code.replace("_", " ")))


def reasons_in_words(codes: Iterable[str]) -> str:
    return "; ".join(reason_in_words(code) for code in codes)


def risk(codes: Iterable[str]) -> int:
    """HIGH, MIDDLE or LOW, from the worst reason."""
    given = set(codes)
    if given & set(DANGEROUS):
        return HIGH
    return LOW if given <= set(HARMLESS) else MIDDLE
