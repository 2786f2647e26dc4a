"""Members of a file, and who the two looks find among them."""

from datetime import date

from enrollment.match_file.rows import Row
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.queries.identity.looks import looks, question
from enrollment.rules.people import Address, Applicant, Name

BORN = date(1980, 6, 15)
FIRST, SECOND = 0, 1
NOWHERE = Address("", "", "", "")


def person(first="Ana", last="Morales", born=BORN, **facts):
    return Applicant(Name(first, last), born, "F", "", **{"address": NOWHERE} | facts)


def row(place, who, former=""):
    return Row(f"M{place}", who, former, False)


def found_for(asked):
    """Who each look finds for one applicant."""
    return [found[0] for found in looks([question(asked)])]


def brought(look, members, asked):
    """The members each look finds, in file order."""
    with scratch_tables() as cursor:
        on_file = load(cursor, members)
        found = found_for(asked)[look]
    return sorted({on_file.id_of(each.person_id) for each in found})
