"""Keeps the search words of people and of requests in review; their only writer."""

from collections.abc import Collection
from typing import Literal
from uuid import UUID

from accounts.models import Purchaser
from accounts.platform.planned import planned_rows
from enrollment.commands import Command
from enrollment.models import Change, SearchWord
from enrollment.queries.roster.words import Words, words_of_people, words_of_request

# One statement, so that what an employer is answered takes as many for any names.
WRITE = """
WITH expected AS (
    SELECT * FROM unnest(%(subjects)s::uuid[], %(words)s::text[], %(units)s::bigint[]) AS word (subject, word, unit_id)
), gone AS (
    DELETE FROM enrollment_searchword stored
     WHERE stored.purchaser_id = %(purchaser)s::bigint AND stored.subject = ANY(%(all)s::uuid[])
       AND NOT EXISTS (SELECT FROM expected WHERE expected.subject = stored.subject AND expected.word = stored.word
                          AND expected.unit_id IS NOT DISTINCT FROM stored.unit_id)
)
INSERT INTO enrollment_searchword (purchaser_id, {column}, word, unit_id)
SELECT %(purchaser)s::bigint, subject, word, unit_id FROM expected
ON CONFLICT DO NOTHING
RETURNING word
"""


def _write(
    purchaser: Purchaser, column: Literal["person_id", "change_id"], subjects: Collection[UUID], words: Words
) -> None:
    rows = sorted(words, key=lambda each: (each[0], each[1], each[2] or 0))
    arguments = {
        "purchaser": purchaser.pk,
        "all": list(subjects),
        "subjects": [subject for subject, _word, _unit in rows],
        "words": [word for _subject, word, _unit in rows],
        "units": [unit for _subject, _word, unit in rows],
    }
    planned_rows(WRITE.format(column=column), arguments)


def find_people(purchaser: Purchaser, people: Collection[UUID]) -> None:
    """Derive the words of these people, and of the families of the subscribers among them, again."""
    subjects, words = words_of_people(purchaser, people)
    _write(purchaser, "person_id", subjects, words)


def find_request(change: Change, command: Command) -> None:
    """Let the people of a request in review be found."""
    _write(change.purchaser, "change_id", [change.pk], words_of_request(change, command))


def lose_request(change: Change) -> None:
    """A decided request is found no more; whoever it made is."""
    SearchWord.objects.filter(purchaser=change.purchaser, subject=change.pk).delete()
