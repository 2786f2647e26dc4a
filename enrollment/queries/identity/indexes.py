"""Stored columns for names, numbers and contacts, with their keys and blind indexes."""

from datetime import date
from typing import Any

from accounts.platform.keys import blind_index
from enrollment.matching.normalise import email_key, number_key, phone_key, street_key
from enrollment.rules.names import name_key
from enrollment.rules.people import Applicant, Name, Number


def index_of(name: str, key: str) -> bytes | None:
    """The blind index of a key from `matching.normalise`; None for an empty key."""
    return blind_index(name, key) if key else None


def number_indexes(digits: str) -> dict[str, bytes | None]:
    """The indexes of a number: whole, and either end with the birth date.

    A filler is found as a number that somebody has, and by neither end: no applicant is looked for by it.
    """
    key = number_key(digits)
    return {
        "number_index": index_of("number", key or digits),
        "number_start_index": index_of("number_start", key[:5]),
        "number_end_index": index_of("number_end", key[-4:]),
    }


def contact_indexes(*, street: str, zip_code: str, phone: str, email: str) -> dict[str, bytes | None]:
    """The indexes of contact details, one key for the many ways to write each."""
    return {
        "street_index": index_of("street", street_key(street, zip_code)),
        "phone_index": index_of("phone", phone_key(phone)),
        "email_index": index_of("email", email_key(email)),
    }


def last_four_index(purchaser_id: int, last_four: str) -> bytes:
    """The index of the last four digits, different for each purchaser."""
    return blind_index("last_four", f"{purchaser_id}:{last_four}")


def fact_word(value: bytes | date) -> str:
    """What finds a request by a keyed index or a date of birth; no name can be this word."""
    return f"#{value if isinstance(value, date) else value.hex()}"


def fact_words(purchaser_id: int, *, number: str, birth_date: date, phone: str, email: str) -> set[str]:
    """The words of a person in a request that are no names: digits and contacts as keyed indexes only."""
    contacts = contact_indexes(street="", zip_code="", phone=phone, email=email).values()
    last_four = last_four_index(purchaser_id, number[-4:]) if number else None
    return {fact_word(each) for each in (birth_date, last_four, *contacts) if each}


def name_columns(name: Name) -> dict[str, str]:
    """The stored parts of a name and their keys."""
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
    """Every person column that an applicant fills, with keys and indexes."""
    return {
        "birth_date": applicant.birth_date,
        "sex": applicant.sex,
        **name_columns(applicant.name),
        **number_columns(applicant.number),
        **number_indexes(applicant.number.digits if applicant.number else ""),
    }
