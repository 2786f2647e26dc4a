"""What Postgres is asked about applicants, and how a found row is compared: the same for a form and for a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from accounts.encryption import decrypt
from accounts.planned import planned_rows
from enrollment.matching import Asked, Contacts, Known
from enrollment.matching.near import swapped
from enrollment.matching.normalise import member_number_key, name_keys, number_key
from enrollment.matching.retrieval import PERSONS
from enrollment.models import Person
from enrollment.rules.people import Applicant
from enrollment.services.people import contact_indexes, number_indexes

NUMBER_CONTEXT = f"{Person._meta.db_table}.number"
# Until this many are on file, a rare name is judged as if they were.
FEWEST_PERSONS = 50_000
NOTHING: frozenset[bytes] = frozenset()
# Each column with what stands for "not known", so that every list has one type: a plan is kept for the types.
COLUMNS = {
    "place": 0, "first_key": "", "last_key": "", "birth_date": date.min, "swapped_date": date.min, "number": b"",
    "number_start": b"", "number_end": b"", "member_number": "", "street": b"", "phone": b"", "email": b"",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An applicant as the engine compares it, and the row of keys it is looked for by."""

    asked: Asked
    keys: tuple[Any, ...]

    @property
    def number_indexes(self) -> tuple[bytes | None, ...]:
        return self.keys[4:7]

    @property
    def contact_indexes(self) -> tuple[bytes, ...]:
        return tuple(each for each in self.keys[-3:] if each)


def question(applicant: Applicant) -> Question:
    """What is asked about an applicant. The engine sees contacts only as blind indexes."""
    name = applicant.name
    names = name_keys(name.first, name.last, name.middle, name.suffix)
    digits = number_key(applicant.number.digits) if applicant.number else ""
    address = applicant.address
    contacts = contact_indexes(
        street=address.street if address else "",
        zip_code=address.zip_code if address else "",
        phone=applicant.phone,
        email=applicant.email,
    )
    street, phone, email = contacts["street_index"], contacts["phone_index"], contacts["email_index"]
    member_number = member_number_key(applicant.member_number)
    asked = Asked(
        name=names,
        birth_date=applicant.birth_date,
        sex=applicant.sex,
        number=digits,
        member_number=member_number,
        contacts=Contacts(*(frozenset([each] if each else ()) for each in (street, phone, email))),
    )
    born = applicant.birth_date
    numbers = number_indexes(digits)
    other_day = (swapped(born) if born else None) or born
    return Question(
        asked,
        (names.first, names.last, born, other_day, *numbers.values(), member_number or None, street, phone, email),
    )


def look_arguments(questions: Iterable[tuple[int, Question]], *, enrollment_id: int | None = None) -> dict[str, Any]:
    """The arguments of either look, for any number of applicants at once."""
    rows = [(place, *each.keys) for place, each in questions]
    columns = zip(COLUMNS.items(), zip(*rows, strict=True), strict=True)
    arguments: dict[str, Any] = {
        name: [unknown if value is None else value for value in column] for (name, unknown), column in columns
    }
    return arguments | {"enrollment": enrollment_id}


def _keys(values: Iterable[bytes] | None) -> frozenset[bytes]:
    return frozenset(values) if values else NOTHING


def known_from(row: Sequence[Any], ours: Question) -> Known:
    """A row of either look as it is compared with the applicant it was found for."""
    (_, person_id, first, last, middle, suffix, born, sex, number, index, member_number, deceased, former) = row[:13]
    reported, streets, phones, emails, in_family = row[13:]
    if number is None or not ours.asked.number:
        digits = ""  # nothing to compare
    elif index == ours.keys[4]:
        digits = ours.asked.number
    else:
        digits = decrypt(number, context=NUMBER_CONTEXT)
    return Known(
        person_id=person_id,
        name=name_keys(first, last, middle, suffix),
        birth_date=born,
        sex=sex,
        number=digits,
        member_number=member_number,
        contacts=Contacts(_keys(streets), _keys(phones), _keys(emails)),
        other_names=tuple(name_keys(*names) for names in (*former, *(reported or ()))) if former or reported else (),
        deceased=deceased,
        in_family=in_family,
    )


def look(statement: str, questions: dict[int, Question], *, enrollment_id: int | None = None) -> dict[int, list[Known]]:
    """Everybody one of the two looks finds, for each place. One round trip, under the matching role."""
    (rows,) = planned_rows((statement, look_arguments(questions.items(), enrollment_id=enrollment_id)))
    return found_in(rows, questions)


def found_in(rows: Iterable[Sequence[Any]], questions: dict[int, Question]) -> dict[int, list[Known]]:
    """The rows of a look as the people who were found, for each place."""
    found: dict[int, list[Known]] = {place: [] for place in questions}
    for row in rows:
        found[row[0]].append(known_from(row, questions[row[0]]))
    return found


def persons_in(rows: Sequence[Sequence[Any]]) -> int:
    """How many persons are on file, from the row of PERSONS."""
    return max(int(rows[0][0]), FEWEST_PERSONS)


def persons_on_file() -> int:
    with connection.cursor() as cursor:
        cursor.execute(PERSONS)
        return persons_in(cursor.fetchall())
