"""How fast one request is decided, and a whole file, with very many persons on file."""

import tempfile
import time
from itertools import islice
from pathlib import Path

from bench.matching import beside
from bench.matching.generate import write
from enrollment.match_file.rows import members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.matching import decide
from enrollment.matching.retrieval import FIRST
from enrollment.rules.people import Family
from enrollment.services.identify import retrieve
from enrollment.services.questions import look, question

ONE_BY_ONE = 2_000
MEMBERS_A_HOUSEHOLD = 2.47


def _percentile(times, share):
    return sorted(times)[int(len(times) * share)] * 1000


def _one_by_one(rows, today):
    """(milliseconds of the first look, milliseconds of the whole decision), each at the 95th percentile; both as a
    form is answered."""
    looks, wholes = [], []
    for row in rows:
        started = time.perf_counter()
        look(FIRST, {0: question(row.person)})
        looks.append(time.perf_counter() - started)
        started = time.perf_counter()
        family = Family(row.person)
        decide(family, retrieve(family, today=today))
        wholes.append(time.perf_counter() - started)
    return _percentile(looks, 0.95), _percentile(wholes, 0.95)


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
            few = list(islice(requests(wanted, today=today), ONE_BY_ONE))
            _one_by_one(few[:100], today)
            retrieval, whole = _one_by_one(few, today)
            figures.note(f"{name}: first look, p95", retrieval, 1 if persons < 2_000_000 else 2, "ms")
            figures.note(f"{name}: whole decision, p95", whole, 5 if persons < 2_000_000 else 1e9, "ms")
            started = time.perf_counter()
            answered = sum(1 for _ in Matcher(on_file, today=today).answers(requests(wanted, today=today)))
            target = 20 if persons < 2_000_000 else 1e9
            figures.note(f"{name}: {answered:,} requests at once", time.perf_counter() - started, target, "s")
        if beside.is_wanted() and persons < 2_000_000:
            beside.measure(figures, folder, name)
