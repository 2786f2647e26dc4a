"""What forbids people to share an enrollment, or has to be confirmed, does so at every door."""

from dataclasses import replace
from datetime import date

import pytest

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change, Coverage, Review
from enrollment.rules import family as rules
from enrollment.rules.people import Name, Number
from enrollment.services.changes.family import WORDS
from tests import factories
from tests.factories import NOW, child, near, spouse

pytestmark = pytest.mark.django_db
ANA = factories.applicant(born=date(1980, 4, 28))
CORA = child("Cora", born=date(2010, 3, 10))
IDA, BEN = child("Ida", number="356-78-9123", born=date(2012, 5, 5)), spouse()
BABY = child("Baby", number=None, no_number_reason="newborn", born=date(2026, 11, 3))
CORAS_NAME = Name("Cora", "Morales")
# By finding: a person who can be covered, and the same person as nobody may be, or only after a yes.
CASES = {
    rules.SAME_NUMBER: (IDA, replace(IDA, number=Number("SSN", "345678912"))),
    rules.SAME_PERSON: (
        replace(IDA, number=None, no_number_reason="applied"),
        replace(IDA, name=CORAS_NAME, birth_date=CORA.birth_date, number=None, no_number_reason="applied"),
    ),
    rules.NAMESAKE: (
        replace(IDA, birth_date=CORA.birth_date),
        replace(IDA, name=CORAS_NAME, birth_date=CORA.birth_date),
    ),
    rules.OVER_AGE: (IDA, replace(IDA, birth_date=date(1995, 5, 5))),
    rules.TOO_OLD: (BEN, replace(BEN, birth_date=date(1901, 5, 5))),
    rules.CHILD_SPOUSE: (BEN, replace(BEN, birth_date=date(2016, 5, 5))),
    rules.YOUNG_SPOUSE: (BEN, replace(BEN, birth_date=date(2009, 5, 5))),
    rules.OLDER_THAN_PARENT: (IDA, replace(IDA, birth_date=date(1989, 5, 5))),
}
DOORS = ["add_employee", "add_dependents", "correct", "answer"]


def submitted(employer, command):
    with employer.scope():
        return services.submit(command=command, submission=employer.submission(at=NOW))


def of_family(employer, employee, *dependents):
    return employer.enroll(*dependents, employee=employee, hired_on=date(2026, 9, 1), at=NOW)


def add_employee(employer, _good, bad):
    return of_family(employer, ANA, CORA, bad)


def add_dependents(employer, _good, bad):
    family = of_family(employer, ANA, CORA)
    return submitted(employer, factories.dependents(family, bad, event="lost_coverage", event_on=date(2026, 10, 31)))


def correct(employer, good, bad):
    family = of_family(employer, ANA, CORA, good)
    with employer.scope():
        newest = Coverage.objects.filter(enrollment=family.enrollment_id).exclude(relationship="18").latest("pk")
    return submitted(employer, CorrectDetails(newest.person_id, bad))


def answer(employer, good, bad):
    """A held request whose people are corrected in the answer to a question."""
    factories.Employer("Elsewhere").enroll(employee=ANA)
    unlike = near(born=date(1980, 4, 29))
    held = of_family(employer, unlike, CORA, good)
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Who is this?")
    with employer.scope():
        people = [unlike, CORA, bad]
        return services.answer(change_id=held.pk, text="See", submission=employer.submission(at=NOW), people=people)


@pytest.fixture
def employer():
    return factories.Employer(dependent_age_limit=40)


def test_every_finding_has_its_words_and_a_case_here():
    assert set(WORDS) == {*CASES, rules.TWO_SPOUSES, rules.SAME_CHILD}
    assert set(rules.QUESTIONS) <= set(WORDS)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", CASES)
def test_each_door_refuses_asks_or_leaves_it_to_a_representative(employer, code, door):
    good, bad = CASES[code]
    act = globals()[door]
    employer = factories.Employer() if code == rules.OVER_AGE else employer
    if code == rules.OVER_AGE and door == "correct":
        assert act(employer, good, bad).state == Change.State.IN_REVIEW
        return
    with pytest.raises(services.CannotChange) as refusal:
        act(employer, good, bad)
    problems = refusal.value.problems
    if code in rules.QUESTIONS:
        assert [each.asks for each in problems] == [code]
    else:
        assert WORDS[code][0] in [each.field for each in problems] or problems[0].field == "number"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", [code for code in CASES if code in rules.QUESTIONS])
def test_a_yes_lets_it_through_at_each_door(employer, code, door):
    good, bad = CASES[code]
    change = globals()[door](employer, good, replace(bad, confirmed=(code,)))
    assert change.state in (Change.State.COMPLETED, Change.State.IN_REVIEW)


SECOND = replace(spouse("Max", number="356-78-9123"), relationship="53")


def test_a_second_spouse_of_a_new_employee_is_refused(employer):
    with pytest.raises(services.CannotEnroll, match="only one spouse or partner"):
        of_family(employer, ANA, BEN, SECOND)


def test_a_second_spouse_of_a_covered_employee_is_refused(employer):
    family = of_family(employer, ANA, BEN)
    command = factories.dependents(family, SECOND, event="lost_coverage", event_on=date(2026, 10, 31))
    with pytest.raises(services.CannotEnroll, match="only one spouse or partner"):
        submitted(employer, command)


def test_one_child_entered_twice_is_asked_about_in_one_request_too(employer):
    lucia = child("Lucia", born=date(2026, 10, 3))
    baby = replace(BABY, birth_date=date(2026, 10, 3))
    with pytest.raises(services.CannotEnroll) as refusal:
        of_family(employer, ANA, baby, lucia)
    assert refusal.value.asks == [rules.SAME_CHILD]
