"""The employers of the demonstration. All but the first and last are in one area; people move between them."""

from dataclasses import dataclass
from datetime import date

from portal.demonstration.places import TOWNS, Town


@dataclass(frozen=True)
class Employer:
    """An employer group: `employees` by contract, `enrolled` of them by name.

    `sends` submits the requests where that is not the administrator who signs in. `billed` months have a bill.
    """

    number: str
    name: str
    employees: int
    units: tuple[str, ...]
    opened: date | None
    town: Town
    officer: str
    officer_phone: str
    enrolled: int = 0
    sends: tuple[str, str] | None = None
    billed: int = 0

    @property
    def zip_code(self) -> str:
        return self.town.zip_codes[0]


OAKLAND, ALAMEDA = TOWNS["Oakland", "CA"], TOWNS["Alameda", "CA"]
HARBOR = Employer(
    "104-88231",
    "Harbor Marine Supply",
    148,
    ("Head office", "Dockside"),
    date(2021, 1, 1),
    OAKLAND,
    "Richard Halloran",
    "(510) 555-0177",
    40,
    billed=9,
)
BAKERY = Employer(
    "104-90517",
    "Third Street Bakery",
    12,
    ("Bakery",),
    date(2022, 7, 1),
    TOWNS["San Francisco", "CA"],
    "Gloria Mendez",
    "(415) 555-0123",
    6,
    ("gloria@thirdstreet.example", "Gloria Mendez"),
    9,
)
MACHINES = Employer(
    "104-73906",
    "Bayline Machine Works",
    64,
    ("Shop", "Office"),
    date(2022, 1, 1),
    ALAMEDA,
    "Kathleen Doyle",
    "(510) 555-0136",
    8,
    ("kathleen@bayline.example", "Kathleen Doyle"),
    9,
)
# The contract begins in the month of the demonstration (story.py): no one is enrolled yet.
DENTISTS = Employer(
    "104-91200",
    "Wren Dental Group",
    30,
    ("Practice",),
    None,
    TOWNS["Berkeley", "CA"],
    "Dr. Anjali Menon",
    "(510) 555-0154",
)
FREIGHT = Employer(
    "104-70044",
    "Summit Freight Lines",
    2000,
    ("Terminal", "Drivers", "Offices"),
    date(2019, 1, 1),
    TOWNS["Stockton", "CA"],
    "Walter Brandt",
    "(209) 555-0108",
    2000,
    ("benefits@summitfreight.example", "Teresa Quinn"),
    2,
)
# Still being set up: its contract begins next year (groups.py).
REDWOOD = Employer(
    "104-90417",
    "Redwood Ceramics",
    38,
    ("Studio", "Kiln"),
    None,
    TOWNS["Richmond", "CA"],
    "Lena Ortiz",
    "(510) 555-0142",
)
