"""An applicant, a record on file, and the decision about them."""

from datetime import date
from uuid import UUID

from enrollment.matching import Asked, Contacts, Found, Known, decide
from enrollment.matching.normalise import name_keys
from enrollment.rules.people import Applicant, Family, Name

TODAY = date(2026, 11, 24)
BORN, CHILD_BORN = date(1986, 4, 28), date(2019, 4, 28)
HOME = Contacts(frozenset(["12 alder"]), frozenset(["5105550142"]), frozenset(["ana@example.test"]))
ELSEWHERE = Contacts(frozenset(["9 beech"]), frozenset(["5105550199"]), frozenset(["other@example.test"]))
STREET = Contacts(streets=HOME.streets)
PHONE = Contacts(phones=HOME.phones)
STREET_AND_PHONE = Contacts(HOME.streets, HOME.phones)
NUMBER, OTHER_NUMBER = "536128841", "217450993"


def somebody(first="Ana", last="Morales", *, middle="", suffix="", former=(), born=BORN, place=1, **facts):
    return Known(
        UUID(int=place),
        name_keys(first, last, middle, suffix),
        born,
        **({"sex": "F", "number": NUMBER, "member_number": "20411878", "contacts": HOME} | facts),
        other_names=tuple(name_keys(first, each) for each in former),
    )


def question(first="Ana", last="Morales", *, middle="", suffix="", born=BORN, **facts):
    given_facts = {"sex": "F", "number": NUMBER, "contacts": ELSEWHERE} | facts
    return Asked(name_keys(first, last, middle, suffix), born, **given_facts)


def one(asked, *known, further=(), settled=None, persons=50_000):
    family = Family(Applicant(Name("Ana", "Morales"), BORN, "F", "18"))
    answered = (settled,) if settled else ()
    (decision,) = decide(family, Found((asked,), (known,), (tuple(further),), TODAY, persons, answered))
    return decision
