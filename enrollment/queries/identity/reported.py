"""A purchaser's details as an applicant, and its differences from the carrier's record."""

from uuid import UUID

from accounts.models import Purchaser
from enrollment.models import Person, PersonDetail
from enrollment.queries.identity.indexes import name_columns, number_columns, number_indexes
from enrollment.rules.people import Address, Applicant, Name, Number


def applicant_of(detail: PersonDetail, relationship: str) -> Applicant:
    """A purchaser's details of a person as an applicant."""
    parts = (detail.street, detail.city, detail.state, detail.zip_code, detail.street2, detail.country)
    address = Address(*parts) if detail.street else None
    return Applicant(
        name=Name(detail.first_name, detail.last_name, detail.middle_name, detail.suffix),
        birth_date=detail.birth_date,
        sex=detail.sex,
        relationship=relationship,
        number=Number(detail.number_kind, detail.number) if detail.number else None,
        no_number_reason=detail.no_number_reason,
        address=address,
        phone=detail.phone,
        email=detail.email,
        language=detail.language,
        preferred_name=detail.preferred_name,
    )


def people_reported_as(applicant: Applicant, purchaser: Purchaser) -> list[UUID]:
    """The people this purchaser reports with the applicant's number, or with that name and date of birth."""
    own = PersonDetail.objects.filter(purchaser=purchaser, superseded_at=None)
    if applicant.number:
        own = own.filter(number_index=number_indexes(applicant.number.digits)["number_index"])
    else:
        name = name_columns(applicant.name)
        own = own.filter(last_key=name["last_key"], first_key=name["first_key"], birth_date=applicant.birth_date)
    return list(own.order_by("pk").values_list("person_id", flat=True)[:1])


NAME = ("first_name", "middle_name", "last_name", "suffix", "first_key", "last_key")

COLUMNS = {
    "name": NAME,
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "number": (*number_columns(None), *number_indexes("")),
}


def differing(applicant: Applicant, person: Person) -> tuple[str, ...]:
    """The identity fields in which an applicant differs from the record."""
    name, number = applicant.name, applicant.number
    given = {
        "name": (name.first, name.middle, name.last, name.suffix)
        != (person.first_name, person.middle_name, person.last_name, person.suffix),
        "birth_date": applicant.birth_date != person.birth_date,
        "sex": applicant.sex != person.sex,
        "number": number is not None and number.digits != person.number,
    }
    return tuple(field for field in COLUMNS if given[field])
