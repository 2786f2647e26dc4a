"""Whether people can share one enrollment: what forbids it, and what the employer has to confirm.

The same rules guard adding, correcting and every other door. Nothing here is stricter than the matching engine: people
whom it would tell apart are asked about, not refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enrollment.rules.codes import Line, Relationship, Sex
from enrollment.rules.dates import age_on
from enrollment.rules.names import is_unnamed, name_key
from enrollment.rules.people import Applicant
from enrollment.rules.terms import TermsHistory

YOUNGEST_EMPLOYEE = 14
YOUNGEST_SPOUSE, ADULT = 14, 18
YOUNGEST_PARENT = 12
OLDEST = 120
# Letters at the beginning of Lucy and Lucia.
ALIKE = 3
# Refused.
TWO_SPOUSES = "two_spouses"
SAME_PERSON = "same_person"
SAME_NUMBER = "same_number"
OVER_AGE = "over_age"
TOO_OLD = "too_old"
CHILD_SPOUSE = "child_spouse"
# Asked about.
OLDER_THAN_PARENT = "older_than_parent"
YOUNG_SPOUSE = "young_spouse"
NAMESAKE = "namesake"
SAME_CHILD = "same_child"
QUESTIONS = (OLDER_THAN_PARENT, YOUNG_SPOUSE, NAMESAKE, SAME_CHILD)


@dataclass(frozen=True)
class Finding:
    """What is wrong (`code`) with the person at `position`. `other` is the person it conflicts with."""

    code: str
    position: int
    other: Applicant | None = None
    on: date | None = None


def _is_child(person: Applicant) -> bool:
    return Relationship(person.relationship).ages_out


def _is_spouse(person: Applicant) -> bool:
    return Relationship(person.relationship).is_spouse


def _differ(one: str, other: str) -> bool:
    """Whether both are given and differ. An initial agrees with a name that begins with it."""
    first, second = sorted((name_key(one), name_key(other)), key=len)
    return bool(first) and not (first == second or (len(first) == 1 and second.startswith(first)))


def _told_apart(one: Applicant, other: Applicant) -> bool:
    """Whether two people of one name and birth date differ in anything else that both have."""
    numbers = [each.number.digits for each in (one, other) if each.number]
    sexes = {one.sex, other.sex} - {Sex.UNKNOWN.value}
    return (
        len(set(numbers)) > 1
        or len(sexes) > 1
        or _differ(one.name.middle, other.name.middle)
        or _differ(one.name.suffix, other.name.suffix)
    )


def _may_be_one_child(person: Applicant, covered: Applicant, *, is_new: bool) -> bool:
    """Whether a child may be one entered before, as "Baby Girl" or without a number. `is_new`: in the same request."""
    if not (_is_child(person) and _is_child(covered)) or person.birth_date != covered.birth_date:
        return False
    if len({person.sex, covered.sex} - {Sex.UNKNOWN.value}) > 1:
        return False
    if is_unnamed(person.name.first) != is_unnamed(covered.name.first):
        return True
    begin_alike = name_key(person.name.first)[:ALIKE] == name_key(covered.name.first)[:ALIKE]
    return begin_alike and not is_new and covered.number is None


def _between(person: Applicant, other: Applicant, *, is_new: bool) -> str:
    """The code of what is wrong between two people; "" if nothing is."""
    same_number = person.number and other.number and person.number.digits == other.number.digits
    names = [(name_key(each.name.first), name_key(each.name.last), each.birth_date) for each in (person, other)]
    if names[0] == names[1]:
        if same_number or not _told_apart(person, other):
            return SAME_PERSON
        return NAMESAKE
    if same_number:
        return SAME_NUMBER
    return SAME_CHILD if _may_be_one_child(person, other, is_new=is_new) else ""


def _joins_more_lines(person: Applicant, relative: Applicant) -> bool:
    """Whether somebody in the family is added to lines of coverage that they are not in yet."""
    shared = any(person.joins(line) and relative.joins(line) for line in Line)
    return not shared and _between(person, relative, is_new=False) == SAME_PERSON


def _too_close(one: Applicant, other: Applicant) -> bool:
    """Whether one is the employee and the other a child hardly younger, or older."""
    for parent, child in ((one, other), (other, one)):
        if parent.relationship == Relationship.SELF and _is_child(child):
            return age_on(parent.birth_date, child.birth_date) < YOUNGEST_PARENT
    return False


def _alone(person: Applicant, history: TermsHistory, starts_on: date) -> Iterator[tuple[str, date | None]]:
    """(code, day) of what is wrong with one person, whoever the others are."""
    age = age_on(person.birth_date, starts_on)
    if age > OLDEST:
        yield TOO_OLD, None
    if _is_spouse(person) and age < ADULT:
        yield (CHILD_SPOUSE if age < YOUNGEST_SPOUSE else YOUNG_SPOUSE), None
    if _is_child(person):
        last = history.age_limit(person.birth_date, since=starts_on).last_day
        if last < starts_on:
            yield OVER_AGE, last


def findings(
    people: Sequence[Applicant],
    history: TermsHistory,
    starts_on: date,
    *,
    relatives: Sequence[Applicant] = (),
    covered: Sequence[str] = (),
) -> list[Finding]:
    """Everything that forbids covering `people` from `starts_on`, or that has to be confirmed.

    `relatives` are in the family already; `covered` are the relationships covered beside the employee on that day.
    A relative may join the lines of coverage that they are not in.
    """
    found = []
    taken = any(Relationship(code).is_spouse for code in covered)
    for place, person in enumerate(people):
        known = next((each for each in relatives if _joins_more_lines(person, each)), None)
        others = [*((each, False) for each in relatives if each != known), *((each, True) for each in people[:place])]
        for other, is_new in others:
            if code := _between(person, other, is_new=is_new):
                found.append(Finding(code, place, other))
        if close := next((each for each, _is_new in others if _too_close(person, each)), None):
            found.append(Finding(OLDER_THAN_PARENT, place, close))
        if _is_spouse(person) and not known:
            if taken:
                found.append(Finding(TWO_SPOUSES, place))
            taken = True
        found += [Finding(code, place, on=day) for code, day in _alone(person, history, starts_on)]
    return found
