"""Named people: possible matches of the requests in the queue, and people with current events."""

from dataclasses import dataclass
from datetime import date

from enrollment.rules.codes import EndReason, Relationship
from enrollment.rules.people import Name
from portal.demonstration.employers import BAKERY, HARBOR, MACHINES, Employer


@dataclass(frozen=True)
class Relative:
    name: Name
    sex: str
    born: date
    relationship: str


@dataclass(frozen=True)
class Part:
    """An employee on file. `hired` and `left` are days before now."""

    employer: Employer
    name: Name
    sex: str
    born: date
    hired: int
    left: int | None = None
    reason: EndReason = EndReason.QUIT
    family: tuple[Relative, ...] = ()


CAST = {
    "married": Part(BAKERY, Name("Emily", "Larson", "R"), "F", date(1996, 5, 17), 1120, 75),
    "twin": Part(MACHINES, Name("Brandon", "Kessler"), "M", date(1999, 8, 23), 830),
    "returning": Part(HARBOR, Name("Denise", "Kowalski", "M"), "F", date(1971, 3, 14), 1400, 430),
    "father": Part(
        HARBOR,
        Name("William", "Novak", "J"),
        "M",
        date(1968, 5, 2),
        1690,
        family=(Relative(Name("Carol", "Novak"), "F", date(1969, 11, 26), Relationship.SPOUSE),),
    ),
    "moved on": Part(MACHINES, Name("Daniel", "Schroeder", "P"), "M", date(1984, 2, 11), 1300, 48),
    "nickname": Part(BAKERY, Name("Katherine", "Olson", "A"), "F", date(1979, 11, 6), 900, 210),
    "namesake": Part(HARBOR, Name("Maria", "Gutierrez"), "F", date(1988, 10, 12), 640),
    "newlywed": Part(HARBOR, Name("Thuy", "Pham"), "F", date(1990, 4, 9), 980),
    "left early": Part(HARBOR, Name("Gary", "Swanson", "L"), "M", date(1975, 9, 30), 1210),
    "retiring": Part(
        HARBOR,
        Name("Barbara", "Jensen", "K"),
        "F",
        date(1961, 6, 19),
        1820,
        family=(Relative(Name("Roger", "Jensen"), "M", date(1962, 8, 13), Relationship.SPOUSE),),
    ),
    # A son near the age limit.
    "mother": Part(
        HARBOR,
        Name("Linda", "Petersen"),
        "F",
        date(1973, 4, 24),
        1500,
        family=(Relative(Name("Kyle", "Petersen"), "M", date(2000, 12, 19), Relationship.CHILD),),
    ),
    "parents": Part(
        HARBOR,
        Name("Erik", "Hansen"),
        "M",
        date(1991, 2, 27),
        760,
        family=(
            Relative(Name("Laura", "Hansen"), "F", date(1992, 7, 5), Relationship.SPOUSE),
            Relative(Name("Oliver", "Hansen"), "M", date(2022, 1, 18), Relationship.CHILD),
        ),
    ),
}
