"""Speed of one decision and of a whole file, with very many persons on file."""

import tempfile
import time
from itertools import islice
from pathlib import Path

from accounts.platform.planned import planned_rows
from bench.matching import beside
from bench.matching.generate import write
from enrollment.match_file.rows import members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.matching import decide
from enrollment.matching.retrieval import WHO_FIRST
from enrollment.queries.identity.looks import look_arguments, question
from enrollment.rules.people import Family
from enrollment.services.identity import retrieve

BEFORE, ONE_BY_ONE = 100, 2_000
MEMBERS_A_HOUSEHOLD = 2.47
# A purchaser that reports none of the people.
NOBODY = 0


def _finding(row, today):
    planned_rows(WHO_FIRST, look_arguments([(0, question(row.person))]))


def _deciding(row, today):
    """Both looks with comparison, score and rules: what a form waits for."""
    family = Family(row.person)
    decide(family, retrieve(family, today=today, purchaser_id=NOBODY))


def _one_by_one(does, rows, today):
    """The 95th percentile in milliseconds, one request at a time."""
    times = []
    for row in rows:
        started = time.perf_counter()
        does(row, today)
        times.append(time.perf_counter() - started)
    return sorted(times)[int(len(times) * 0.95)] * 1000


def measure(figures, *, persons, asked, today):
    """Figures for `persons` on file: one by one, and `asked` requests at once."""
    name = f"{persons // 1_000_000} M persons"
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), seed=77, households=int(persons / MEMBERS_A_HOUSEHOLD), requests=asked)
        with scratch_tables() as cursor:
            started = time.perf_counter()
            on_file = load(cursor, members(Path(folder) / "members.csv", today=today))
            figures.note(f"{name}: loading", time.perf_counter() - started, 1e9, f"s for {len(on_file):,}")
            wanted = Path(folder) / "requests.csv"
            source, small = requests(wanted, today=today), persons < 2_000_000
            for what, does, target in (
                ("first look (who is found), p95", _finding, 1 if small else 2),
                ("whole decision, p95", _deciding, 5 if small else 1e9),
            ):
                _one_by_one(does, islice(source, BEFORE), today)
                figures.note(f"{name}: {what}", _one_by_one(does, islice(source, ONE_BY_ONE), today), target, "ms")
            started = time.perf_counter()
            answered = sum(1 for _ in Matcher(on_file, today=today).answers(requests(wanted, today=today)))
            target = 20 if small else 1e9
            figures.note(f"{name}: {answered:,} requests at once", time.perf_counter() - started, target, "s")
        if beside.is_wanted() and small:
            beside.measure(figures, folder, name)
