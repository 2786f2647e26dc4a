"""Who the applicants of a change are: locks, one retrieval, one decision for each."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from access import tenancy
from accounts.keys import blind_index
from enrollment.matching import Asked, Decision, Found, Known, decide, near_birth_dates, near_numbers
from enrollment.matching.values import NameKeys
from enrollment.rules.names import name_key
from enrollment.rules.people import Applicant, Family

ANOTHER_NUMBER = "another"

# Everybody who could be equal or near, for all applicants in one statement. Former names find their person;
# a merged record answers for the record it was merged into. Member numbers that begin with 0 are those of the
# sample company: nobody real is ever compared with its people.
RETRIEVE = """
WITH asked AS (
    SELECT place, numbers, dates, first_key, last_key, year_from, year_through,
           dmetaphone(first_key) AS first_sound, dmetaphone(last_key) AS last_sound
      FROM (VALUES {rows})
        AS given(place, numbers, dates, first_key, last_key, year_from, year_through)
)
SELECT asked.place, asked.first_sound, asked.last_sound,
       coalesce(merged.survivor_id, person.id), person.first_key, person.last_key,
       person.first_sound, person.last_sound, person.birth_date, person.sex, person.suffix,
       person.number_index, person.deceased_on IS NOT NULL,
       ARRAY(SELECT ARRAY[former.first_key, former.last_key,
                          dmetaphone(former.first_key), dmetaphone(former.last_key)]
               FROM enrollment_formername former WHERE former.person_id = person.id ORDER BY former.id),
       EXISTS (SELECT FROM enrollment_coverage own
                WHERE own.enrollment_id = %(enrollment)s AND own.person_id = person.id)
  FROM asked
 CROSS JOIN LATERAL (
    SELECT id FROM enrollment_person WHERE number_index = ANY (asked.numbers)
    UNION
    SELECT id FROM enrollment_person
     WHERE birth_date = ANY (asked.dates) AND last_sound = asked.last_sound
       AND (last_sound <> '' OR last_key = asked.last_key)
    UNION
    SELECT id FROM enrollment_person
     WHERE birth_date = ANY (asked.dates) AND first_sound = asked.first_sound
       AND (first_sound <> '' OR first_key = asked.first_key)
    UNION
    SELECT id FROM enrollment_person
     WHERE last_key = asked.last_key AND first_key = asked.first_key
       AND birth_date BETWEEN asked.year_from AND asked.year_through
    UNION
    SELECT former.person_id FROM enrollment_formername former
      JOIN enrollment_person bearer ON bearer.id = former.person_id
     WHERE former.last_key = asked.last_key
       AND (bearer.birth_date = ANY (asked.dates)
            OR former.first_key = asked.first_key
               AND bearer.birth_date BETWEEN asked.year_from AND asked.year_through)
 ) hit
  JOIN enrollment_person person ON person.id = hit.id AND person.member_number >= '1'
  LEFT JOIN enrollment_personmerge merged ON merged.duplicate_id = person.id AND merged.undone_at IS NULL
 ORDER BY asked.place, person.id
"""
ROW = (
    "(%(place{0})s, %(numbers{0})s::bytea[], %(dates{0})s::date[], %(first{0})s::text, %(last{0})s::text,"
    " %(from{0})s::date, %(through{0})s::date)"
)


def _number_variants(applicant: Applicant) -> dict[bytes, str]:
    """The blind index of the number and of every nearly equal one, with the digits it stands for."""
    if applicant.number is None:
        return {}
    digits = applicant.number.digits
    return {blind_index("number", each): each for each in {digits} | near_numbers(digits)}


def _arguments(place: int, applicant: Applicant, variants: Iterable[bytes]) -> dict[str, Any]:
    born = applicant.birth_date
    return {
        f"place{place}": place,
        f"numbers{place}": list(variants),
        f"dates{place}": sorted({born} | near_birth_dates(born)),
        f"first{place}": name_key(applicant.name.first),
        f"last{place}": name_key(applicant.name.last),
        f"from{place}": date(born.year, 1, 1),
        f"through{place}": date(born.year, 12, 31),
    }


def _known(row: tuple[Any, ...], variants: dict[bytes, str]) -> Known:
    (_, _, _, person_id, first, last, first_sound, last_sound, born, sex, suffix, index, deceased, former, family) = row
    return Known(
        person_id=person_id,
        name=NameKeys(first, last, first_sound, last_sound),
        birth_date=born,
        sex=sex,
        suffix=suffix,
        number=variants.get(bytes(index), ANOTHER_NUMBER) if index is not None else "",
        former_names=tuple(NameKeys(*keys) for keys in former),
        deceased=deceased,
        in_family=family,
    )


def _asked(applicant: Applicant, first_sound: str, last_sound: str) -> Asked:
    return Asked(
        name=NameKeys(name_key(applicant.name.first), name_key(applicant.name.last), first_sound, last_sound),
        birth_date=applicant.birth_date,
        sex=applicant.sex,
        suffix=applicant.name.suffix,
        number=applicant.number.digits if applicant.number else "",
    )


def _lock(people: Iterable[Applicant]) -> None:
    """Make two submissions of one unseen person wait for each other: locks on number and birth date, in order."""
    texts = {f"born {person.birth_date}" for person in people}
    texts |= {f"number {person.number.digits}" for person in people if person.number}
    keys = sorted(int.from_bytes(blind_index("blocking", text)[:8], signed=True) for text in texts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def retrieve(family: Family, *, enrollment_id: int | None = None) -> Found:
    """Everybody on file who could be one of the family. One statement, whatever is found."""
    variants = [_number_variants(person) for person in family.people]
    arguments: dict[str, Any] = {"enrollment": enrollment_id}
    for place, person in enumerate(family.people):
        arguments |= _arguments(place, person, variants[place])
    statement = RETRIEVE.format(rows=", ".join(ROW.format(place) for place in range(len(family.people))))
    with tenancy.matching(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        rows = cursor.fetchall()
    sounds = {row[0]: (row[1], row[2]) for row in rows}
    return Found(
        asked=tuple(_asked(person, *sounds.get(place, ("", ""))) for place, person in enumerate(family.people)),
        known=tuple(
            tuple(_known(row, variants[place]) for row in rows if row[0] == place)
            for place in range(len(family.people))
        ),
        second_look=True,
    )


def identify(family: Family, *, enrollment_id: int | None = None, itself: UUID | None = None) -> list[Decision]:
    """One decision for each person, in a transaction that keeps others from adding the same person meanwhile.

    `enrollment_id` is the family that the people join; `itself` the person whose details are corrected, who is
    not compared with their own record.
    """
    _lock(family.people)
    found = retrieve(family, enrollment_id=enrollment_id)
    if itself is not None:
        others = tuple(tuple(known for known in each if known.person_id != itself) for each in found.known)
        found = Found(asked=found.asked, known=others, second_look=found.second_look)
    return decide(family, found)
