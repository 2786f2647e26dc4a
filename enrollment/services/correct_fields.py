"""A correction field by field: of legal name, birth date and number a representative takes what was sent, or keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from enrollment.rules.people import Applicant
from enrollment.services.identity import KEEP, REPLACE
from enrollment.services.refusals import CannotDecide

RENAMED = "renamed"
# The first of each is what a correction does by itself: a person who has another name goes on being found by the old one.
CHOICES = {"name": (RENAMED, REPLACE, KEEP), "birth_date": (REPLACE, KEEP), "number": (REPLACE, KEEP)}


def as_submitted(fields: Sequence[str]) -> dict[str, str]:
    return {field: CHOICES[field][0] for field in fields}


def check_choices(fields: Sequence[str], chosen: Mapping[str, str]) -> None:
    """Raise CannotDecide unless each of the fields that differ now, and no other, has a choice of its own."""
    if set(chosen) != set(fields) or any(choice not in CHOICES[field] for field, choice in chosen.items()):
        raise CannotDecide(_("Choose what to do with each field that differs."))


def as_chosen(before: Applicant, after: Applicant, chosen: Mapping[str, str]) -> Applicant:
    """What was sent, with what is kept as it is on record. Why there is no number belongs to the number."""
    kept = {field: getattr(before, field) for field, choice in chosen.items() if choice == KEEP}
    if "number" in kept:
        kept["no_number_reason"] = before.no_number_reason
    return replace(after, **kept)
