"""Persons and purchasers' details of them; the only writer of both."""

import secrets
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from access import tenancy
from accounts.models import Purchaser
from accounts.platform.rows import insert
from enrollment.models import Change, KnownTo, Person, PersonDetail
from enrollment.queries.identity.indexes import (
    contact_indexes,
    identity_columns,
    last_four_index,
    name_columns,
    number_columns,
    number_indexes,
)
from enrollment.rules.people import HOME_COUNTRY, Applicant


def new_member_number() -> str:
    """Eight random digits, not starting with 0."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)


def _new_person(applicant: Applicant, at: datetime) -> Person:
    return Person(id=uuid.uuid4(), member_number=new_member_number(), created_at=at, **identity_columns(applicant))


def people_of(applicants: Sequence[Applicant], person_ids: Sequence[UUID | None], *, at: datetime) -> list[UUID]:
    """The person of each applicant, created if new. The caller holds the advisory locks of `identify`.

    Always the same statements, whether somebody is new or not.
    """
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
        insert(Person, [person for person, known in zip(people, person_ids, strict=True) if known is None])
    return [known or person.pk for person, known in zip(people, person_ids, strict=True)]


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
        country=address.country if address else HOME_COUNTRY,
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
        **number_indexes(number.digits if number else ""),
    )


def make_known(person_ids: Collection[UUID], *, purchaser: Purchaser) -> None:
    """Let the purchaser see these people from now on."""
    with tenancy.matching():
        known = [KnownTo(person_id=person_id, purchaser=purchaser) for person_id in person_ids]
        KnownTo.objects.bulk_create(known, ignore_conflicts=True)


def supersede_details(people: Sequence[Person], *, purchaser: Purchaser, at: datetime) -> None:
    """Let the purchaser see these people and end its current details of them, which stay as history.

    `report_details` follows. This part waits for others, so it comes before the lock of the unit.
    """
    make_known([person.pk for person in people], purchaser=purchaser)
    PersonDetail.objects.filter(purchaser=purchaser, superseded_at=None, person__in=people).update(superseded_at=at)


def report_details(
    reported: Sequence[tuple[Person, Applicant]], *, purchaser: Purchaser, change: Change, at: datetime
) -> None:
    """Make each applicant the purchaser's current details of the person, after `supersede_details`."""
    PersonDetail.objects.bulk_create(
        _detail(person, applicant, purchaser, change, at) for person, applicant in reported
    )
