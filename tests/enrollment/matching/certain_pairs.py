"""For each rule an applicant and a record that it makes certain, and what breaks it."""

from datetime import date

from tests.enrollment.matching.people import (
    CHILD_BORN,
    ELSEWHERE,
    OTHER_NUMBER,
    PHONE,
    STREET,
    STREET_AND_PHONE,
    question,
    somebody,
)

WITHOUT = {"number": ""}
# rule: (applicant, record, what breaks it: changes to the applicant, each alone)
RULES = {
    "R1": (
        question(last="Whitfield"),
        somebody(),
        [{"number": OTHER_NUMBER}, {"born": date(1986, 7, 1)}, {"first": "Rosa"}, {"sex": "M"}],
    ),
    "R2": (
        question(born=date(1986, 4, 29)),
        somebody(),
        [{"number": OTHER_NUMBER}, {"first": "Rosa"}, {"last": "Whitfield"}, {"sex": "M"}, {"born": date(1946, 4, 28)}],
    ),
    "R3": (
        question(last="Whitfield", **WITHOUT, member_number="20411878"),
        somebody(),
        [{"member_number": "20411999"}, {"born": date(1986, 7, 1)}, {"first": "Rosa"}, {"number": OTHER_NUMBER}],
    ),
    "R3b": (
        question("Anita", born=date(1986, 4, 29), **WITHOUT, member_number="20411878"),
        somebody(),
        [{"member_number": "20411999"}, {"born": date(1986, 9, 9)}, {"first": "Rosa"}, {"last": "Whitfield"}],
    ),
    "R4": (
        question(number="536128814"),
        somebody(),
        [{"number": OTHER_NUMBER}, {"first": "Anita"}, {"last": "Moralez"}, {"born": date(1986, 4, 29)}, {"sex": "M"}],
    ),
    "R5": (
        question(last="Moralez", **WITHOUT, contacts=STREET, born=CHILD_BORN),
        somebody(born=CHILD_BORN),
        [
            {"contacts": ELSEWHERE},
            {"first": "Anita"},
            {"last": "Whitfield"},
            {"born": date(2019, 4, 29)},
            {"sex": "M"},
            {"sex": ""},
        ],
    ),
    "R8": (
        question("Anita", "Moralez", born=date(1986, 4, 29)),
        somebody(),
        [{"number": OTHER_NUMBER}, {"first": "Rosa"}, {"last": "Whitfield"}, {"born": date(1986, 9, 9)}],
    ),
    "R9": (
        question("Anita", born=date(1986, 5, 29), contacts=STREET_AND_PHONE),
        somebody(),
        [
            {"number": OTHER_NUMBER},
            {"first": "Rosa"},
            {"last": "Moralez"},
            {"contacts": STREET},
            {"born": date(1964, 4, 28)},
        ],
    ),
    "R12": (
        question("Anita", **WITHOUT, contacts=PHONE),
        somebody(),
        [{"contacts": ELSEWHERE}, {"first": "Rosa"}, {"last": "Whitfield"}, {"born": date(1986, 4, 29)}],
    ),
    "R13": (
        question("A"),
        somebody(),
        [{"number": OTHER_NUMBER}, {"last": "Whitfield"}, {"born": date(1986, 4, 29)}, {"first": "Rosa"}],
    ),
    "R14": (
        question("Edith", "Brzeczek", **WITHOUT),
        somebody("Edith", "Brzeczek"),
        [{"first": "Edita"}, {"last": "Brzecek"}, {"born": date(1986, 4, 29)}, {"sex": ""}],
    ),
    "R15": (
        question("Morales", "Ana"),
        somebody(),
        [{"number": OTHER_NUMBER}, {"born": date(1986, 4, 29)}, {"sex": "M"}],
    ),
    "R16": (
        question("Morales", "Ana", **WITHOUT, contacts=STREET),
        somebody(),
        [{"contacts": ELSEWHERE}, {"born": date(1986, 4, 29)}, {"sex": ""}],
    ),
}
