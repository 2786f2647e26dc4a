"""The words that should find each person and each request in review, and stored words that differ."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import Purchaser
from accounts.platform.planned import planned_rows
from enrollment.commands import Command, command_from
from enrollment.models import Change, KnownTo, SearchWord
from enrollment.queries.identity.indexes import fact_words
from enrollment.rules.names import name_words, number_words
from enrollment.rules.people import Name

# (person, word, unit). A word without a unit finds the person for every user who may see them; a former name finds
# them for the users of the unit that reported it.
Words = set[tuple[UUID, str, int | None]]
AT_ONCE = 5_000

# What the purchaser reported about these people and about everybody in the families of those among them who are
# subscribers. A name that undoing a merge gave to another record is no former name of this one.
REPORTED = """
WITH people AS (
    SELECT unnest(%(people)s::uuid[]) AS id
     UNION
    SELECT own.person_id
      FROM enrollment_enrollment family
      JOIN enrollment_coverage own ON own.enrollment_id = family.id AND own.superseded_at IS NULL
     WHERE family.subscriber_id = ANY(%(people)s::uuid[]) AND family.purchaser_id = %(purchaser)s::bigint
)
SELECT people.id, NULL::bigint, ARRAY[person.member_number]
  FROM people JOIN enrollment_person person ON person.id = people.id
UNION ALL
SELECT people.id, CASE WHEN detail.superseded_at IS NOT NULL THEN made.unit_id END,
       ARRAY[detail.first_name, detail.last_name, detail.middle_name, detail.suffix, detail.preferred_name]
  FROM people
  JOIN enrollment_persondetail detail ON detail.person_id = people.id AND detail.purchaser_id = %(purchaser)s::bigint
  JOIN enrollment_change made ON made.id = detail.change_id
 WHERE detail.superseded_at IS NULL
    OR NOT EXISTS (SELECT FROM enrollment_persondetail given
                    WHERE given.change_id = detail.change_id AND given.purchaser_id = detail.purchaser_id
                      AND given.person_id <> detail.person_id AND given.known_at > detail.known_at
                      AND given.first_key = detail.first_key AND given.last_key = detail.last_key)
UNION ALL
SELECT people.id, employment.unit_id, ARRAY[employment.employee_number]
  FROM people
  JOIN enrollment_employment employment
       ON employment.person_id = people.id AND employment.purchaser_id = %(purchaser)s::bigint
"""


def words_of_people(purchaser: Purchaser, people: Collection[UUID]) -> tuple[list[UUID], Words]:
    """These people and the families of the subscribers among them, and the words of each."""
    words: Words = set()
    rows = planned_rows(REPORTED, {"purchaser": purchaser.pk, "people": list(people)})
    for person, unit, texts in rows:
        found = number_words(texts[0]) if len(texts) == 1 else name_words(Name(*texts[:4]), texts[4])
        words |= {(person, word, unit) for word in found}
    return list({row[0] for row in rows}), words


def words_of_request(change: Change, command: Command) -> Words:
    """The words of everybody in a request. Nothing else of it can be searched: it is encrypted as a whole."""
    found: set[str] = set().union(*map(number_words, command.numbers))
    for person in command.people:
        found |= name_words(person.name, person.preferred_name)
        found |= fact_words(
            change.purchaser_id,
            number=person.number.digits if person.number else "",
            birth_date=person.birth_date,
            phone=person.phone,
            email=person.email,
        )
    return {(change.pk, word, change.unit_id) for word in found}


def differing_words(purchaser: Purchaser) -> set[UUID]:
    """People and requests whose stored words differ from what should find them; normally none."""
    known = KnownTo.objects.filter(purchaser=purchaser).order_by("person_id", "pk")
    people = list(known.values_list("person_id", flat=True))
    expected: Words = set()
    for start in range(0, len(people), AT_ONCE):
        expected |= words_of_people(purchaser, people[start : start + AT_ONCE])[1]
    for change in Change.objects.open().filter(purchaser=purchaser):
        expected |= words_of_request(change, command_from(change.type, change.payload))
    stored = SearchWord.objects.filter(purchaser=purchaser).values_list("subject", "word", "unit_id")
    return {each[0] for each in expected ^ set(stored)}
