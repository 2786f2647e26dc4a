"""The reasons for a review in words, and which of them are dangerous to decide in a hurry."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from enrollment.matching import guards

REASONS = {
    guards.SEVERAL: _("several people on file are certain"),
    guards.DECEASED: _("the person on file has died"),
    guards.TOO_OLD: _("a child of this birth date would be over age"),
    guards.MEMBER_NUMBER: _("the member number is another"),
    guards.SUFFIX: _("Jr. or Sr. differs"),
    guards.SEX: _("the sex differs"),
    guards.SHARED_NUMBER: _("the number is on another record too"),
    guards.BETTER_NAMED: _("another person bears this very name"),
    guards.NAMESAKE: _("the name is not rare"),
    guards.CLOSE_SECOND: _("another person is close"),
    guards.TAKEN: _("two people of the request match one record"),
    "near": _("somebody on file is near"),
    "no_birth_date": _("there is no date of birth to tell people apart by"),
    "several_identity_fields": _("several identity fields change at once"),
    "earlier_end": _("an end before the limit"),
}
# What can merge two people, or touch somebody who has died, comes first; what is merely near comes last.
DANGEROUS = (guards.SEVERAL, guards.DECEASED, guards.SHARED_NUMBER, guards.TAKEN, guards.BETTER_NAMED, guards.TOO_OLD)
HARMLESS = ("near", "earlier_end")
HIGH, MIDDLE, LOW = 0, 1, 2


def reason_in_words(code: str) -> str:
    """A reason as people read it; one that has no words yet as it is."""
    return str(REASONS.get(code, code.replace("_", " ")))


def reasons_in_words(codes: Iterable[str]) -> str:
    return "; ".join(reason_in_words(code) for code in codes)


def risk(codes: Iterable[str]) -> int:
    """HIGH, MIDDLE or LOW: what the worst of the reasons makes it."""
    given = set(codes)
    if given & set(DANGEROUS):
        return HIGH
    return LOW if given <= set(HARMLESS) else MIDDLE
