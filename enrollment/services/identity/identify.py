"""Match the applicants of a change: locks, two looks, one decision each."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from access import tenancy
from accounts.platform.keys import blind_index
from accounts.platform.planned import planned_rows
from enrollment.matching import Found, Identified, Known, Reported, Settled
from enrollment.matching.retrieval import SETTLED
from enrollment.queries.families import beside
from enrollment.queries.identity.humans import survivors
from enrollment.queries.identity.looks import looks, persons_counted, question, reported_among, reports
from enrollment.rules.people import Applicant, Family
from enrollment.services.identity.memory import applicant_index, settled_in


def lock(people: Iterable[Applicant]) -> None:
    """Serialize submissions of one unseen person by locks on number and birth date, in order."""
    texts = {f"born {person.birth_date}" for person in people}
    texts |= {f"number {person.number.digits}" for person in people if person.number}
    keys = sorted(int.from_bytes(blind_index("blocking", text)[:8], signed=True) for text in texts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def _without(known: list[Known], own: UUID | None) -> tuple[Known, ...]:
    return tuple(each for each in known if each.person_id != own)


def retrieve(
    family: Family,
    *,
    today: date,
    purchaser_id: int,
    enrollment_id: int | None = None,
    itself: UUID | None = None,
) -> Found:
    """Every possible match of the family, always by the same statements."""
    questions = [question(person) for person in family.people]
    own = survivors([itself])[itself] if itself else None
    indexes = [applicant_index(each) for each in questions]
    enrollments = beside(enrollment_id, purchaser_id=purchaser_id) if enrollment_id else []
    with tenancy.matching():
        looked = looks(questions, enrollments=enrollments)
        reported = reports(questions, purchaser_id=purchaser_id, enrollments=enrollments)
        said = planned_rows(SETTLED, {"indexes": [each for each in indexes if each]})
        settled = settled_in(said, indexes)
        met = {each.person_id for known in (*looked.first, *looked.second) for each in known}
        people = reported_among(met | {each.same_as for each in settled if each.same_as}, purchaser_id=purchaser_id)
    nobody = (Settled(),) * len(questions)
    return Found(
        asked=tuple(each.asked for each in questions),
        known=tuple(_without(known, own) for known in looked.first),
        further=tuple(_without(further, own) for further in looked.second),
        today=today,
        persons=persons_counted(said[0][0]),
        settled=nobody if itself else settled,
        reported=Reported(
            known=tuple(_without(known, own) for known in reported),
            settled=nobody if itself else settled_in(said, indexes, purchaser_id=purchaser_id),
            people=people,
        ),
    )


def identify(
    family: Family,
    *,
    today: date,
    purchaser_id: int,
    enrollment_id: int | None = None,
    itself: UUID | None = None,
) -> Identified:
    """Who each person is, with locks against adding the same person concurrently.

    `enrollment_id` is one of the family that the people join; `itself` the corrected person, who is not compared with their own
    records.
    """
    lock(family.people)
    found = retrieve(family, today=today, purchaser_id=purchaser_id, enrollment_id=enrollment_id, itself=itself)
    return Identified(family, found)
