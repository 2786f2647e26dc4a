"""The rows of members.csv, invented one family at a time."""

from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from random import Random

from bench.matching import places
from bench.matching.naming import MIXED, Names

TODAY = date(2026, 10, 1)
YEAR = 365.2425
AREAS = [area for area in range(1, 900) if area != 666]
PLACEHOLDERS = ("123456789", "999999999", "078051120", "111111111", "000000000", "219099999")
CHILDREN = (0, 0, 0, 0, 0, 1, 1, 2, 2, 3)
WITHOUT_NUMBER, WITH_TAXPAYER_NUMBER = 0.04, 0.015


@dataclass(slots=True)
class Person:
    """One record. People not on file are made the same way but never written."""

    member_id: str
    household_id: str
    relationship: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    former_last_name: str
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
    deceased: str = ""


COLUMNS = [field.name for field in fields(Person)]
as_row = attrgetter(*COLUMNS)


class Town:
    """Makes families; no number is used twice unless asked for."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.chance = self.random.random
        self.names = Names(self.random)
        self.one = self.names.one
        self.issued = {int(number) for number in PLACEHOLDERS}
        self.people = self.households = 0
        self.card = 20_000_000
        self.passers_by = []

    def number(self, following=0):
        """A free Social Security number; with `following`, the next ones are free too and differ in one digit."""
        while True:
            area, group, serial = self.one(AREAS), 1 + int(self.chance() * 99), 1 + int(self.chance() * 9999)
            number = (area * 100 + group) * 10_000 + serial
            wanted = range(number, number + following + 1)
            if number % 10 + following < 10 and self.issued.isdisjoint(wanted):
                self.issued.update(wanted)
                return f"{number:09d}"

    def taxpayer_number(self):
        while True:
            number = 900_000_000 + int(self.chance() * 99) * 1_000_000 + 700_000 + int(self.chance() * 190_000)
            if number not in self.issued:
                self.issued.add(number)
                return str(number)

    def birth(self, youngest, oldest):
        return date.fromordinal(
            TODAY.toordinal() - 1 - int(YEAR * (youngest + self.chance() * max(oldest - youngest, 0.1)))
        )

    def phone(self):
        return f"{self.one(places.AREA_CODES)}{int(2_000_000 + self.chance() * 8_000_000)}"

    def email(self, first, last):
        name = f"{first}.{last}".lower().replace(" ", "").replace("'", "")
        return f"{name}{int(self.chance() * 100)}@{self.one(places.MAIL)}"

    def address(self):
        """Street, second line, city, state and zip code."""
        one, chance = self.one, self.chance
        city, state, start = one(places.TOWNS)
        street = f"{int(100 + chance() * 9800)} {one(places.STREETS)} {one(KINDS)}"
        second = f"{one(places.DOORS)} {int(1 + chance() * 400)}" if chance() < 0.25 else ""
        return street, second, city, state, f"{start}{int(chance() * 100):02d}"

    def person(self, *, origin, sex, last, dob, relationship="self", home=None):
        """A new person, at the address of `home` if given."""
        chance = self.chance
        first, middle = self.names.given(origin, sex)
        self.people += 1
        self.card += 1 + int(chance() * 3)
        if home is None:
            self.households += 1
            household, (street, second, city, state, zip_code) = f"H{self.households:07d}", self.address()
        else:
            household, street, second = home.household_id, home.address1, home.address2
            city, state, zip_code = home.city, home.state, home.zip
        phone, email = self._contact(first, last, relationship, home)
        return Person(
            f"M{50_000_000 + self.people}",
            household,
            relationship,
            first,
            middle,
            last,
            "",
            "",
            dob,
            sex,
            self._number_on_file(),
            street,
            second,
            city,
            state,
            zip_code,
            phone,
            email,
            str(self.card),
        )

    def _number_on_file(self):
        roll = self.chance()
        if roll < WITHOUT_NUMBER:
            return ""
        if roll < WITHOUT_NUMBER + WITH_TAXPAYER_NUMBER:
            return self.taxpayer_number()
        return self.number()

    def _contact(self, first, last, relationship, home):
        chance = self.chance
        if relationship == "child":
            return home.phone if chance() < 0.7 else "", home.email if chance() < 0.15 else ""
        if home is not None and chance() < 0.35:
            return home.phone, home.email
        return self.phone() if chance() < 0.9 else "", self.email(first, last) if chance() < 0.5 else ""

    def family(self, *, partner=None, children=None, origin=None, ages=(19, 66), sex=None):
        """[head, spouse if any, children...], with plausible ages."""
        chance, names = self.chance, self.names
        origin = origin or names.origin()
        children = self.one(CHILDREN) if children is None else children
        partner = chance() < (0.75 if children else 0.4) if partner is None else partner
        youngest, oldest = (max(ages[0], 23), min(ages[1], 58)) if children else ages
        sex = sex or ("M" if chance() < 0.5 else "F")
        head = self.person(origin=origin, sex=sex, last=names.last(origin), dob=self.birth(youngest, oldest))
        home = [head]
        if partner:
            home.append(self._spouse(head, origin))
        for _ in range(children):
            home.append(self._sibling(home, origin))
        return home

    def _sibling(self, home, origin):
        for _ in range(12):
            child = self.child(home[0], origin=origin)
            near = (abs((child.dob - other.dob).days) < YEAR for other in home)
            if not any(near) and all(child.first_name != other.first_name for other in home):
                break
        return child

    def _spouse(self, head, origin):
        chance = self.chance
        theirs = self.names.origin() if chance() < MIXED else origin
        own = self.names.last(theirs)
        shares = theirs not in ("spanish", "chinese", "korean", "vietnamese") and chance() < 0.75
        age = (TODAY - head.dob).days / YEAR
        spouse = self.person(
            origin=theirs,
            sex="F" if head.sex == "M" else "M",
            last=head.last_name if shares else own,
            dob=self.birth(max(19, age - 6), max(20, age + 6)),
            relationship="spouse",
            home=head,
        )
        if shares and spouse.sex == "F" and chance() < 0.2:
            spouse.former_last_name = own
        return spouse

    def child(self, head, *, origin, sex=None):
        age = (TODAY - head.dob).days / YEAR
        return self.person(
            origin=origin,
            sex=sex or ("M" if self.chance() < 0.5 else "F"),
            last=head.last_name,
            dob=self.birth(max(0, age - 40), min(25.9, max(age - 19, 1))),
            relationship="child",
            home=head,
        )

    def again(self, person, **changes):
        """A second record of the same person."""
        self.people += 1
        self.card += 1 + int(self.chance() * 3)
        return replace(person, member_id=f"M{50_000_000 + self.people}", mrn=str(self.card), **changes)

    def moved(self, person):
        """The person in a new household, with new telephone and email."""
        self.households += 1
        street, second, city, state, zip_code = self.address()
        person.household_id = f"H{self.households:07d}"
        person.address1, person.address2, person.city, person.state, person.zip = street, second, city, state, zip_code
        person.phone, person.email = self.phone(), self.email(person.first_name, person.last_name)
        return person

    def stranger(self):
        """An unrelated person on file."""
        return self.one(self.passers_by)


KINDS = list(places.KINDS)
