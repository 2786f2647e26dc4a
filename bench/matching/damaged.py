"""A copy of a matching set with damaged birth dates, as older systems hand them over: the same bytes for the same seed.

    python -m bench.matching.damaged --of DIR --out DIR --seed N [--members SHARE --requests SHARE]

Members and requests are damaged independently, so that both sides of a true pair may be.
"""

import argparse
import calendar
import csv
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

OF_MEMBERS, OF_REQUESTS = 0.15, 0.05
FILLERS = (
    "1900-01-01", "1901-01-01", "1899-12-31", "1899-12-30", "1904-01-01", "1950-01-01", "1970-01-01", "2000-01-01",
    "1911-11-11", "1111-11-11", "0000-00-00", "0001-01-01", "1753-01-01", "9999-12-31", "2099-12-31",
)  # fmt: skip
WHOLE = re.compile(r"\d{4}-\d\d-\d\d")
WORDS = ("unknown", "N/A", "?", "00/00/0000", "NULL")


def _missing(source: Random, born: date) -> str:
    return ""


def _filler(source: Random, born: date) -> str:
    return source.choice(FILLERS)


def _word(source: Random, born: date) -> str:
    return source.choice(WORDS)


def _impossible(source: Random, born: date) -> str:
    """The day in the month's place, or a day that the month does not have."""
    if born.day > 12:
        return f"{born.year}-{born.day}-{born.month:02d}"
    return f"{born.year}-{born.month:02d}-{calendar.monthrange(born.year, born.month)[1] + 1}"


def _only_the_year(source: Random, born: date) -> str:
    return source.choice((f"{born.year}-01-01", f"{born.year}-00-00", str(born.year)))


def _another_century(source: Random, born: date) -> str:
    return f"{born.year + 100}-{born.month:02d}-{min(born.day, 28):02d}"


KINDS: tuple[Callable[[Random, date], str], ...] = (
    _missing, _missing, _filler, _filler, _impossible, _only_the_year, _word, _another_century,
)  # fmt: skip


def damage(source: Random, text: str) -> str:
    return source.choice(KINDS)(source, date.fromisoformat(text))


def _copy(source: Random, old: Path, new: Path, share: float) -> None:
    with old.open(newline="", encoding="utf-8") as read, new.open("w", newline="", encoding="utf-8") as write:
        lines = csv.DictReader(read)
        writer = csv.DictWriter(write, lines.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        for line in lines:
            if WHOLE.fullmatch(line["dob"]) and source.random() < share:
                line["dob"] = damage(source, line["dob"])
            writer.writerow(line)


def write(folder: Path, out: Path, *, seed: int, members: float = OF_MEMBERS, requests: float = OF_REQUESTS) -> None:
    """Write the set of `folder` to `out`, creating it if needed. The truth stays."""
    source = Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    _copy(source, folder / "members.csv", out / "members.csv", members)
    _copy(source, folder / "requests.csv", out / "requests.csv", requests)
    shutil.copyfile(folder / "truth.csv", out / "truth.csv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--of", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--members", type=float, default=OF_MEMBERS)
    parser.add_argument("--requests", type=float, default=OF_REQUESTS)
    arguments = parser.parse_args()
    write(arguments.of, arguments.out, seed=arguments.seed, members=arguments.members, requests=arguments.requests)


if __name__ == "__main__":
    main()
