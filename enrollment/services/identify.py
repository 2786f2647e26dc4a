"""Who the applicants of a change are: locks, two looks at who is on file, one decision for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from access import tenancy
from accounts.keys import blind_index
from enrollment.fields import decrypt
from enrollment.matching import Asked, Contacts, Decision, Found, Known, Settled, decide
from enrollment.matching.near import swapped
from enrollment.matching.normalise import member_number_key, name_keys, number_key
from enrollment.matching.retrieval import FIRST, PERSONS, SECOND
from enrollment.models import IdentityDecision, NotSame, Person
from enrollment.rules.people import Applicant, Family
from enrollment.services.people import contact_indexes, number_indexes

NUMBER_CONTEXT = f"{Person._meta.db_table}.number"
# Until this many are on file, a rare name is judged as if they were.
FEWEST_PERSONS = 50_000
COLUMNS = (
    "place", "first_key", "last_key", "birth_date", "swapped_date", "number", "number_start", "number_end",
    "member_number", "street", "phone", "email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An applicant as the engine compares it, and the row of keys it is looked for by."""

    asked: Asked
    keys: tuple[Any, ...]


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
    columns = (list(column) for column in zip(*rows, strict=True))
    return dict(zip(COLUMNS, columns, strict=True)) | {"enrollment": enrollment_id}


def _keys(values: Iterable[bytes] | None) -> frozenset[bytes]:
    return frozenset(bytes(each) for each in values or ())


def known_from(row: Sequence[Any], ours: Question) -> Known:
    """A row of either look as it is compared with the applicant it was found for."""
    (_, person_id, first, last, middle, suffix, born, sex, number, index, member_number, deceased, former) = row[:13]
    reported, streets, phones, emails, in_family = row[13:]
    if number is None:
        digits = ""
    elif index is not None and bytes(index) == ours.keys[4]:
        digits = ours.asked.number
    else:
        digits = decrypt(bytes(number), context=NUMBER_CONTEXT)
    return Known(
        person_id=person_id,
        name=name_keys(first, last, middle, suffix),
        birth_date=born,
        sex=sex,
        number=digits,
        member_number=member_number,
        contacts=Contacts(_keys(streets), _keys(phones), _keys(emails)),
        other_names=tuple(name_keys(*names) for names in (*former, *(reported or ()))),
        deceased=deceased,
        in_family=in_family,
    )


def look(statement: str, questions: dict[int, Question], *, enrollment_id: int | None = None) -> dict[int, list[Known]]:
    """Everybody one of the two looks finds, for each place. One round trip, under the matching role."""
    found: dict[int, list[Known]] = {place: [] for place in questions}
    arguments = look_arguments(questions.items(), enrollment_id=enrollment_id)
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        for row in cursor.fetchall():
            found[row[0]].append(known_from(row, questions[row[0]]))
    return found


def persons_on_file() -> int:
    with connection.cursor() as cursor:
        cursor.execute(PERSONS)
        return max(int(cursor.fetchone()[0]), FEWEST_PERSONS)


def applicant_index(applicant: Applicant) -> bytes | None:
    """Finds what was decided about the very same applicant; None where too little is given to be anybody's own."""
    ours = question(applicant)
    names, asked = ours.asked.name, ours.asked
    proof = [asked.number, *(each.hex() for each in ours.keys[8:] if each)]
    if not any(proof) or asked.birth_date is None:
        return None
    text = "|".join([names.first, names.last, names.middle, names.suffix, str(asked.birth_date), asked.sex, *proof])
    return blind_index("applicant", text)


def _settled(family: Family) -> tuple[Settled, ...]:
    """What representatives have said before about each of these very applicants."""
    indexes = [applicant_index(person) for person in family.people]
    given = [index for index in indexes if index]
    decisions = IdentityDecision.objects.filter(applicant_index__in=given, became__deceased_on=None)
    became = dict(decisions.order_by("decided_at").values_list("applicant_index", "became_id"))
    same = {bytes(index): person for index, person in became.items() if index and person}
    ruled_out: dict[bytes, set[UUID]] = {}
    for index, person in NotSame.objects.filter(applicant_index__in=given).values_list("applicant_index", "person_id"):
        ruled_out.setdefault(bytes(index), set()).add(person)
    return tuple(
        Settled(same.get(index), frozenset(ruled_out.get(index, ()))) if index else Settled() for index in indexes
    )


def lock(people: Iterable[Applicant]) -> None:
    """Make two submissions of one unseen person wait for each other: locks on number and birth date, in order."""
    texts = {f"born {person.birth_date}" for person in people}
    texts |= {f"number {person.number.digits}" for person in people if person.number}
    keys = sorted(int.from_bytes(blind_index("blocking", text)[:8], signed=True) for text in texts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def _without(known: list[Known], itself: UUID | None) -> tuple[Known, ...]:
    return tuple(each for each in known if each.person_id != itself)


def retrieve(family: Family, *, today: date, enrollment_id: int | None = None, itself: UUID | None = None) -> Found:
    """Everybody on file who could be one of the family. The same statements, whatever is found."""
    questions = {place: question(person) for place, person in enumerate(family.people)}
    with tenancy.matching():
        first = look(FIRST, questions, enrollment_id=enrollment_id)
        second = look(SECOND, questions, enrollment_id=enrollment_id)
        settled, persons = _settled(family), persons_on_file()
    return Found(
        asked=tuple(each.asked for each in questions.values()),
        known=tuple(_without(first[place], itself) for place in questions),
        further=tuple(_without(second[place], itself) for place in questions),
        today=today,
        persons=persons,
        settled=settled if itself is None else (),
    )


def identify(
    family: Family, *, today: date, enrollment_id: int | None = None, itself: UUID | None = None
) -> list[Decision]:
    """One decision for each person, in a transaction that keeps others from adding the same person meanwhile.

    `enrollment_id` is the family that the people join; `itself` the person whose details are corrected, who is
    not compared with their own record.
    """
    lock(family.people)
    found = retrieve(family, today=today, enrollment_id=enrollment_id, itself=itself)
    return decide(family, found)
