"""The two files as they are read: members on file, and requests, as applicants. Nothing in them is refused.

What cannot be read (a birth date that is none, a number nobody bears) is taken for not given: it can then only
lead to a review.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from enrollment.rules.dates import BadDate, parse_date
from enrollment.rules.people import Address, Applicant, Name, Number

MEMBER_COLUMNS = {"member_id", "first_name", "last_name", "dob"}
REQUEST_COLUMNS = {"request_id", "first_name", "last_name", "dob"}


class CannotRead(ValueError):
    """The file is not one of the shape that is expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of either file: its own id and the person it describes; of a member also a former last name and whether
    they have died, where the file has a column for it."""

    id: str
    person: Applicant
    former_last_name: str
    deceased: bool


def _day(text: str, today: date) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_date(text, kind="birth", today=today)
    except BadDate:
        return None


def _person(line: dict[str, str], today: date) -> Applicant:
    def value(column: str) -> str:
        return (line.get(column) or "").strip().replace("\0", "")

    number = value("ssn")
    return Applicant(
        name=Name(value("first_name"), value("last_name"), value("middle_name"), value("suffix")),
        birth_date=_day(value("dob"), today),  # type: ignore[arg-type]  # a file may not give one
        sex=value("sex").upper()[:1],
        relationship="",
        number=Number("", number) if number else None,
        address=Address(value("address1"), value("city"), value("state"), value("zip"), value("address2")),
        phone=value("phone"),
        email=value("email"),
        member_number=value("mrn"),
    )


def read(path: Path, *, today: date, id_column: str, needed: set[str]) -> Iterator[Row]:
    """The lines of a CSV file in UTF-8. Raises CannotRead where a column is missing."""
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        lines = csv.DictReader(file)
        if missing := needed - set(lines.fieldnames or ()):
            raise CannotRead(f"{path.name} lacks the columns: {', '.join(sorted(missing))}")
        for line in lines:
            former, died = ((line.get(column) or "").strip() for column in ("former_last_name", "deceased"))
            yield Row(line[id_column], _person(line, today), former, bool(died))


def members(path: Path, *, today: date) -> Iterator[Row]:
    return read(path, today=today, id_column="member_id", needed=MEMBER_COLUMNS)


def requests(path: Path, *, today: date) -> Iterator[Row]:
    return read(path, today=today, id_column="request_id", needed=REQUEST_COLUMNS)
