"""Read the two files: members on file, and requests, as applicants.

An unreadable value (an invalid birth date, a number never issued) counts as missing. A line without an id, or with an
unclear end, is refused by its line number, so that no person is lost.
"""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TextIO

from accounts.platform.typed import figures, trimmed
from enrollment.matching.placeholders import is_yet_to_come
from enrollment.rules.codes import Relationship
from enrollment.rules.dates import BadDate, is_in_range, parse_date
from enrollment.rules.people import Address, Applicant, Name, Number

MEMBER_COLUMNS = {"member_id", "first_name", "last_name", "dob"}
PERSONAL = frozenset(
    "first_name last_name middle_name suffix dob sex ssn address1 address2 city state zip phone email mrn"
    " relationship".split()
)
# The codes and labels of forms, and other common spellings.
RELATIONSHIPS = (
    {each.value: each.value for each in Relationship}
    | {each.label.casefold(): each.value for each in Relationship}
    | {"self": Relationship.SELF.value}
    | dict.fromkeys(("son", "daughter"), Relationship.CHILD.value)
)
FIGURES = frozenset("dob ssn zip phone mrn".split())
REQUEST_COLUMNS = {"request_id", "first_name", "last_name", "dob"}
READ = PERSONAL | {"former_last_name", "deceased"}
LARGEST_FILE, LONGEST_LINE = 2_000_000_000, 1_000_000
# A comma, or what spreadsheets write in its place.
SEPARATORS = ",;\t"

# Date forms that files have beyond those of the form: with time of day, year first, or European.
TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
NAMED_MONTH = re.compile(r"(\d{1,2})-([A-Za-z]{3,9})-(\d{2,4})")
# Nine or ten digits that a spreadsheet stored as a decimal.
DECIMALS = ".0"
LIVING = frozenset(["", "0", "n", "no", "f", "false"])


def in_words(columns: set[str]) -> str:
    """The required columns, for help texts."""
    return f"the columns {', '.join(sorted(columns))}, and others as far as they are known"


class CannotRead(ValueError):
    """The file does not have the expected format."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of either file: its id and the person.

    For a member also a former last name and whether they died, if the file has these columns.
    """

    id: str
    person: Applicant
    former_last_name: str
    deceased: bool


def _day(text: str, today: date) -> date | None:
    """The day, None where the file gives none that people may write."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = _day_written_otherwise(TIME_OF_DAY.sub("", text), today)
    return day if day and is_in_range(day) else None


def _day_written_otherwise(text: str, today: date) -> date | None:
    text = DOTTED.sub(r"\2/\1/\3", YEAR_FIRST.sub(r"\1-\2-\3", NAMED_MONTH.sub(r"\1 \2 \3", text)))
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_date(text, kind="birth", today=today)
    except BadDate:
        return None


def _person(value: Callable[[str], str], today: date) -> Applicant:
    number = value("ssn").removesuffix(DECIMALS)
    return Applicant(
        name=Name(value("first_name"), value("last_name"), value("middle_name"), value("suffix")),
        birth_date=_day(value("dob"), today),  # type: ignore[arg-type]  # a file may not give one
        sex=value("sex").upper()[:1],
        relationship=RELATIONSHIPS.get(value("relationship").casefold(), ""),
        number=Number("", number) if number else None,
        address=Address(value("address1"), value("city"), value("state"), value("zip"), value("address2")),
        phone=value("phone").removesuffix(DECIMALS),
        email=value("email"),
        member_number=value("mrn"),
    )


def _encoding(path: Path) -> str:
    """UTF-8, also if a few bytes are invalid but the file declares it; else the encoding of Windows spreadsheets."""
    decoder = getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(len(BOM_UTF8))
        if start == BOM_UTF8:
            return "utf-8-sig"
        if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _short_lines(file: TextIO, name: str) -> Iterator[str]:
    """The lines of a file, none of which fills the memory. Raises CannotRead."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise CannotRead(f"{name} has more than {LONGEST_LINE:,} characters in line {number}")
        yield line


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """(first line number, values) of each line with content. Raises CannotRead."""
    with path.open(newline="", encoding=encoding, errors="replace") as file:
        separator = max(SEPARATORS, key=file.readline(LONGEST_LINE).count)
        file.seek(0)
        lines, begins = csv.reader(_short_lines(file, path.name), delimiter=separator, strict=True), 1
        try:
            for values in lines:
                if any(map(str.strip, values)):
                    yield begins, values
                begins = lines.line_num + 1
        except csv.Error as wrong:
            raise CannotRead(f"{path.name} is no CSV where line {begins} begins: {wrong}") from wrong


def _headings(path: Path, encoding: str) -> list[str]:
    _, names = next(_lines(path, encoding), (0, []))
    return [trimmed(name).lower() for name in names]


def read(path: Path, *, today: date, id_column: str, needed: set[str]) -> Iterator[Row]:
    """The lines of a CSV file. Raises CannotRead if a column is missing or repeated, or the file is too large."""
    if path.stat().st_size > LARGEST_FILE:
        raise CannotRead(f"{path.name} is larger than {LARGEST_FILE:,} bytes")
    encoding = _encoding(path)
    columns = _headings(path, encoding)
    if missing := needed.difference(columns):
        raise CannotRead(f"{path.name} lacks the columns: {', '.join(sorted(missing))}")
    if twice := {name for name in READ | needed if columns.count(name) > 1}:
        raise CannotRead(f"{path.name} has two columns of one name: {', '.join(sorted(twice))}")
    return _rows(path, encoding, columns, today, id_column)


def _value(column: str, text: str) -> str:
    return (figures if column in FIGURES else trimmed)(text.replace("\0", ""))


def _rows(path: Path, encoding: str, columns: list[str], today: date, id_column: str) -> Iterator[Row]:
    for begins, values in islice(_lines(path, encoding), 1, None):
        line = dict(zip(columns, values, strict=False))
        own = line.get(id_column, "")
        if not trimmed(own):
            raise CannotRead(f"{path.name} gives no {id_column} in line {begins}")
        given = {column: _value(column, text) for column, text in line.items() if text and column in READ}
        value = defaultdict(str, given).__getitem__
        died = value("deceased").lower() not in LIVING
        yield Row(own, _person(value, today), value("former_last_name"), died)


def _on_file(row: Row, today: date) -> Row:
    """The member without a birth date that is to come: what stands for 1983 as 2083 is no date of theirs."""
    if not is_yet_to_come(row.person.birth_date, today):
        return row
    return replace(row, person=replace(row.person, birth_date=None))  # type: ignore[arg-type]  # a file may not give one


def members(path: Path, *, today: date) -> Iterator[Row]:
    rows = read(path, today=today, id_column="member_id", needed=MEMBER_COLUMNS)
    return (_on_file(row, today) for row in rows)


def requests(path: Path, *, today: date) -> Iterator[Row]:
    return read(path, today=today, id_column="request_id", needed=REQUEST_COLUMNS)
