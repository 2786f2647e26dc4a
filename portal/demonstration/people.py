"""Invented people and families, none near another, so that nearly every enrollment completes at once."""

import random
from datetime import timedelta
from typing import NamedTuple

from enrollment.matching.near import swapped
from enrollment.rules.codes import NumberKind, Relationship
from enrollment.rules.dates import add_years, age_on
from enrollment.rules.names import name_key
from enrollment.rules.people import Address, Applicant, Name, Number
from portal.demonstration.names import FIRST, HERITAGES, LAST, SHORT
from portal.demonstration.places import BAY, KINDS, STREETS

__all__ = ["FIRST", "LAST", "STREETS", "Home", "People"]

# Areas not issued before June 2011 that forms accept: no adult has such a number.
AREAS = range(773, 900)
# Reserved for fiction in every area code: 555-0100 to 555-0199.
FICTIONAL_LINES = range(100)
MAIL_HOSTS = ("example.com", "example.com", "example.org", "example.net")
YOUNGEST_PARENT, OLDEST_PARENT, OLDEST_CHILD = 18, 45, 20
GROWN_UP_BEFORE = 2000
OWN_LAST_NAME, HYPHENATED = 0.05, 0.1
HUSBAND_OR_WIFE, PARTNER = Relationship.SPOUSE, Relationship.DOMESTIC_PARTNER
CHILD, STEPCHILD = Relationship.CHILD, Relationship.STEPCHILD


class Home(NamedTuple):
    """An address and its area code."""

    address: Address
    area_code: str


class People:
    """A source of people, the same for the same seed. All have different birth dates, names, houses and numbers."""

    def __init__(self, seed, towns=BAY):
        self.random = random.Random(seed)  # noqa: S311  invented people, no secret
        self.towns = towns
        self.days, self.names, self.houses, self.numbers = set(), set(), set(), set()
        self.lines = {town.area_code: self._shuffled(FICTIONAL_LINES) for town in towns}

    def _shuffled(self, things):
        things = list(things)
        self.random.shuffle(things)
        return things

    def _happens(self, chance):
        return self.random.random() < chance

    def number(self):
        while True:
            digits = f"{self.random.choice(AREAS)}{self.random.randrange(1, 99):02}{self.random.randrange(1, 9999):04}"
            if digits not in self.numbers:
                self.numbers.add(digits)
                return Number(NumberKind.SSN, digits)

    def home(self, towns=None):
        towns = towns or self.towns
        town = self.random.choices(towns, [each.share for each in towns])[0]
        while True:
            street = f"{self.random.randrange(101, 4900)} {self.random.choice(STREETS)} {self.random.choice(KINDS)}"
            if street not in self.houses:
                self.houses.add(street)
                break
        apartment = f"Apt {self.random.randrange(1, 40)}" if self._happens(0.2) else ""
        return Home(
            Address(street, town.city, town.state, self.random.choice(town.zip_codes), apartment), town.area_code
        )

    def phone(self, area_code):
        """A number no one else has, until all hundred are used."""
        if not self.lines[area_code]:
            self.lines[area_code] = self._shuffled(FICTIONAL_LINES)
        return f"({area_code}) 555-01{self.lines[area_code].pop():02}"

    def email(self, name):
        return f"{name_key(name.first)}.{name_key(name.last)}@{self.random.choice(MAIL_HOSTS)}"

    def born(self, earliest, latest):
        """A birth date between two days that no one else has, even with month and day swapped."""
        span = (latest - earliest).days + 1
        while True:
            day = earliest + timedelta(days=self.random.randrange(span))
            if not {day, swapped(day)} & self.days:
                self.days.add(day)
                return day

    def _first(self, sex, born, heritage, last):
        at_home = born.year < GROWN_UP_BEFORE or self._happens(0.5)
        names = (heritage if at_home else HERITAGES[0]).first_names(sex, born.year)
        free = [name for name in names if (name, last) not in self.names]
        first = self.random.choice(free or [name for name in FIRST if (name, last) not in self.names])
        self.names.add((first, last))
        return first

    def _heritage(self):
        return self.random.choices(HERITAGES, [each.share for each in HERITAGES])[0]

    def person(self, name, sex, born, *, relationship=Relationship.SELF, home=None, **facts):
        """A new person with given facts. An employee can be reached."""
        home = home or self.home()
        self.days.add(born)
        self.names.add((name.first, name.last))
        if relationship == Relationship.SELF:
            facts = {"phone": self.phone(home.area_code), "email": self.email(name)} | facts
        facts = {"number": self.number(), "address": home.address} | facts
        return Applicant(name=name, birth_date=born, sex=sex, relationship=relationship, **facts)

    def family(self, day):
        """(employee, dependents) of an employee hired on this day or later."""
        heritage, sex, home = self._heritage(), self.random.choice("FM"), self.home()
        age = round(self.random.triangular(19, 62, 33) * 365.25)
        born = self.born(day - timedelta(days=age + 90), day - timedelta(days=age - 90))
        last = self.random.choice(heritage.last)
        employee = self._employee(self._first(sex, born, heritage, last), last, sex, born, home, heritage)
        years = age_on(born, day)
        spouse = self._spouse(employee, heritage, day, home) if self._happens(0.5 if years > 27 else 0.2) else None
        parents = [employee, spouse] if spouse else [employee]
        children = self._children(parents, heritage, day, home) if self._happens(0.55 if spouse else 0.25) else []
        return employee, (*parents[1:], *children)

    def _employee(self, first, last, sex, born, home, heritage):
        middle = self.random.choice("ABCDEFGHJKLMNPRSTW") if self._happens(0.4) else ""
        employee = self.person(Name(first, last, middle), sex, born, home=home)
        speaks = heritage.language if born.year < GROWN_UP_BEFORE and self._happens(0.3) else ""
        called = SHORT.get(first, "") if self._happens(0.3) else ""
        email = employee.email if self._happens(0.65) else ""
        return Applicant(**vars(employee) | {"language": speaks, "preferred_name": called, "email": email})

    def _spouse(self, employee, heritage, day, home):
        sex = employee.sex if self._happens(0.04) else "FM".replace(employee.sex, "")
        near = employee.birth_date + timedelta(days=int(self.random.gauss(0, 900)))
        born = min(near, add_years(day, -YOUNGEST_PARENT - 1))
        born = self.born(born - timedelta(days=150), born + timedelta(days=150))
        relationship = PARTNER if self._happens(0.08) else HUSBAND_OR_WIFE
        kin = heritage if self._happens(0.8) else self._heritage()
        own, last = self.random.choice(kin.last), employee.name.last
        kept = self.random.random()
        if relationship == PARTNER or kept < OWN_LAST_NAME:
            last = own
        elif kept < HYPHENATED and own != last:
            last = f"{own}-{last}"
        name = Name(self._first(sex, born, kin, last), last)
        return self.person(name, sex, born, relationship=relationship, home=home)

    def _children(self, parents, heritage, day, home):
        """Siblings, eldest first, at least a year and a half apart unless twins."""
        births = [parent.birth_date for parent in parents]
        earliest = max(add_years(max(births), YOUNGEST_PARENT), add_years(day, -OLDEST_CHILD))
        latest = min(add_years(min(births), OLDEST_PARENT), day) - timedelta(days=30)
        wanted = self.random.choices((1, 2, 3, 4), (40, 40, 15, 5))[0]
        last, stepchild = self._last_of_children(parents), len(parents) > 1 and self._happens(0.06)
        children = []
        while earliest < latest and len(children) < wanted:
            born = self.born(earliest, min(latest, earliest + (latest - earliest) / (wanted - len(children))))
            for _twin in range(2 if self._happens(0.02) else 1):
                own = self.random.choice(heritage.last) if stepchild else last
                sex = self.random.choice("FM")
                name = Name(self._first(sex, born, heritage, own), own)
                relationship = STEPCHILD if stepchild else CHILD
                children.append(self.person(name, sex, born, relationship=relationship, home=home))
            stepchild, earliest = False, born + timedelta(days=550)
        return children

    def _last_of_children(self, parents):
        """Mostly the father's name; sometimes both names, or the other parent's."""
        employee, *others = (parent.name.last for parent in parents)
        if not others or "-" in others[0] or others[0] == employee:
            return employee if others or self._happens(0.95) else self.random.choice(LAST)
        return self.random.choice([employee, employee, others[0], f"{employee}-{others[0]}"])
