"""What a correction changes, and the choices for each field that differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enrollment.rules.dates import age_on
from enrollment.rules.names import is_unnamed, name_key
from enrollment.rules.people import NEWBORN_BELOW_AGE, Applicant

KEEP, REPLACE, FORMER = "keep", "replace", "former"


def choices_for(field: str) -> tuple[str, ...]:
    """The choices for a field: a name can also be kept as a former name."""
    return (KEEP, REPLACE, FORMER) if field == "name" else (KEEP, REPLACE)


RENAMED = "renamed"
CONTACT = ("preferred_name", "sex", "address", "phone", "email", "language", "no_number_reason")

# The first choice is the default: a renamed person stays findable by the old name.
CHOICES = {"name": (RENAMED, REPLACE, KEEP), "birth_date": (REPLACE, KEEP), "number": (REPLACE, KEEP)}


def as_submitted(fields: Sequence[str]) -> dict[str, str]:
    return {field: CHOICES[field][0] for field in fields}


def as_chosen(before: Applicant, after: Applicant, chosen: Mapping[str, str]) -> Applicant:
    """The submitted details, with recorded values where "keep" was chosen.

    The reason for a missing number follows the number.
    """
    kept = {field: getattr(before, field) for field, choice in chosen.items() if choice == KEEP}
    if "number" in kept:
        kept["no_number_reason"] = before.no_number_reason
    return replace(after, **kept)


def without_stale_contacts(before: Applicant, then: Applicant, after: Applicant) -> Applicant:
    """The submitted details, with the recorded contact details wherever the form left those of its time as they were.

    `before` are the details now, `then` those the form was filled in with.
    """
    return replace(after, **{field: getattr(before, field) for field in CONTACT if same(then, after, field)})


def same(one: Applicant, other: Applicant, field: str) -> bool:
    return bool(getattr(one, field) == getattr(other, field))


def is_naming(before: Applicant, after: Applicant, day: date) -> bool:
    """Whether a child without a name or number gets them within the first year, and nothing else of identity changes."""
    return (
        is_unnamed(before.name.first)
        and before.number is None
        and age_on(before.birth_date, day) < NEWBORN_BELOW_AGE
        and before.birth_date == after.birth_date
        and name_key(before.name.last) == name_key(after.name.last)
    )


@dataclass(frozen=True)
class Differences:
    """The fields in which submitted and recorded details differ."""

    identity: tuple[str, ...]
    contact: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.identity + self.contact


def differences(before: Applicant, after: Applicant) -> Differences:
    """The identity and contact fields that differ.

    Identity is legal name, date of birth and number. A name with the same letters does not differ.
    """
    keys = [(name_key(each.name.first), name_key(each.name.last), each.name.suffix) for each in (before, after)]
    identity = [
        field
        for field, differs in (
            ("name", keys[0] != keys[1]),
            ("birth_date", before.birth_date != after.birth_date),
            ("number", before.number != after.number),
        )
        if differs
    ]
    contact = [field for field in CONTACT if not same(before, after, field)]
    if before.name != after.name and "name" not in identity:
        contact.insert(0, "name")
    return Differences(tuple(identity), tuple(contact))
