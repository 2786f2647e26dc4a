"""Every search key finds someone no other key finds, and no one who only nearly shares it."""

from datetime import date

import pytest

from enrollment.rules.people import Address, Number
from tests.enrollment.matching.members import BORN, FIRST, SECOND, brought, person, row

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO, THAT_YEAR = date(1955, 2, 2), date(1980, 3, 3)
HOME = Address("1 Elm St", "Oakland", "CA", "94607")


def number(digits):
    return Number("SSN", digits)


ASKED = person(
    number=number("536128841"),
    member_number="A17",
    address=HOME,
    phone="510-555-0134",
    email="ana@example.test",
)


def stranger(first="Rose", last="Quist", born=LONG_AGO, **facts):
    return person(first, last, born, **facts)


FOUND_FIRST = {
    "number": stranger(number=number("536128841")),
    "member number": stranger(member_number="A17"),
    "sound of the last name, birth date": stranger(last="Moralez", born=BORN),
    "sound of the first name, birth date": stranger("Anna", born=BORN),
    "sounds of both names, year": stranger("Anna", "Moralez", THAT_YEAR),
    "sounds of both names, a January 1": stranger("Anna", "Moralez", date(1981, 1, 1)),
    "last four digits, year, sound of a name": stranger("Anna", born=THAT_YEAR, number=number("401228841")),
    "first five digits, year, sound of a name": stranger(last="Moralez", born=THAT_YEAR, number=number("536120099")),
    "last four digits and birth date": stranger(born=BORN, number=number("401228841")),
    "first five digits and birth date": stranger(born=BORN, number=number("536120099")),
    "sound of the first name where the last one is, birth date": stranger(last="Anna", born=BORN),
    "whole name": stranger("Ana", "Morales"),
    "names in each other's place, older": stranger("Morales", "Ana"),
    "names in each other's place, younger": stranger("Morales", "Ana", date(1999, 2, 2)),
    "address": stranger(address=HOME),
    "telephone": stranger(phone="(510) 555-0134"),
    "e-mail address": stranger(email="Ana@example.test"),
}
NEARLY = {
    "one digit of the number": stranger(number=number("536128842")),
    "one letter of the member number": stranger(member_number="A18"),
    "sound of the last name": stranger(last="Moralez"),
    "sound of the first name": stranger("Anna"),
    "sounds of both names, another year": stranger("Anna", "Moralez", date(1981, 1, 2)),
    "sound of the last name, a January 1": stranger(last="Moralez", born=date(1981, 1, 1)),
    "last four digits and year": stranger(born=THAT_YEAR, number=number("401228841")),
    "first five digits and year": stranger(born=THAT_YEAR, number=number("536120099")),
    "birth date": stranger(born=BORN),
    "street of another town": stranger(address=Address("1 Elm St", "Boston", "MA", "02101")),
}


def all_of(people):
    return [row(name, who) for name, who in people.items()]


def names(people):
    return sorted(f"M{name}" for name in people)


def test_every_key_of_the_first_look_finds_somebody_whom_no_other_does():
    assert brought(FIRST, all_of(FOUND_FIRST | NEARLY), ASKED) == names(FOUND_FIRST)


def test_day_and_month_in_each_others_place_are_looked_for():
    asked = person(born=date(1980, 6, 5))
    swapped = {
        "sound of the last name": stranger(last="Moralez", born=date(1980, 5, 6)),
        "sound of the first name": stranger("Anna", born=date(1980, 5, 6)),
    }
    assert brought(FIRST, all_of(swapped | {"neither": stranger(born=date(1980, 5, 6))}), asked) == names(swapped)


FOUND_SECOND = {
    "no birth date, sound of the last name, a short form": stranger("Anita", "Moralez", None),
    "no birth date, sound of the first name, last name two letters off": stranger("Anna", "Toralez", None),
    "no birth date, sounds in each other's place": stranger("Moralez", "Anna", None),
    "birth date, last name two letters off": stranger(last="Toralez", born=BORN),
    "birth date, first name two letters off": stranger("Ira", born=BORN),
    "birth date, how the last name begins": stranger(last="Morrigan", born=BORN),
    "year, sound of the last name, first name two letters off": stranger("Ira", "Moralez", THAT_YEAR),
}
NOT_EVEN_THEN = {
    "birth date": stranger(born=BORN),
    "year, sound of the last name": stranger(last="Moralez", born=THAT_YEAR),
    "no birth date, sound of the last name": stranger("Rose", "Moralez", None),
    "no birth date, sound of the first name": stranger("Anna", born=None),
    "year, both names two letters off": stranger("Ira", "Toralez", THAT_YEAR),
}


def test_every_key_of_the_second_look_finds_somebody_whom_no_other_does():
    assert brought(SECOND, all_of(FOUND_SECOND | NOT_EVEN_THEN), person()) == names(FOUND_SECOND)


def test_a_last_name_that_begins_with_the_whole_other_one_is_looked_for_either_way():
    longer, shorter = person(last="Moreno Diaz"), person("Rose", "Mo")
    assert brought(SECOND, [row("short", shorter)], longer) == ["Mshort"]
    assert brought(SECOND, [row("long", stranger(last="Moreno Diaz", born=BORN))], person("Ana", "Mo")) == ["Mlong"]
