"""Whether people can share one enrollment: refusals, and warnings to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enrollment.rules.codes import Relationship
from enrollment.rules.coverage import UnitTerms, last_day_for_age
from enrollment.rules.dates import age_on
from enrollment.rules.names import name_key
from enrollment.rules.people import Applicant

YOUNGEST_EMPLOYEE = 14
YOUNGEST_PARENT = 12
TWO_SPOUSES = "two_spouses"
SAME_PERSON = "same_person"
SAME_NUMBER = "same_number"
OVER_AGE = "over_age"
OLDER_THAN_PARENT = "older_than_parent"


@dataclass(frozen=True)
class Finding:
    """What is wrong (`code`) with the person at `position`. `other` is the person it conflicts with."""

    code: str
    position: int
    other: int | None = None
    on: date | None = None


def _same(one: Applicant, other: Applicant) -> str:
    """The code of what two people share; "" if they differ."""
    names = [(name_key(each.name.first), name_key(each.name.last), each.birth_date) for each in (one, other)]
    if names[0] == names[1]:
        return SAME_PERSON
    same_number = one.number and other.number and one.number.digits == other.number.digits
    return SAME_NUMBER if same_number else ""


def duplicates(people: Sequence[Applicant]) -> list[Finding]:
    """People entered twice: same name and date of birth, or same number."""
    return [
        Finding(code, later, earlier)
        for later, person in enumerate(people)
        for earlier in range(later)
        if (code := _same(people[earlier], person))
    ]


def second_spouse(people: Sequence[Applicant], covered: Sequence[str] = ()) -> list[Finding]:
    """A second spouse or partner. `covered` holds the relationships already enrolled."""
    spouses = [place for place, person in enumerate(people) if Relationship(person.relationship).is_spouse]
    taken = any(Relationship(code).is_spouse for code in covered)
    return [Finding(TWO_SPOUSES, place) for place in (spouses if taken else spouses[1:])]


def over_age(people: Sequence[Applicant], terms: UnitTerms, starts_on: date) -> list[Finding]:
    """Children over the age limit on the effective date."""
    found = []
    for place, person in enumerate(people):
        last = last_day_for_age(person.birth_date, terms)
        if Relationship(person.relationship).ages_out and last < starts_on:
            found.append(Finding(OVER_AGE, place, on=last))
    return found


def refusals(
    people: Sequence[Applicant], terms: UnitTerms, starts_on: date, covered: Sequence[str] = ()
) -> list[Finding]:
    """Every reason this family cannot be covered together from `starts_on`."""
    return duplicates(people) + second_spouse(people, covered) + over_age(people, terms, starts_on)


def warnings(people: Sequence[Applicant], parent_birth_date: date) -> list[Finding]:
    """Likely mistakes that may be true, such as a child barely younger than the employee."""
    return [
        Finding(OLDER_THAN_PARENT, place)
        for place, person in enumerate(people)
        if Relationship(person.relationship).ages_out and age_on(parent_birth_date, person.birth_date) < YOUNGEST_PARENT
    ]
