"""Decide every request of a file, with the same looks and judgment as a form."""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import batched, chain
from uuid import UUID

from django.db import connection

from enrollment.match_file.rows import Row
from enrollment.match_file.scratch import Members
from enrollment.matching import Decision, Known, Outcome, SecondLookMissing, Settled, judge
from enrollment.matching.certain import Circumstances
from enrollment.matching.retrieval import WHO_FIRST, WHO_SECOND
from enrollment.queries.identity.looks import Question, look_arguments, persons_on_file, question

AT_ONCE = 500
NOBODY = Settled()
WORDS = {Outcome.SAME: "auto", Outcome.NEW: "new", Outcome.REVIEW: "review"}
CANDIDATES_AT_MOST = 10
Hits = list[tuple[int, UUID]]  # (position of the request, person)


@dataclass(frozen=True, slots=True)
class Answer:
    request_id: str
    decision: Decision

    def line(self, members: Members) -> tuple[str, str, str, str]:
        """(request_id, decision, member_id, candidates joined by "|"), with ids of the member file."""
        person = self.decision.person_id
        candidates = [members.id_of(each.person_id) for each in self.decision.candidates[:CANDIDATES_AT_MOST]]
        member = members.id_of(person) if person is not None else ""
        return self.request_id, WORDS[self.decision.outcome], member, "|".join(candidates)


@dataclass
class Batch:
    """Requests in work: look, judge, look again if needed, answer."""

    rows: tuple[Row, ...]
    questions: list[Question]
    first: Future[Hits]
    known: list[list[Known]] = field(default_factory=list)
    decisions: dict[int, Decision] = field(default_factory=dict)
    open_places: list[int] = field(default_factory=list)
    second: Future[Hits] | None = None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Switch off garbage collection: a run creates no reference cycles, and scanning its objects is slow."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Matcher:
    """Judges requests while Postgres, in another thread, looks up the next ones."""

    def __init__(self, members: Members, *, today: date):
        self.members = members
        self.around = Circumstances(today, persons_on_file())
        self.raw = connection.connection

    def _look(self, statement: str, questions: list[Question]) -> Hits:
        with self.raw.cursor() as cursor:
            return cursor.execute(statement, look_arguments(enumerate(questions))).fetchall()

    def _known(self, hits: Hits, questions: list[Question]) -> list[list[Known]]:
        known: list[list[Known]] = [[] for _ in questions]
        people = self.members.people
        for place, person_id in hits:
            known[place].append(people[person_id.int])
        return known

    def _ask(self, rows: tuple[Row, ...], postgres: Executor) -> Batch:
        questions = [question(row.person) for row in rows]
        return Batch(rows, questions, postgres.submit(self._look, WHO_FIRST, questions))

    def _judge(self, batch: Batch, postgres: Executor) -> None:
        batch.known = self._known(batch.first.result(), batch.questions)
        for place, ours in enumerate(batch.questions):
            try:
                batch.decisions[place] = judge(ours.asked, batch.known[place], None, NOBODY, self.around)
            except SecondLookMissing:
                batch.open_places.append(place)
        if batch.open_places:
            again = [batch.questions[place] for place in batch.open_places]
            batch.second = postgres.submit(self._look, WHO_SECOND, again)

    def _answers(self, batch: Batch) -> Iterator[Answer]:
        if batch.second is not None:
            again = [batch.questions[place] for place in batch.open_places]
            further = self._known(batch.second.result(), again)
            for place, ours, more in zip(batch.open_places, again, further, strict=True):
                batch.decisions[place] = judge(ours.asked, batch.known[place], more, NOBODY, self.around)
        for place, row in enumerate(batch.rows):
            yield Answer(row.id, batch.decisions[place])

    def answers(self, requests: Iterable[Row]) -> Iterator[Answer]:
        """The answers in request order. Three batches overlap, so that no thread waits long."""
        with _uncollected(), ThreadPoolExecutor(max_workers=1) as postgres:
            asked = judged = None
            for rows in chain(batched(requests, AT_ONCE), [None, None]):
                coming = self._ask(rows, postgres) if rows else None
                if asked is not None:
                    self._judge(asked, postgres)
                if judged is not None:
                    yield from self._answers(judged)
                asked, judged = coming, asked
