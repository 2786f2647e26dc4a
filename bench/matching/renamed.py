"""People on file whose name is written differently: nickname, other spelling, marriage, custom."""

import re

from bench.matching import slips, world_names
from bench.matching.names import FIRST_UNKNOWN, LAST_UNKNOWN, NICKNAMES, ONE_WORD
from bench.matching.naming import WOMEN
from bench.matching.requests import known, say

FEMALE = set(WOMEN) | set(world_names.SPANISH_WOMEN)


def _called(town, origin, first, sex):
    home = town.family(origin=origin, children=0, sex=sex)
    home[0].first_name = first
    if home[0].middle_name == first:
        home[0].middle_name = ""
    return home, home[0]


def short_name(table, origin):
    """A nickname submitted for the name on file, or in a quarter of cases the reverse."""

    def scene(town):
        first = town.one(list(table))
        short = town.one(table[first].split())
        home, person = _called(town, origin, first, "F" if first in FEMALE else "M")
        request = say(town, person, contact=True)
        if town.chance() < 0.25:
            person.first_name = short
        else:
            request.first_name = short
        return known(home, request, person, note=f"{first} {short}")

    return scene


nickname = short_name(NICKNAMES, "english")
nickname_spanish = short_name(world_names.SPANISH_NICKNAMES, "spanish")


def other_spelling(town):
    """Another Latin spelling: a third of the last names, two thirds of the first names."""
    if town.chance() < 1 / 3:
        last = town.one(list(world_names.LAST_SPELLINGS))
        home = town.family(origin=town.one(("korean", "chinese", "arabic")), children=0)
        home[0].last_name = last
        request = say(town, home[0], contact=True)
        request.last_name = town.one(world_names.LAST_SPELLINGS[last].split())
        return known(home, request, home[0])
    first = town.one(list(world_names.SPELLINGS))
    home, person = _called(town, "arabic", first, "M" if first in world_names.MEN_SPELLED else "F")
    request = say(town, person, contact=True)
    request.first_name = town.one(world_names.SPELLINGS[first].split())
    return known(home, request, person)


def joined_given_name(town):
    """A Korean or Chinese name of two syllables: hyphenated, joined, two words, or split into first and middle."""
    origin = town.one(("korean", "chinese"))
    home = town.family(origin=origin)
    person = town.one(home)
    parts = world_names.KOREAN if origin == "korean" else world_names.CHINESE
    one, two = town.random.sample(parts, 2)
    person.first_name, person.middle_name = town.names.joined(one, two)
    request = say(town, person, contact=True)
    while (request.first_name, request.middle_name) == (person.first_name, person.middle_name):
        request.first_name, request.middle_name = town.names.joined(one, two)
    return known(home, request, person)


def compound_first_name(town):
    """Maria Jose as Maria, Jose or MariaJose; Ana Maria with a hyphen; the second name as middle name."""
    sex = town.one("MF")
    names = world_names.COMPOUND_WOMEN if sex == "F" else world_names.COMPOUND_MEN
    home, person = _called(town, "spanish", town.one(names), sex)
    one, two = re.split("[ -]", person.first_name)
    person.middle_name = ""
    request = say(town, person, contact=True)
    request.middle_name = ""
    request.first_name = town.one((one, f"{one}-{two}", f"{one}{two.lower()}", f"{one} {two[0]}"))
    if town.chance() < 0.3:
        request.first_name, request.middle_name = one, two
    return known(home, request, person)


def married(town):
    """A new last name: unknown to the file, beside the old one, or the former name submitted."""
    home = town.family(sex="F", ages=(22, 60))
    person, other, roll = home[0], town.names.last("english"), town.chance()
    if roll < 0.2:
        person.former_last_name = other
    request = say(town, person, number=town.chance() < 0.88)
    if roll < 0.2:
        request.last_name = other
    else:
        request.last_name = other if roll < 0.7 else f"{person.last_name}-{other}"
    if town.chance() < 0.4:
        request.address1, request.address2, request.city, request.state, request.zip = town.address()
    return known(home, request, person)


def double_last_name(town):
    """Two last names: one dropped, swapped, with or without hyphen; or one on file and two submitted."""
    home = town.family(origin="spanish")
    person = town.one(home)
    one, two = town.random.sample(world_names.SPANISH_LAST[:40], 2)
    person.last_name = f"{one}{town.one(' -')}{two}"
    request = say(town, person, contact=True)
    request.last_name = town.one(slips.double_name_forms(person.last_name))
    if town.chance() < 0.25 and request.last_name == one:
        request.last_name, person.last_name = person.last_name, one
    return known(home, request, person)


def particle(town):
    """O'Brien, McDonald, van der Berg, de la Cruz: joined, separate, or without the particle."""
    custom = town.one((world_names.IRISH_LAST, world_names.DUTCH_LAST, world_names.SPANISH_PARTICLES))
    home = town.family()
    person = town.one(home)
    person.last_name = town.one(custom)
    request = say(town, person, contact=True)
    request.last_name = town.one(slips.last_name_forms(person.last_name))
    return known(home, request, person)


def marks(town):
    """Jose Muñoz and José Munoz: accents on file or submitted."""
    home = town.family(origin="spanish", children=0)
    person = home[0]
    person.last_name = town.one(("Garcia", "Rodriguez", "Martinez", "Lopez", "Munoz", "Pena", "Nunez", "Diaz"))
    request = say(town, person, contact=True)
    target = town.one((request, person))
    target.first_name = world_names.MARKS.get(target.first_name, target.first_name)
    target.last_name = world_names.MARKS[target.last_name]
    return known(home, request, person)


def one_word_name(town):
    """A single name: doubled, or with a placeholder in the other field, never the same on both sides."""
    home = town.family(children=0, partner=False)
    person, word = home[0], town.one(ONE_WORD)
    forms = [(word, word), (town.one(FIRST_UNKNOWN), word), (word, town.one(LAST_UNKNOWN)), (word, ".")]
    on_file, asked = town.random.sample(forms, 2)
    person.middle_name = ""
    person.first_name, person.last_name = on_file
    request = say(town, person, contact=True)
    request.first_name, request.last_name = asked
    return known(home, request, person)
