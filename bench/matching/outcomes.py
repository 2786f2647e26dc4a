"""The engine's decisions on a set of files, compared with the truth."""

import csv
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from enrollment.match_file.rows import members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.matching import Outcome
from enrollment.matching.guards import GUARDS, objection

NEW = ["new"]


@dataclass
class Outcomes:
    """Counts over a set; `wrong` lists false matches."""

    counts: Counter = field(default_factory=Counter)
    labels: Counter = field(default_factory=Counter)
    pressed: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    loading: float = 0.0
    matching: float = 0.0

    def share(self, *names, of):
        return sum(self.counts[name] for name in names) / max(self.counts[of], 1)

    def first(self, places):
        """How many members on file were matched, or are first in their review."""
        return 1 - sum(self.counts[f"beyond {each}"] for each in places) / max(self.counts["existing"], 1)


def _count(outcomes, answer, truth, label, on_file):
    decision, accepted, exists = answer.decision, truth.split("|"), truth.split("|") != NEW
    counts = outcomes.counts
    counts["requests"] += 1
    counts["existing"] += exists
    outcomes.labels[label] += 1
    named = on_file.id_of(decision.person_id) if decision.person_id is not None else ""
    if decision.outcome == Outcome.SAME:
        counts["auto"] += 1
        counts["auto right" if named in accepted else "false"] += 1
        if named not in accepted:
            outcomes.wrong.append(f"{answer.request_id} {label} by {decision.reason}")
    elif decision.outcome == Outcome.NEW:
        counts["duplicate" if exists else "new right"] += 1
    else:
        counts["review"] += 1
        _press(outcomes, decision, accepted, on_file)
        if exists:
            _place(counts, decision, accepted, on_file)


def _place(counts, decision, accepted, on_file):
    names = [on_file.id_of(each.person_id) for each in decision.candidates]
    place = next((number for number, name in enumerate(names, 1) if name in accepted), None)
    counts["beyond 1"] += place != 1
    counts["beyond 5"] += place is None or place > 5


def _press(outcomes, decision, accepted, on_file):
    """Whether this review would be a false match without its guard."""
    if decision.reason not in GUARDS:
        return
    certain = next(each for each in decision.candidates if each.rule)
    others = [each for each in decision.candidates if each is not certain]
    guard = GUARDS.pop(decision.reason)
    try:
        still_held = objection(certain, others)
    finally:
        GUARDS[decision.reason] = guard
    if not still_held and on_file.id_of(certain.person_id) not in accepted:
        outcomes.pressed[decision.reason] += 1


def measure(folder: Path, *, today: date) -> Outcomes:
    """Match requests.csv against members.csv and compare with truth.csv."""
    outcomes = Outcomes()
    with (folder / "truth.csv").open(newline="") as file:
        truth = {line["request_id"]: line for line in csv.DictReader(file)}
    with scratch_tables() as cursor:
        started = time.perf_counter()
        on_file = load(cursor, members(folder / "members.csv", today=today))
        outcomes.loading = time.perf_counter() - started
        started = time.perf_counter()
        answers = list(Matcher(on_file, today=today).answers(requests(folder / "requests.csv", today=today)))
        outcomes.matching = time.perf_counter() - started
    for answer in answers:
        line = truth[answer.request_id]
        _count(outcomes, answer, line["true_member_id"], line["label"], on_file)
    return outcomes
