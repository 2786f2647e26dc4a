"""Deciding about every request of a file: the same two looks and the same judgement as one form gets."""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection

from enrollment.match_file.rows import Row
from enrollment.matching import Decision, Found, Known, Outcome, SecondLookMissing, Settled, judge
from enrollment.matching.retrieval import FIRST, SECOND
from enrollment.services.questions import Question, known_from, look_arguments, persons_on_file, question

AT_ONCE = 500
NOBODY = Settled()
WORDS = {Outcome.SAME: "auto", Outcome.NEW: "new", Outcome.REVIEW: "review"}
CANDIDATES_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Answer:
    request_id: str
    decision: Decision

    def line(self, ids: list[str]) -> tuple[str, str, str, str]:
        """(request_id, decision, member_id, candidates joined by "|"), with the ids of the members' file."""
        person = self.decision.person_id
        candidates = [ids[_place(each.person_id)] for each in self.decision.candidates[:CANDIDATES_AT_MOST]]
        member = ids[_place(person)] if person is not None else ""
        return self.request_id, WORDS[self.decision.outcome], member, "|".join(candidates)


def _place(person_id: UUID | str) -> int:
    assert isinstance(person_id, UUID)
    return person_id.int


class Matcher:
    """Asks Postgres about the next requests while it judges those before."""

    def __init__(self, *, today: date):
        self.today, self.persons = today, persons_on_file()
        self.raw = connection.connection

    def _rows(self, statement: str, questions: list[Question]) -> list[tuple[Any, ...]]:
        with self.raw.cursor() as cursor:
            return cursor.execute(statement, look_arguments(enumerate(questions))).fetchall()

    def _found(self, known: list[Known], further: list[Known] | None, ours: Question) -> Found:
        return Found(
            (ours.asked,), (tuple(known),), (tuple(further),) if further is not None else None, self.today, self.persons
        )

    def _judge(self, ours: Question, known: list[Known], further: list[Known] | None) -> Decision:
        return judge(ours.asked, known, further, NOBODY, self._found(known, further, ours))

    def _known(self, rows: list[tuple[Any, ...]], questions: list[Question]) -> list[list[Known]]:
        known: list[list[Known]] = [[] for _ in questions]
        for row in rows:
            known[row[0]].append(known_from(row, questions[row[0]]))
        return known

    def _answers(self, batch: tuple[Row, ...], questions: list[Question], rows: list[Any]) -> Iterator[Answer]:
        known = self._known(rows, questions)
        decisions: dict[int, Decision] = {}
        open_places = []
        for place, ours in enumerate(questions):
            try:
                decisions[place] = self._judge(ours, known[place], None)
            except SecondLookMissing:
                open_places.append(place)
        if open_places:
            asked_again = [questions[place] for place in open_places]
            further = self._known(self._rows(SECOND, asked_again), asked_again)
            for place, more in zip(open_places, further, strict=True):
                decisions[place] = self._judge(questions[place], known[place], more)
        for place, row in enumerate(batch):
            yield Answer(row.id, decisions[place])

    def answers(self, requests: Iterable[Row]) -> Iterator[Answer]:
        """An answer for each request, in their order."""
        with ThreadPoolExecutor(max_workers=1) as ahead:
            waiting = None
            for batch in batched(requests, AT_ONCE):
                questions = [question(row.person) for row in batch]
                rows = ahead.submit(self._rows, FIRST, questions)
                if waiting is not None:
                    yield from self._answers(*waiting[:2], waiting[2].result())
                waiting = (batch, questions, rows)
            if waiting is not None:
                yield from self._answers(*waiting[:2], waiting[2].result())


def counted(answers: Iterable[Answer]) -> Counter[str]:
    return Counter(WORDS[each.decision.outcome] for each in answers)
