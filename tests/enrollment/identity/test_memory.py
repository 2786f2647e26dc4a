"""A representative's decision applies again when the same applicant is resubmitted."""

from datetime import timedelta

import pytest

from access import tenancy
from enrollment import services
from enrollment.models import Change, Person, Review
from enrollment.rules.people import Family
from enrollment.services.identity import identify
from tests import factories
from tests.factories import NOW, near

pytestmark = pytest.mark.django_db


@pytest.fixture
def second():
    return factories.Employer("Second")


@pytest.fixture
def third():
    return factories.Employer("Third")


def held_at(employer):
    change = employer.enroll(employee=near())
    assert change.state == Change.State.IN_REVIEW
    return change


def settle(change, employer, person, at=NOW, **how):
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=change)
        return services.settle(review_id=review.pk, identities={0: person}, by=rep, at=at, note="Seen", **how).person_id


def test_the_same_applicant_is_who_they_were_found_to_be(on_file, second, third):
    settle(held_at(second), second, on_file)
    change = third.enroll(employee=near())
    assert (change.state, change.person_id) == (Change.State.COMPLETED, on_file)


def test_of_two_words_about_one_applicant_the_later_one_counts(on_file, second, third):
    earlier, later = held_at(second), held_at(third)
    settle(earlier, second, on_file)
    newcomer = settle(later, third, None, at=NOW + timedelta(hours=1), insist=True)
    assert newcomer != on_file
    fourth = factories.Employer("Fourth")
    with fourth.scope():
        family = Family(near(), ())
        (decision,) = identify(family, today=factories.TODAY, purchaser_id=fourth.purchaser.pk).decisions
    assert (decision.outcome, decision.person_id, decision.reason) == ("same", newcomer, "settled_before")


def test_about_somebody_who_has_died_since_a_representative_is_asked_again(on_file, second, third):
    settle(held_at(second), second, on_file)
    with tenancy.as_user(None), tenancy.staff():
        Person.objects.filter(pk=on_file).update(deceased_on=NOW.date())
    held_at(third)
