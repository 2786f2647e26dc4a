"""Similar relatives: fathers and sons, spouses, and each other's numbers."""

from datetime import timedelta

from bench.matching import names, slips
from bench.matching.requests import known, nobody, say
from bench.matching.twins import NEAR, in_a_row, twins

ONE_LETTER_APART = [tuple(pair.split("/")) for pair in names.ONE_LETTER_APART]
ALIKE = {
    sex: [tuple(pair.split("/")) for pair in pairs]
    for sex, pairs in {"M": names.SIMILAR_SPOUSES_MEN, "F": names.SIMILAR_SPOUSES_WOMEN}.items()
}


def father_and_son(town, *, years=None, suffixes=None):
    """(home, father, son) with one name. With `years`, the son was born on his father's birthday that many years
    later.
    """
    origin = town.one(("english", "irish", "spanish"))
    home = town.family(partner=True, children=0, ages=(48, 62), sex="M", origin=origin)
    father = home[0]
    son = town.child(father, origin="english", sex="M")
    son.first_name, son.last_name = father.first_name, father.last_name
    son.middle_name = father.middle_name if town.chance() < 0.7 else ""
    son.phone = father.phone
    if years:
        day = min(father.dob.day, 28)
        father.dob = father.dob.replace(day=day)
        born = town.one([after for after in years if father.dob.year + after < 2000])
        son.dob, son.relationship = father.dob.replace(year=father.dob.year + born), "self"
    roll = town.chance() if suffixes is None else 0 if suffixes else 1
    father.suffix = "Sr" if roll < 0.4 else ""
    son.suffix = town.one(("Jr", "Jr", "III")) if roll < 0.8 else ""
    father.ssn = father.ssn or town.number()
    return home, father, son


def one_digit(town, **options):
    """One birthday, decades apart: the birth dates differ in one digit. An uncle is ten years older."""
    return father_and_son(town, years=(10, 20, 30), **options)


def two_digits(town, **options):
    while True:
        home, father, son = father_and_son(town, years=(19, 20, 21, 23, 24, 26, 27), **options)
        if sum(a != b for a, b in zip(str(father.dob), str(son.dob), strict=True)) == 2:
            return home, father, son


def suffix_missing(town):
    """Jr is on file beside his father, and submitted without the suffix."""
    home, _, son = father_and_son(town, suffixes=True)
    request = say(town, son, number=True)
    request.suffix = ""
    return known([*home, son], request, son)


def father_or_son(town):
    home, father, son = father_and_son(town)
    who = town.one((father, son))
    return known([*home, son], say(town, who), who)


def junior_not_on_file(town):
    home, father, son = one_digit(town, suffixes=True) if town.chance() < 0.5 else father_and_son(town)
    request = say(town, son, number=town.chance() < 0.5, contact=True)
    if not request.ssn and father.suffix and son.suffix and town.chance() < 0.8:
        request.mrn = father.mrn  # the family's card
    return nobody(home, request, son, note="only the father is on file")


def fathers_number_new_son(town):
    """The father's number: only suffix or generation tells them apart."""
    roll = town.chance()
    if roll < 0.4:
        home, father, son = one_digit(town, suffixes=True)
    else:
        home, father, son = two_digits(town) if roll < 0.6 else father_and_son(town)
    request = say(town, son, contact=True)
    request.ssn = father.ssn
    return nobody(home, request, son, note="the father's number typed")


def fathers_line_copied(town):
    """The father's number and birth date for the child with his name: only "child" tells them apart."""
    home, father, son = father_and_son(town)
    request = say(town, father, number=True, contact=True)
    request.suffix, request.relationship = "", "child"
    return nobody(home, request, son, note="the father's line, sent as his child's")


def cousins_in_one_house(town):
    """One first name, last names one letter apart, birthdays a day apart, one telephone, and a typo in the day."""
    home = town.family(partner=False, children=0, ages=(22, 60))
    one, pair = home[0], town.random.sample(town.one(ONE_LETTER_APART), 2)
    one.dob = one.dob.replace(day=town.one((2, 3, 4, 12, 13, 14, 23, 24)))
    one.phone = one.phone or town.phone()
    one.last_name, one.former_last_name, one.suffix = pair[0], "", ""
    other = town.again(one, last_name=pair[1], dob=one.dob + timedelta(days=1), ssn=town.number(), middle_name="")
    request = say(town, one, number=False, contact=True, middle=False)
    request.dob = other.dob
    return known([*home, other], request, one, note="a cousin in the house was born that day")


def card_of_another(town):
    """The subscriber's member number for the whole family, or one twin's for the other."""
    roll = town.chance()
    if roll < 0.45:
        home = town.family(partner=True, children=1)
        who = town.one(home[1:])
        request = say(town, who, contact=True)
        request.mrn = home[0].mrn
        return known(home, request, who, note="the subscriber's member number")
    parents, one, other = twins(town)
    request = say(town, other, number=roll > 0.7, contact=True)
    request.mrn = one.mrn
    if 0.7 < roll < 0.85:
        one.ssn = ""
    elif roll >= 0.85:
        one.ssn, other.ssn = in_a_row(town)
        request.ssn = other.ssn
    return known([*parents, one, other], request, other, note="the twin's member number")


def relatives_number(town):
    """A parent's, sibling's or twin's number submitted for someone on file."""
    roll = town.chance()
    if roll < 0.5:
        home = town.family(partner=True, children=2)
        who, owner = home[2], home[town.one((0, 1)) if roll < 0.35 else 3]
    elif roll < 0.65:
        parents, owner, who = twins(town)
        home = [*parents, owner, who]
    else:
        parents, owner, who = twins(town, NEAR)
        owner.dob = town.birth(20, 25)
        who.dob = slips.year(town, owner.dob)
        home = [*parents, owner, who]
    owner.ssn = owner.ssn or town.number()
    request = say(town, who, contact=True)
    request.ssn = owner.ssn
    return known(home, request, who, note=f"the number of a {owner.relationship}")


def parents_number_new_child(town):
    home = town.family(partner=True, children=1)
    parent, child = town.one(home[:2]), home[2]
    parent.ssn = parent.ssn or town.number()
    request = say(town, child, contact=True)
    request.ssn = parent.ssn
    return nobody(home[:2], request, child, note="a parent's number typed")


def one_number_on_file(town):
    """Two people with one number on file."""
    home = town.family(partner=True, children=1)
    owner = home[0] if town.chance() < 0.7 else town.stranger()
    who = town.one(home[1:])
    who.ssn = owner.ssn or town.number()
    if owner is home[0]:
        owner.ssn = who.ssn
    return known(home, say(town, who, number=True), who, note="two people on file with this number")


def relatives_number_on_file(town):
    """The child's record has a parent's number; the request has the right one."""
    home = town.family(partner=True, children=1)
    parent, child = town.one(home[:2]), home[2]
    child.ssn, own = parent.ssn or town.number(), town.number()
    parent.ssn = parent.ssn if town.chance() < 0.5 else ""
    request = say(town, child, contact=True)
    request.ssn = own
    return known(home, request, child, note="a parent's number on file")


def parent_of_a_row(town):
    """The parent is not on file, but the child's record has the parent's number. Some daughters have their mother's
    name.
    """
    home = town.family(partner=False, children=1, sex="F")
    mother, child = home
    child.sex, child.ssn = "F", mother.ssn or town.number()
    if town.chance() < 0.3:
        child.first_name = mother.first_name
    request = say(town, mother, contact=True)
    request.ssn = child.ssn
    child.relationship = "self"
    return nobody([child], request, mother, note="the number is on a child's row")


def alike_spouses(town):
    """Two of one sex and last name, with similar first names."""
    home = town.family(partner=True, children=0, ages=(24, 60))
    head, spouse = home
    spouse.sex, spouse.last_name, spouse.former_last_name = head.sex, head.last_name, ""
    head.first_name, spouse.first_name = town.random.sample(town.one(ALIKE[head.sex]), 2)
    head.middle_name = spouse.middle_name = ""
    who = town.one(home)
    return known(home, say(town, who, contact=True), who)
