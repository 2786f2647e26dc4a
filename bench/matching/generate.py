"""Write one test set: members.csv, requests.csv and truth.csv, the same bytes for the same seed and sizes.

    python -m bench.matching.generate --out DIR --seed N [--households N --requests N]

Families are written as they are made, so a million people need no more memory than the requests about them.
"""

import argparse
import csv
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from bench.matching import people, requests
from bench.matching.labels import LABELS, WHOLE, Label
from bench.matching.people import Person, Town
from bench.matching.requests import Scene

HOUSEHOLDS, REQUESTS = 20_000, 5_000
FIRST_FAMILIES, PASSERS_BY = 20, 500
TRUTH = ("request_id", "true_member_id", "label", "note")


class TooFewHouseholds(ValueError):
    """Every request needs its own household."""


def counts(wanted: int) -> dict[str, int]:
    """Requests of each label: its share rounded down, with the remainder for the first."""
    each = {label.name: label.share * wanted // WHOLE // label.asks * label.asks for label in LABELS}
    each[LABELS[0].name] += wanted - sum(each.values())
    return each


def scenes(*, seed: int, households: int, wanted: int) -> Iterator[tuple[Label | None, Scene]]:
    """Every household in turn; None where no one applies."""
    town, each = Town(seed), counts(wanted)
    plan = [label for label in LABELS for _ in range(each[label.name] // label.asks)]
    if len(plan) + FIRST_FAMILIES > households:
        raise TooFewHouseholds(f"{wanted} requests need {len(plan) + FIRST_FAMILIES} households")
    plan += [None] * (households - FIRST_FAMILIES - len(plan))
    town.random.shuffle(plan)
    for label in chain([None] * FIRST_FAMILIES, plan):
        if label is None:
            home = town.family()
            _pass_by(town, home[0])
            yield None, Scene(home, [])
        else:
            yield label, label.scene(town)


def _pass_by(town: Town, person: Person) -> None:
    """Keep some people from all over the file, as targets for typos."""
    if not person.ssn:
        return
    if len(town.passers_by) < PASSERS_BY:
        town.passers_by.append(person)
    else:
        town.passers_by[int(town.chance() * PASSERS_BY)] = person


def write(folder: Path, *, seed: int, households: int = HOUSEHOLDS, requests: int = REQUESTS) -> None:
    """Write the three files to `folder`, creating it if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        writers = [
            csv.writer(
                files.enter_context((folder / name).open("w", newline="", encoding="utf-8")), lineterminator="\n"
            )
            for name in ("members.csv", "requests.csv", "truth.csv")
        ]
        _write(writers, scenes(seed=seed, households=households, wanted=requests))


def _write(writers, town_scenes) -> None:
    members, asked, truth = writers
    members.writerow(people.COLUMNS)
    asked.writerow(["request_id", *requests.COLUMNS])
    truth.writerow(TRUTH)
    number = 0
    for label, scene in town_scenes:
        members.writerows(map(people.as_row, scene.on_file))
        for answer in scene.answers:
            name = f"R{number:06d}"
            number += 1
            asked.writerow([name, *requests.as_row(answer.request)])
            truth.writerow([name, answer.truth, label.name, answer.note])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    arguments = parser.parse_args()
    write(arguments.out, seed=arguments.seed, households=arguments.households, requests=arguments.requests)


if __name__ == "__main__":
    main()
