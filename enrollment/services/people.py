"""Persons and what a purchaser reports about them: the only writer of their keys and blind indexes."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from access import tenancy
from accounts.keys import blind_index
from accounts.models import Purchaser
from enrollment.matching.normalise import email_key, number_key, phone_key, street_key
from enrollment.models import Change, Person, PersonDetail
from enrollment.rules.names import name_key
from enrollment.rules.people import Applicant, Name, Number
from enrollment.services.humans import records_of


def index_of(name: str, key: str) -> bytes | None:
    """The blind index of a key that `matching.normalise` made; None where there is nothing to find."""
    return blind_index(name, key) if key else None


def number_indexes(digits: str) -> dict[str, bytes | None]:
    """How a record is found by its identity number: whole, and by either end with a birth date beside it."""
    key = number_key(digits)
    return {
        "number_index": index_of("number", key),
        "number_start_index": index_of("number_start", key[:5]),
        "number_end_index": index_of("number_end", key[-4:]),
    }


def contact_indexes(*, street: str, zip_code: str, phone: str, email: str) -> dict[str, bytes | None]:
    """How a person is found by where they can be reached: values that may be written in many ways, as one key each."""
    return {
        "street_index": index_of("street", street_key(street, zip_code)),
        "phone_index": index_of("phone", phone_key(phone)),
        "email_index": index_of("email", email_key(email)),
    }


def last_four_index(purchaser_id: int, last_four: str) -> bytes:
    """The index of the last four digits, which differs from purchaser to purchaser for the same digits."""
    return blind_index("last_four", f"{purchaser_id}:{last_four}")


def name_columns(name: Name) -> dict[str, str]:
    """The stored parts of a name with the keys it is found by."""
    return {
        "first_name": name.first,
        "middle_name": name.middle,
        "last_name": name.last,
        "suffix": name.suffix,
        "first_key": name_key(name.first),
        "last_key": name_key(name.last),
    }


def number_columns(number: Number | None) -> dict[str, Any]:
    return {"number": number.digits if number else None, "number_kind": number.kind if number else ""}


def identity_columns(applicant: Applicant) -> dict[str, Any]:
    """Every column of a person that an applicant gives, with what the person is found by."""
    return {
        "birth_date": applicant.birth_date,
        "sex": applicant.sex,
        **name_columns(applicant.name),
        **number_columns(applicant.number),
        **number_indexes(applicant.number.digits if applicant.number else ""),
    }


def new_member_number() -> str:
    """Eight digits, not starting with 0, from the system's random source."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)


def _new_person(applicant: Applicant, at: datetime) -> Person:
    return Person(id=uuid.uuid4(), member_number=new_member_number(), created_at=at, **identity_columns(applicant))


def create_people(applicants: Sequence[Applicant], *, at: datetime) -> list[Person]:
    """Put humans on file who are provably nobody on it. The caller holds the advisory locks of `identify`."""
    people = [_new_person(applicant, at) for applicant in applicants]
    with tenancy.matching():
        while taken := set(
            Person.objects.filter(member_number__in=[each.member_number for each in people]).values_list(
                "member_number", flat=True
            )
        ):
            for person in people:
                if person.member_number in taken:
                    person.member_number = new_member_number()
        return list(Person.objects.bulk_create(people))


def _detail(person: Person, applicant: Applicant, purchaser: Purchaser, change: Change, at: datetime) -> PersonDetail:
    address, number = applicant.address, applicant.number
    return PersonDetail(
        purchaser=purchaser,
        person=person,
        change=change,
        known_at=at,
        birth_date=applicant.birth_date,
        sex=applicant.sex,
        preferred_name=applicant.preferred_name,
        no_number_reason="" if number else applicant.no_number_reason,
        last_four_index=last_four_index(purchaser.pk, number.digits[-4:]) if number else None,
        street=address.street if address else "",
        street2=address.street2 if address else "",
        city=address.city if address else "",
        state=address.state if address else "",
        zip_code=address.zip_code if address else "",
        phone=applicant.phone,
        email=applicant.email,
        language=applicant.language,
        **contact_indexes(
            street=address.street if address else "",
            zip_code=address.zip_code if address else "",
            phone=applicant.phone,
            email=applicant.email,
        ),
        **name_columns(applicant.name),
        **number_columns(number),
    )


def report_details(
    reported: Sequence[tuple[Person, Applicant]], *, purchaser: Purchaser, change: Change, at: datetime
) -> None:
    """Make each applicant what this purchaser reports about the person from now on; earlier rows stay as history."""
    current = PersonDetail.objects.filter(purchaser=purchaser, superseded_at=None)
    current.filter(person__in=[person for person, _applicant in reported]).update(superseded_at=at)
    PersonDetail.objects.bulk_create(
        _detail(person, applicant, purchaser, change, at) for person, applicant in reported
    )


def reported_elsewhere(person: Person, purchaser: Purchaser) -> bool:
    """Whether another purchaser reports this human too, under whichever record. Never shown to an employer."""
    records = records_of(person.pk)
    with tenancy.matching():
        return (
            PersonDetail.objects.filter(person_id__in=records, superseded_at=None).exclude(purchaser=purchaser).exists()
        )
