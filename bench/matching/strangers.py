"""New people: not on file, however similar a record may be."""

from datetime import date

from bench.matching import slips, world_names
from bench.matching.kin import father_and_son, one_digit
from bench.matching.names import LAST, MEN, PLACEHOLDER_FIRST, WOMEN
from bench.matching.people import PLACEHOLDERS
from bench.matching.requests import Answer, Scene, known, nobody, say
from bench.matching.twins import NEAR, twins

DUMMY = date(1900, 1, 1)


def _common(town):
    roll, sex = town.chance(), town.one("MF")
    if roll < 0.6:
        first, last = town.one((MEN if sex == "M" else WOMEN)[:20]), town.one(LAST[:20])
    elif roll < 0.85:
        first = town.one(("Jose Juan Luis Carlos Miguel" if sex == "M" else "Maria Guadalupe Ana Rosa").split())
        last = town.one(world_names.SPANISH_LAST[:12])
    else:
        first = town.one(("Mohammed Ahmed Ali" if sex == "M" else "Fatima Mariam").split())
        last = town.one("Ali Ahmed Hassan Khan".split())
    home = town.family(partner=False, children=0, sex=sex, origin="arabic" if roll >= 0.85 else "english")
    home[0].first_name, home[0].last_name = first, last
    if roll >= 0.85 and town.chance() < 0.5:
        home[0].dob = home[0].dob.replace(month=1, day=1)  # given to refugees who do not know their day
    return home, home[0]


def _double(town, person):
    """Another person with this name, sex and birth date, at another address with another number."""
    other = town.family(partner=False, children=0, sex=person.sex)[0]
    other.first_name, other.last_name, other.dob = person.first_name, person.last_name, person.dob
    other.ssn = town.number()
    return other


def newcomer(town):
    return nobody(town.family(), say(town, who := town.family()[0]), who)


def newcomer_at_home(town):
    """A spouse or child joining a family on file."""
    home = town.family(partner=True, children=1, ages=(26, 55))
    who = town.one(home[1:])
    home.remove(who)
    return nobody(home, say(town, who), who)


def newborn(town):
    """Days old, without a number; some unnamed, some named after a parent."""
    home = town.family(partner=True, ages=(23, 40))
    child = town.child(home[0], origin="english")
    child.dob, child.ssn = town.birth(0, 0.15), ""
    roll = town.chance()
    if roll < 0.25:
        child.first_name = town.one(PLACEHOLDER_FIRST)
    elif roll < 0.4:
        child.first_name = next(
            parent.first_name for parent in home[:2] if parent.sex == child.sex or parent is home[1]
        )
    return nobody(home, say(town, child, number=False), child)


def newborn_twins(town):
    """Two requests for two new people: neither may be taken for the other."""
    parents, one, other = twins(town)
    one.dob = other.dob = town.birth(0, 0.15)
    answers = [Answer(say(town, each, number=False), (), "born with another who asks too") for each in (one, other)]
    return Scene(parents, answers, [one, other])


def double_with_number(town):
    """Same name and birth date, different number and town."""
    home, person = _common(town)
    person.ssn = person.ssn or town.number()
    other = _double(town, person)
    return nobody(
        home, say(town, other, number=True), other, note="a namesake born that day, with another number, is on file"
    )


def double_without_number(town):
    """Same name and birth date, and no number to tell them apart: submitted, on file, or both."""
    home, person = _common(town)
    other = _double(town, person)
    on_file_too = town.chance() < 0.5
    request = say(town, other, number=not on_file_too)
    if not on_file_too:
        person.ssn = ""
    return nobody(home, request, other, note="only a namesake born that day is on file")


def double_born_near(town):
    """Same name, birth dates one digit or one swap apart."""
    home, person = _common(town)
    person.dob = slips.exchangeable(person.dob)
    other = _double(town, person)
    other.dob = slips.exchanged(person.dob) if town.chance() < 0.4 else slips.birth(town, person.dob)
    return nobody(home, say(town, other, number=town.chance() < 0.4), other, note="a namesake born near is on file")


def doubles_on_file(town):
    """Two namesakes born on one day, both on file; one applies with the number or address."""
    home, person = _common(town)
    other = _double(town, person)
    who = town.one((person, other))
    request = say(town, who, number=town.chance() < 0.6, contact=True)
    return known([*home, other], request, who, note="a namesake born that day is on file too")


def card_and_address_apart(town):
    """Two people share name and birth date: the member number is one's, house and email are the other's, who has no
    member number on file. A member number belongs to one person; a house does not.
    """
    home, one = _common(town)
    other = _double(town, one)
    other.ssn = other.mrn = ""
    other.phone = other.phone or town.phone()
    other.email = other.email or town.email(other.first_name, other.last_name)
    request = say(town, other, number=False, contact=True, middle=False)
    request.mrn, request.phone, request.email = one.mrn, other.phone, other.email
    return known([*home, other], request, one, note="the card of one, the house of the other")


def number_slipped_on_another(town):
    """The new person's number with a typo that makes it someone else's."""
    while not (owner := town.stranger()).ssn:
        pass
    who = town.family()[0]
    request = say(town, who)
    request.ssn = owner.ssn
    return nobody(town.family(), request, who, note="a stranger's number by a slip")


def own_card_not_on_file(town):
    """Nearly certain to be the relative on file, except for a member number of their own."""
    if town.chance() < 0.6:
        parents, one, who = twins(town, NEAR)
        home, owner = [*parents, one], one
        one.middle_name = who.middle_name = ""
    else:
        home, owner, who = one_digit(town, suffixes=False)
    request = say(town, who, contact=True)
    request.ssn, request.mrn = owner.ssn, who.mrn
    return nobody(home, request, who, note="a relative's number, the newcomer's own member number")


def identity_of_the_dead(town):
    """All facts are a deceased member's; the applicant is someone else."""
    home = town.family()
    home[0].deceased = "1"
    return nobody(home, say(town, home[0], number=True), town.family()[0], note="what is typed is a dead member's")


def newcomer_with_placeholder_number(town):
    """A placeholder number that others have on file, some of them namesakes born that day."""
    namesake = town.chance() < 0.5
    home = _common(town)[0] if namesake else town.family()
    person = home[0]
    person.ssn = town.one(PLACEHOLDERS)
    who = _double(town, person) if namesake else town.family()[0]
    request = say(town, who)
    request.ssn = person.ssn
    return nobody(home, request, who, note="a filler for a number")


def newcomer_with_placeholder_birth_date(town):
    """A placeholder birth date shared by father and son or by two namesakes."""
    if town.chance() < 0.5:
        home, person, who = father_and_son(town, suffixes=False)
        who.ssn = ""
        request = say(town, who, number=False, contact=True)
    else:
        home, person = _common(town)
        who = _double(town, person)
        request = say(town, who, number=False)
    person.dob = request.dob = DUMMY
    return nobody(home, request, who, note="a filler for a birth date")
