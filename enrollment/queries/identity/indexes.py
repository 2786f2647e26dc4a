"""The columns that a person is stored and found by: names, numbers, contacts, each with its key or blind index."""

from typing import Any

from accounts.platform.keys import blind_index
from enrollment.matching.normalise import email_key, number_key, phone_key, street_key
from enrollment.rules.names import name_key
from enrollment.rules.people import Applicant, Name, Number


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
