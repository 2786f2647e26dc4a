"""Submitted requests: rows of requests.csv, and whom they mean."""

from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from bench.matching.people import Person

NEW = "new"


@dataclass(slots=True)
class Request:
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    dob: date
    sex: str
    ssn: str
    address1: str
    address2: str
    city: str
    state: str
    zip: str
    phone: str
    email: str
    mrn: str
    relationship: str


COLUMNS = [each.name for each in fields(Request)]
as_row = attrgetter(*COLUMNS)


class Answer(NamedTuple):
    """`of` are the records of the person; empty if not on file."""

    request: Request
    of: tuple[Person, ...]
    note: str = ""

    @property
    def truth(self):
        return "|".join(person.member_id for person in self.of) or NEW


@dataclass(slots=True)
class Scene:
    """Records to write and requests about them; `unwritten` people are not on file."""

    on_file: list[Person]
    answers: list[Answer]
    unwritten: list[Person] = field(default_factory=list)


def known(on_file, request, *of, note=""):
    return Scene(on_file, [Answer(request, of, note)])


def nobody(on_file, request, who, note=""):
    assert not any(person is who for person in on_file)
    return Scene(on_file, [Answer(request, (), note)], [who])


def either(*scenes):
    """One label over several scenes, equally often."""
    return lambda town: town.one(scenes)(town)


def say(town, person, *, number=None, contact=None, middle=None):
    """The person without typos. True always fills the field, False never, None usually."""
    chance = town.chance
    typed = person.ssn or (town.number() if number or chance() < 0.4 else "")
    with_number = chance() < 0.96 if number is None else number
    with_contact = chance() < 0.75 if contact is None else contact
    return Request(
        person.first_name,
        _middle(person.middle_name, chance() if middle is None else 0 if middle else 1),
        person.last_name,
        person.suffix,
        person.dob,
        person.sex,
        typed if with_number else "",
        person.address1,
        person.address2,
        person.city,
        person.state,
        person.zip,
        person.phone if with_contact else "",
        person.email if with_contact and (contact or chance() < 0.6) else "",
        "",
        person.relationship,
    )


def _middle(name, roll):
    if roll < 0.45:
        return name
    return name[:1] if roll < 0.7 else ""
