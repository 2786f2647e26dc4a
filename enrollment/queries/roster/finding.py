"""The statements of the roster's search: who has these words, and words that are nearly one of them.

Each reads search words by plain comparisons on an index, which row-level security leaves alone, and is planned once a
connection.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.platform.planned import planned_rows
from enrollment.rules.names import folded

LAST = "\U0010ffff"
LEAST_SIMILAR, LETTERS_RIGHT = 0.3, 2
SHORT, SLIPS, SLIPS_OF_SHORT = 4, 2, 1


@dataclass(frozen=True)
class Found:
    """People and requests, by id."""

    people: tuple[UUID, ...] = ()
    requests: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.requests)

    def __len__(self) -> int:
        return len(self.people) + len(self.requests)

    def __or__(self, other: "Found") -> "Found":
        return Found(
            tuple(dict.fromkeys(self.people + other.people)), tuple(dict.fromkeys(self.requests + other.requests))
        )

    def first(self, at_most: int | None) -> "Found":
        if at_most is None:
            return self
        return Found(self.people[:at_most], self.requests[: max(0, at_most - len(self.people))])


# The words that a user of some units finds somebody by: those of no other unit, of people in a family whose line they
# see, and of requests of their units.
OF_UNITS = """
   AND (word.unit_id IS NULL OR word.unit_id = ANY(%(units)s::bigint[]))
   AND (word.change_id IS NOT NULL OR (
        SELECT true
          FROM enrollment_coverage own
          JOIN enrollment_enrollment family ON family.id = own.enrollment_id
          JOIN enrollment_rosterline line ON line.person_id = family.subscriber_id
         WHERE own.person_id = word.person_id AND own.purchaser_id = %(purchaser)s::bigint
           AND own.superseded_at IS NULL AND family.unit_id = ANY(%(units)s::bigint[])
           AND line.purchaser_id = %(purchaser)s::bigint AND line.unit_id = ANY(%(units)s::bigint[])
         LIMIT 1))
"""
OTHER_OF_UNITS = "AND (other.unit_id IS NULL OR other.unit_id = ANY(%(units)s::bigint[]))"

# Scalar subqueries are asked row by row, so that a list in the order of the index stops at its limit.
OTHER = """
   AND (SELECT true FROM enrollment_searchword other
         WHERE other.purchaser_id = %(purchaser)s::bigint AND other.subject = word.subject {units}
           AND ({begins} OR other.word = ANY(%(near_{place})s::text[]) {or_similar}) LIMIT 1)
"""
OR_SIMILAR = "OR similarity(other.word, %(key_{place})s::text) >= %(least)s::real"
# Each subject once, by its first word, in the order of words: whole words before longer ones.
EXACT = """
SELECT word.person_id, word.change_id
  FROM enrollment_searchword word
 WHERE word.purchaser_id = %(purchaser)s::bigint
   AND word.word >= %(from_0)s AND word.word < %(to_0)s {units} {others}
   AND (SELECT true FROM enrollment_searchword other
         WHERE other.purchaser_id = %(purchaser)s::bigint AND other.subject = word.subject {units_of_other}
           AND other.word >= %(from_0)s AND (other.word, other.id) < (word.word, word.id) LIMIT 1) IS NULL
 ORDER BY word.word, word.subject
 LIMIT %(limit)s::bigint
"""
# Nearest words first.
NEAR = """
SELECT (array_agg(word.person_id))[1], (array_agg(word.change_id))[1]
  FROM enrollment_searchword word
 WHERE word.purchaser_id = %(purchaser)s::bigint AND word.word = ANY(%(near_0)s::text[]) {units} {others}
 GROUP BY word.subject
 ORDER BY min(array_position(%(near_0)s::text[], word.word::text)), word.subject
 LIMIT %(limit)s::bigint
"""

# Every different word with the first letters of a key, found one after the other on the index; the words that sound
# alike; and how near each is. A word that begins with the key counts as one that sounds alike.
SPELLED = """
WITH RECURSIVE asked AS (
    SELECT key, dmetaphone(key) AS sound, left(key, %(right)s::int) AS begins,
           CASE WHEN length(key) <= %(short)s::int THEN %(few)s::int ELSE %(slips)s::int END AS slips
      FROM unnest(%(keys)s::text[]) AS key
), begun AS (
    SELECT asked.key, asked.begins, asked.slips,
           (SELECT min(first.word) FROM enrollment_searchword first
             WHERE first.purchaser_id = %(purchaser)s::bigint AND first.word >= asked.begins) AS word
      FROM asked
     UNION ALL
    SELECT begun.key, begun.begins, begun.slips,
           (SELECT min(next.word) FROM enrollment_searchword next
             WHERE next.purchaser_id = %(purchaser)s::bigint AND next.word > begun.word)
      FROM begun
     WHERE begun.word < begun.begins || %(last)s::text
)
SELECT key, word, sounds FROM (
    SELECT asked.key, alike.word, true AS sounds, similarity(alike.word, asked.key) AS likeness
      FROM asked
     CROSS JOIN LATERAL (SELECT DISTINCT heard.word FROM enrollment_searchword heard
                          WHERE heard.purchaser_id = %(purchaser)s::bigint AND heard.sound = asked.sound
                            AND heard.sound <> '') alike
     WHERE similarity(alike.word, asked.key) >= %(least)s::real
     UNION ALL
    SELECT key, word, starts_with(word, key), similarity(word, key)
      FROM begun
     WHERE starts_with(word, begins)
       AND (starts_with(word, key) OR levenshtein_less_equal(word, key, slips) <= slips)
) spelled
 ORDER BY likeness DESC, word
"""


def _range(key: str, place: int) -> dict[str, Any]:
    """A prefix by comparison: under row-level security LIKE uses no index."""
    return {f"from_{place}": key, f"to_{place}": key + LAST}


def _asked(units: Sequence[int] | None, others: int, statement: str, or_similar: str = "") -> str:
    """The statement for this many other words, with or without the condition of units."""
    of_other = "" if units is None else OTHER_OF_UNITS
    asked = [
        OTHER.format(
            units=of_other,
            place=place,
            begins=f"other.word >= %(from_{place})s AND other.word < %(to_{place})s",
            or_similar=or_similar.format(place=place),
        )
        for place in range(1, others + 1)
    ]
    return statement.format(units="" if units is None else OF_UNITS, others="".join(asked), units_of_other=of_other)


def _found(statement: str, arguments: Mapping[str, Any]) -> Found:
    rows = planned_rows(statement, arguments)
    return Found(
        tuple(person for person, _change in rows if person), tuple(change for _person, change in rows if change)
    )


@dataclass(frozen=True)
class Asking:
    """Who asks: a purchaser, the units or None for all, and how many answers are wanted."""

    purchaser_id: int
    units: Sequence[int] | None
    limit: int | None

    @property
    def arguments(self) -> dict[str, Any]:
        own = {"purchaser": self.purchaser_id, "limit": self.limit}
        return own if self.units is None else own | {"units": list(self.units)}


def _ordered(keys: Sequence[str]) -> list[str]:
    """The longest word first: it finds the fewest."""
    return sorted(keys, key=len, reverse=True)


def having(asking: Asking, keys: Sequence[str]) -> Found:
    """Who has a word beginning with each key, or spelled as a key without its "e": Muller for Mueller."""
    first, *others = _ordered(keys)
    arguments = asking.arguments | _range(first, 0)
    for place, key in enumerate(others, 1):
        arguments |= _range(key, place) | {f"near_{place}": [folded(key)]}
    found = _found(_asked(asking.units, len(others), EXACT), arguments)
    if folded(first) != first:
        arguments |= {"near_0": [folded(first)]}
        found |= _found(_asked(asking.units, len(others), NEAR), arguments)
    return found


def is_number(key: str) -> bool:
    """A number is near no other."""
    return any(letter.isdigit() for letter in key)


def nearly_having(asking: Asking, keys: Sequence[str], spelled: Mapping[str, Sequence[str]]) -> Found:
    """Who has a word of `spelled` for one key, and for each other a word that begins with it or is similar to it.

    Those whose word is nearest to the longest key come first.
    """
    found = Found()
    for first in _ordered(keys):
        if first not in spelled:
            continue
        others = [key for key in keys if key != first]
        arguments = asking.arguments | {"near_0": list(spelled[first])} | ({"least": LEAST_SIMILAR} if others else {})
        for place, key in enumerate(others, 1):
            arguments |= _range(key, place) | {
                f"near_{place}": list(spelled.get(key, ())),
                f"key_{place}": "" if is_number(key) else key,
            }
        found |= _found(_asked(asking.units, len(others), NEAR, OR_SIMILAR), arguments)
    return found


def spelled_nearly(purchaser_id: int, keys: Sequence[str]) -> list[tuple[str, str, bool]]:
    """(key, word, whether it sounds alike), nearest first: words on file that are nearly a key.

    Whose words they are is not asked here.
    """
    guessed = [key for key in keys if not is_number(key)]
    arguments = {
        "purchaser": purchaser_id,
        "keys": guessed,
        "right": LETTERS_RIGHT,
        "short": SHORT,
        "few": SLIPS_OF_SHORT,
        "slips": SLIPS,
        "least": LEAST_SIMILAR,
        "last": LAST,
    }
    rows = planned_rows(SPELLED, arguments) if guessed else []
    return [(key, word, sounds) for key, word, sounds in rows]


SUBSCRIBERS = """
SELECT family.subscriber_id
  FROM enrollment_coverage own
  JOIN enrollment_enrollment family ON family.id = own.enrollment_id
 WHERE own.person_id = ANY(%(people)s::uuid[]) AND own.purchaser_id = %(purchaser)s::bigint
   AND own.superseded_at IS NULL {units}
 UNION
SELECT family.subscriber_id
  FROM enrollment_change asked
  JOIN enrollment_enrollment family ON family.id = asked.enrollment_id
 WHERE asked.id = ANY(%(requests)s::uuid[]) AND asked.purchaser_id = %(purchaser)s::bigint {units}
"""


def subscribers_of(asking: Asking, found: Found) -> list[UUID]:
    """The subscribers of the families of these people and requests, enrollments that never started included."""
    if not found:
        return []
    units = "" if asking.units is None else "AND family.unit_id = ANY(%(units)s::bigint[])"
    arguments = asking.arguments | {"people": list(found.people), "requests": list(found.requests)}
    arguments.pop("limit")
    return [row[0] for row in planned_rows(SUBSCRIBERS.format(units=units), arguments)]
