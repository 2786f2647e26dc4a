"""Which files are read and written. An answer appears only when complete."""

from dataclasses import dataclass
from pathlib import Path

from accounts.platform.left_behind import left_behind, own_name
from billing.price.values import BadScenario

ANSWERS = ".expected.json"


@dataclass(frozen=True, slots=True)
class Place:
    scenario: Path
    out: Path


def places(scenario: Path, out: Path) -> list[Place]:
    """The files to price and where their answers go; makes the folder for them.

    Raises BadScenario and OSError.
    """
    if not scenario.exists():
        raise BadScenario(f"{scenario} does not exist")
    if not scenario.is_dir():
        return [_place(scenario, out)]
    names = sorted(path.name for path in scenario.glob("*.json") if not path.name.endswith(ANSWERS) and path.is_file())
    if not names:
        raise BadScenario(f"{scenario} has no *.json to price")
    if out.exists() and not out.is_dir():
        raise BadScenario(f"{out} is no folder, and the scenario is one")
    if out.exists() and out.samefile(scenario):
        raise BadScenario(f"{out} is the folder that is read: answers would take the place of scenarios")
    out.mkdir(parents=True, exist_ok=True)
    return [_place(scenario / name, out / name) for name in names]


def _place(scenario: Path, out: Path) -> Place:
    if out.exists() and not out.is_file():
        raise BadScenario(f"{out} is there and no file")
    if out.exists() and out.samefile(scenario):
        raise BadScenario(f"{out} is the file that is read: its answer would take its place")
    if not out.parent.is_dir():
        raise BadScenario(f"{out.parent} is no folder")
    return Place(scenario, out)


def write(out: Path, text: str) -> None:
    """Write the answer; what stood there before stays until it is complete."""
    path = out.resolve()
    before = f".{path.name}."
    for old in left_behind(path.parent, before):
        old.unlink(missing_ok=True)
    part = path.with_name(f"{own_name(before)}part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
