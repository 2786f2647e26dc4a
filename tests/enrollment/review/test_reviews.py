from datetime import UTC, date, datetime, timedelta

import pytest

from access import tenancy
from enrollment import services
from enrollment.models import Change, Coverage, IdentityDecision, Person, Review, RosterLine
from tests import factories
from tests.factories import NOW, near, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
NEAR = near()


@pytest.fixture
def held(employer):
    return employer.enroll(spouse(), employee=NEAR)


def as_staff(verb, held, by, at=NOW, **what):
    with tenancy.as_user(by), tenancy.staff():
        review = Review.objects.get(change=held)
        return verb(review_id=review.pk, by=by, at=at, **what)


def test_the_same_person_is_covered_under_their_own_record(employer, held, on_file):
    rep = employer.purchaser.representative.user
    change = as_staff(services.settle, held, rep, identities={0: on_file, 1: None}, note="Birth certificate seen")
    assert (change.state, change.due_at) == (Change.State.COMPLETED, None)
    with employer.scope():
        assert Coverage.objects.filter(person_id=on_file).count() == 1
        assert RosterLine.objects.values_list("name", "in_review").get() == ("Morales, Ana", False)
    with tenancy.as_user(None), tenancy.staff():
        assert IdentityDecision.objects.count() == 2


def test_a_new_person_gets_a_record_of_their_own(employer, held):
    rep = employer.purchaser.representative.user
    as_staff(services.settle, held, rep, identities={0: None, 1: None}, note="Another Ana")
    with tenancy.as_user(None), tenancy.matching():
        assert Person.objects.filter(last_name="Morales").count() == 3


def test_a_refusal_needs_a_reason_and_the_employer_reads_it(employer, held):
    rep = employer.purchaser.representative.user
    with pytest.raises(services.CannotDecide, match="reason"):
        as_staff(services.refuse, held, rep, note=" ")
    change = as_staff(services.refuse, held, rep, note="Send the signed form first")
    assert (change.state, change.refusal) == (Change.State.REFUSED, "Send the signed form first")
    with employer.scope():
        assert RosterLine.objects.count() == 0


def test_asking_the_employer_stops_the_clock_and_the_answer_resumes_it(employer, held):
    rep = employer.purchaser.representative.user
    asked = as_staff(services.ask_employer, held, rep, question="Is the birth date right?", at=NOW + timedelta(hours=1))
    assert (asked.state, asked.minutes_left, asked.due_at) == (Change.State.ACTION_NEEDED, 1410, None)
    with employer.scope():
        answered = services.answer(
            change_id=held.pk, text="Yes", submission=employer.submission(at=datetime(2026, 12, 1, 18, 30, tzinfo=UTC))
        )
    assert answered.state == Change.State.IN_REVIEW
    assert answered.due_at.isoformat() == "2026-12-03T16:00:00-08:00"


def test_the_employer_withdraws_and_a_late_decision_is_refused(employer, held, on_file):
    with employer.scope():
        services.withdraw(change_id=held.pk, submission=employer.submission())
    rep = employer.purchaser.representative.user
    with pytest.raises(services.CannotDecide):
        as_staff(services.settle, held, rep, identities={0: on_file, 1: None}, note="Same")


def test_a_claim_keeps_others_out_until_it_lapses(employer, held):
    one, two = employer.purchaser.representative.user, factories.representative("Sam Ito").user
    as_staff(services.claim, held, one)
    with pytest.raises(services.CannotDecide, match="Robin Okafor is working on this request"):
        as_staff(services.claim, held, two, at=NOW + timedelta(minutes=29))
    assert as_staff(services.claim, held, two, at=NOW + timedelta(minutes=30)).claimed_by == two


def test_one_person_on_file_cannot_be_two_of_a_family(employer, held, on_file):
    rep = employer.purchaser.representative.user
    with pytest.raises(services.CannotDecide, match="Choose a different member"):
        as_staff(services.settle, held, rep, identities={0: on_file, 1: on_file}, note="Same")


def test_every_person_needs_a_decision(employer, held):
    rep = employer.purchaser.representative.user
    with pytest.raises(services.CannotDecide, match="decide on each person"):
        as_staff(services.settle, held, rep, identities={0: None}, note="New")


def test_windows_are_judged_by_the_day_it_was_asked_for(employer, held):
    rep = employer.purchaser.representative.user
    late = datetime(2027, 3, 1, 18, tzinfo=UTC)
    change = as_staff(services.settle, held, rep, identities={0: None, 1: None}, note="Another Ana", at=late)
    assert change.completed_at == late
    with employer.scope():
        assert set(Coverage.objects.values_list("starts_on", flat=True)) == {date(2026, 12, 1)}


def test_what_is_settled_or_withdrawn_is_neither_claimed_nor_released(employer):
    rep = employer.purchaser.representative.user
    settled, withdrawn = (employer.enroll(employee=near(born=date(1986, 4, 29 - place))) for place in (0, 2))
    with tenancy.as_user(rep), tenancy.staff():
        one, other = (Review.objects.get(change=change) for change in (settled, withdrawn))
        services.refuse(review_id=one.pk, by=rep, at=NOW, note="No form")
    with employer.scope():
        services.withdraw(change_id=withdrawn.pk, submission=employer.submission())
    with tenancy.as_user(rep), tenancy.staff():
        for review, words in ((one, "already been decided"), (other, "employer withdrew")):
            with pytest.raises(services.CannotDecide, match=words):
                services.claim(review_id=review.pk, by=rep, at=NOW)
            with pytest.raises(services.CannotDecide, match=words):
                services.release(review_id=review.pk, by=rep)


def test_what_another_has_is_not_released(employer):
    rep, other = employer.purchaser.representative.user, factories.user("Other", representative=True)
    change = employer.enroll(employee=near(born=date(1986, 4, 29)))
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=change)
        services.claim(review_id=review.pk, by=rep, at=NOW)
        with pytest.raises(services.CannotDecide, match="haven't claimed it"):
            services.release(review_id=review.pk, by=other)
        assert Review.objects.get(pk=review.pk).claimed_by == rep
