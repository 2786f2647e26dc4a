"""docs/asvs.csv lists every requirement of levels 1 and 2 once, and its citations exist."""

import csv
import re
from collections import Counter

from tests.citations import ROOT, cited

STATUSES = ("test", "design", "deployment", "not met", "not applicable")
# OWASP ASVS 5.0.0: the requirements of each level.
FIRST = """1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2 5.3.1-2 6.1.1
6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1
14.2.1 14.3.1 15.1.1 15.2.1 15.3.1"""
SECOND = """1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5 3.7.1-2 4.1.2-3 4.2.1
4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.3.1-2 7.4.3-5
7.5.1-2 7.6.1-2 8.1.2 8.2.3 8.4.1 9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2
11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.2-5 14.1.1-2 14.2.2-4 14.3.2-3
15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2"""


def each(ranges):
    """1.2.1-3 is 1.2.1, 1.2.2 and 1.2.3."""
    for section, first, last in re.findall(r"(\d+\.\d+)\.(\d+)(?:-(\d+))?", ranges):
        yield from (f"{section}.{number}" for number in range(int(first), int(last or first) + 1))


def rows():
    with (ROOT / "docs/asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_two_levels_is_there_once_and_none_twice():
    by_level = {
        level: sorted(row["id"] for row in rows() if row["level"] == level and row["id"]) for level in ("1", "2")
    }
    assert by_level == {"1": sorted(each(FIRST)), "2": sorted(each(SECOND))}
    assert [len(found) for found in by_level.values()] == [70, 183]
    assert max(Counter(row["id"] for row in rows()).values()) == 1


def test_each_has_a_status_and_what_speaks_for_it():
    for row in rows():
        assert row["status"] in STATUSES, row
        assert row["about"], row
        assert row["evidence"], row
        if row["status"] == "test":
            assert re.fullmatch(r"tests/\S+::\w+( tests/\S+::\w+)*", row["evidence"]), row
        if row["status"] == "deployment":
            assert "operator" in row["evidence"], row


def test_every_test_that_is_cited_exists():
    found = {pair for row in rows() for pair in cited(row["evidence"])}
    assert len(found) >= 90
    for path, name in sorted(found):
        assert f"def {name}(" in (ROOT / path).read_text(), f"{path}::{name}"


def test_every_page_that_is_cited_exists():
    for row in rows():
        for name in re.findall(r"(?<![\w/])(?:docs|enrollment|accounts|portal|access)/[\w/.-]+\w", row["evidence"]):
            assert (ROOT / name).exists(), (row["id"], name)
        for page, heading in re.findall(r"(docs/[\w-]+\.md), ([A-Z][a-z]+(?: [a-z]+)*)", row["evidence"]):
            assert f"\n## {heading}\n" in (ROOT / page).read_text(), (row["id"], heading)


def test_the_page_counts_what_the_file_says():
    counts = Counter((row["level"], row["status"]) for row in rows())
    shown = dict(re.findall(r"^\| ([a-z ]+?) \| (\d+ \| \d+) \|", (ROOT / "docs/asvs.md").read_text(), re.MULTILINE))
    assert shown == {status: f"{counts['1', status]} | {counts['2', status]}" for status in STATUSES}
