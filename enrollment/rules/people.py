"""People as a change describes them, before matching."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enrollment.rules.codes import NoNumberReason
from enrollment.rules.dates import age_on


@dataclass(frozen=True)
class Name:
    """A legal name. Of a person with one name, `last` holds it and `first` is empty, as on a Social Security card and in
    an 834 file.
    """

    first: str
    last: str
    middle: str = ""
    suffix: str = ""

    @property
    def full(self) -> str:
        return " ".join(filter(None, [self.first, self.middle, self.last, self.suffix]))

    @property
    def listed(self) -> str:
        """The name with the last name first."""
        return ", ".join(filter(None, [" ".join(filter(None, [self.last, self.suffix])), self.first]))


@dataclass(frozen=True)
class Number:
    """A Social Security number, ITIN or ATIN: its kind and nine digits. The repr hides the digits."""

    kind: str
    digits: str = field(repr=False)


# ISO 3166-1 alpha-2.
HOME_COUNTRY = "US"


@dataclass(frozen=True)
class Address:
    street: str
    city: str
    state: str
    zip_code: str
    street2: str = ""
    country: str = HOME_COUNTRY


@dataclass(frozen=True)
class Applicant:
    """One person of a change. `relationship` is a codes.Relationship, "18" for the employee.

    `confirmed` holds the questions of rules/family.py that the employer answered with yes.
    """

    name: Name
    birth_date: date
    sex: str
    relationship: str
    number: Number | None = None
    no_number_reason: str = ""
    address: Address | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    preferred_name: str = ""
    member_number: str = ""
    confirmed: tuple[str, ...] = ()
    # The lines of coverage that a dependent does not join, or that somebody covered is not in.
    waives: tuple[str, ...] = ()

    def joins(self, line: str) -> bool:
        """Whether the person is to be covered in a line of coverage."""
        return line not in self.waives


NEWBORN_BELOW_AGE = 1
NEWBORN_WORDS = (
    "“Newborn” is only for a child under 1 year old. Enter the Social Security number, or choose another reason."
)


def is_past_newborn(birth_date: date, no_number_reason: str, day: date) -> bool:
    """Whether the reason "newborn" no longer applies: the birth was a year ago or more."""
    return no_number_reason == NoNumberReason.NEWBORN and age_on(birth_date, day) >= NEWBORN_BELOW_AGE


@dataclass(frozen=True)
class Family:
    """The people of one change. `subscriber` is None when dependents join existing coverage."""

    subscriber: Applicant | None
    dependents: tuple[Applicant, ...] = ()

    @property
    def people(self) -> tuple[Applicant, ...]:
        return ((self.subscriber,) if self.subscriber else ()) + self.dependents


def applicant_payload(person: Applicant) -> dict[str, Any]:
    """The applicant as JSON values."""
    name, number, address = person.name, person.number, person.address
    return {
        "name": [name.first, name.last, name.middle, name.suffix],
        "birth_date": person.birth_date.isoformat(),
        "sex": person.sex,
        "relationship": person.relationship,
        "number": [number.kind, number.digits] if number else None,
        "no_number_reason": person.no_number_reason,
        "address": [address.street, address.city, address.state, address.zip_code, address.street2, address.country]
        if address
        else None,
        "phone": person.phone,
        "email": person.email,
        "language": person.language,
        "preferred_name": person.preferred_name,
        "member_number": person.member_number,
        "confirmed": list(person.confirmed),
        "waives": list(person.waives),
    }


def applicant_from(payload: dict[str, Any]) -> Applicant:
    """The applicant from a payload of `applicant_payload`."""
    return Applicant(
        name=Name(*payload["name"]),
        birth_date=date.fromisoformat(payload["birth_date"]),
        sex=payload["sex"],
        relationship=payload["relationship"],
        number=Number(*payload["number"]) if payload["number"] else None,
        no_number_reason=payload["no_number_reason"],
        address=Address(*payload["address"]) if payload["address"] else None,
        phone=payload["phone"],
        email=payload["email"],
        language=payload["language"],
        preferred_name=payload["preferred_name"],
        member_number=payload.get("member_number", ""),
        confirmed=tuple(payload.get("confirmed", ())),
        waives=tuple(payload.get("waives", ())),
    )
