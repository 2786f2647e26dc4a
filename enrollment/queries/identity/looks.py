"""What Postgres is asked about applicants, and how found rows are compared, for forms and files alike."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from accounts.platform.encryption import decrypt
from accounts.platform.planned import planned_rows
from enrollment.matching import Asked, Contacts, Known
from enrollment.matching.near import swapped
from enrollment.matching.nicknames import forms_of
from enrollment.matching.normalise import member_number_key, name_keys, number_key, number_part
from enrollment.matching.placeholders import is_no_birth_date
from enrollment.matching.retrieval import LOOKS, PERSONS, REPORTED, REPORTED_AMONG, SLIPS
from enrollment.models import Person, PersonDetail
from enrollment.queries.identity.indexes import contact_indexes, number_indexes
from enrollment.rules.codes import Relationship
from enrollment.rules.people import Applicant

NUMBER_CONTEXT = f"{Person._meta.db_table}.number"
REPORTED_NUMBER_CONTEXT = f"{PersonDetail._meta.db_table}.number"
# The least number of persons assumed when judging how rare a name is.
FEWEST_PERSONS = 50_000
NOTHING: frozenset[bytes] = frozenset()
# The position of a question and its keys, for both looks.
COLUMNS = (
    "place", "first_key", "last_key", "birth_date", "swapped_date", "number", "number_start", "number_end",
    "member_number", "first_forms", "street", "phone", "email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An applicant as compared, and its row of search keys."""

    asked: Asked
    keys: tuple[Any, ...]

    @property
    def number_indexes(self) -> tuple[bytes | None, ...]:
        return self.keys[4:7]

    @property
    def contact_indexes(self) -> tuple[bytes, ...]:
        return tuple(each for each in self.keys[-3:] if each)


def question(applicant: Applicant) -> Question:
    """The question about an applicant. Contacts are blind indexes only."""
    name = applicant.name
    names = name_keys(name.first, name.last, name.middle, name.suffix)
    given = applicant.number.digits if applicant.number else ""
    digits = number_key(given)
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
        number_part=number_part(given),
        is_child=bool(applicant.relationship) and Relationship(applicant.relationship).ages_out,
    )
    born = None if is_no_birth_date(applicant.birth_date) else applicant.birth_date
    numbers = number_indexes(digits)
    other_day = (swapped(born) if born else None) or born
    return Question(
        asked,
        (
            names.first,
            names.last,
            born,
            other_day,
            *numbers.values(),
            member_number or None,
            sorted(forms_of(names.first)),
            street,
            phone,
            email,
        ),
    )


def _written(key: Any) -> Any:
    """A key for JSON. NULL never matches, so two unknown values do not match each other."""
    if isinstance(key, bytes):
        return f"\\x{key.hex()}"
    return key.isoformat() if isinstance(key, date) else key


def look_arguments(questions: Iterable[tuple[int, Question]], *, enrollments: Sequence[int] = ()) -> dict[str, Any]:
    """The arguments of a look for many applicants, in one fixed SQL text. `enrollments` are those of their family."""
    asked = [dict(zip(COLUMNS, (place, *map(_written, each.keys)), strict=True)) for place, each in questions]
    return {"asked": json.dumps(asked), "enrollments": list(enrollments), "slips": SLIPS}


def _keys(values: Iterable[bytes] | None) -> frozenset[bytes]:
    return frozenset(values) if values else NOTHING


def known_from(row: Sequence[Any], ours: Question, *, context: str = NUMBER_CONTEXT, is_current: bool = True) -> Known:
    """A found row as compared with its applicant. `context` is the column its number was encrypted for."""
    (_, _, person_id, first, last, middle, suffix, born, sex, number, index, member_number, deceased, former) = row[:14]
    reported, streets, phones, emails, in_family = row[14:19]
    if number is None or not (ours.asked.number or ours.asked.number_part):
        digits = ""  # nothing to compare
    elif index == ours.keys[4]:
        digits = ours.asked.number
    else:
        digits = number_key(decrypt(number, context=context))
    return Known(
        person_id=person_id,
        name=name_keys(first, last, middle, suffix),
        birth_date=born,
        sex=sex,
        number=digits,
        member_number=member_number,
        contacts=Contacts(_keys(streets), _keys(phones), _keys(emails)),
        other_names=tuple(name_keys(*names) for names in (*(former or ()), *(reported or ()))),
        deceased=deceased,
        in_family=in_family,
        is_current=is_current,
    )


class Looked(NamedTuple):
    """For each applicant, who the first look found and who only the second found."""

    first: list[list[Known]]
    second: list[list[Known]]


def looks(questions: Sequence[Question], *, enrollments: Sequence[int] = ()) -> Looked:
    """Every possible match of each applicant, by position. Always one statement."""
    rows = planned_rows(LOOKS, look_arguments(enumerate(questions), enrollments=enrollments))
    found = Looked([[] for _ in questions], [[] for _ in questions])
    for row in rows:
        place, look = row[:2]
        found[look - 1][place].append(known_from(row, questions[place]))
    return found


def reports(questions: Sequence[Question], *, purchaser_id: int, enrollments: Sequence[int] = ()) -> list[list[Known]]:
    """Every version of the purchaser's reports about anybody who could be an applicant, by position. One statement."""
    arguments = look_arguments(enumerate(questions), enrollments=enrollments) | {"purchaser": purchaser_id}
    found: list[list[Known]] = [[] for _ in questions]
    for *row, is_current in planned_rows(REPORTED, arguments):
        ours = questions[row[0]]
        found[row[0]].append(known_from(row, ours, context=REPORTED_NUMBER_CONTEXT, is_current=is_current))
    return found


def reported_among(people: Iterable[UUID], *, purchaser_id: int) -> frozenset[UUID]:
    """Those of these people whom the purchaser reports or reported. Always one statement."""
    rows = planned_rows(REPORTED_AMONG, {"people": sorted(people), "purchaser": purchaser_id})
    return frozenset(person for (person,) in rows)


def persons_counted(reltuples: float) -> int:
    """The number of persons, from the statistics of Postgres."""
    return max(int(reltuples), FEWEST_PERSONS)


def persons_on_file() -> int:
    with connection.cursor() as cursor:
        cursor.execute(PERSONS)
        return persons_counted(cursor.fetchone()[0])
