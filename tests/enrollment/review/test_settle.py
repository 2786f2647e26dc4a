"""Decisions meet the records as they are now: stale pages, fields of the carrier's record, activity."""

from dataclasses import replace
from datetime import timedelta

import pytest

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.matching import RULES_VERSION
from enrollment.models import Candidate, Change, FormerName, Person, PersonDetail, PersonMerge, Review
from enrollment.rules.people import Name, Number
from enrollment.services.identity import report_details, supersede_details
from tests import factories
from tests.factories import NOW, applicant, near, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]


@pytest.fixture
def first():
    return factories.Employer("First")


@pytest.fixture
def on_file(first):
    return first.enroll().person_id


@pytest.fixture
def held(employer):
    return employer.enroll(employee=near())


def review_of(change):
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=change)


def settle(held, by, who, at=NOW, **what):
    with tenancy.as_user(by), tenancy.staff():
        review = Review.objects.get(change=held)
        return services.settle(review_id=review.pk, identities={0: who}, by=by, at=at, note="Seen", **what)


def person(pk):
    with tenancy.as_user(None), tenancy.matching():
        return Person.objects.get(pk=pk)


def change_person(pk, **facts):
    role = tenancy.staff if "deceased_on" in facts else tenancy.matching
    with tenancy.as_user(None), role():
        Person.objects.filter(pk=pk).update(**facts)


def merge(duplicate, survivor, by):
    with tenancy.as_user(by), tenancy.staff():
        return PersonMerge.objects.create(
            duplicate_id=duplicate, survivor_id=survivor, decided_by=by, decided_at=NOW, reason="One human"
        )


def line(verb):
    with tenancy.as_user(None), tenancy.staff():
        return Activity.objects.get(verb=verb)


def now_lives_there(employer, who):
    """The person on file is reported at the applicant's address, so the engine is now certain."""
    with employer.scope():
        detail = PersonDetail.objects.get(person_id=who)
        change = Change.objects.get(pk=detail.change_id)
        supersede_details([detail.person], purchaser=employer.purchaser, at=NOW)
        report_details(
            [(detail.person, replace(near(), phone=""))], purchaser=employer.purchaser, change=change, at=NOW
        )


def test_who_has_become_certain_meanwhile_is_told_and_can_be_overruled(held, first, rep, on_file):
    now_lives_there(first, on_file)
    with pytest.raises(services.StaleFacts, match="point to a different answer") as stale:
        settle(held, rep, None)
    assert (stale.value.may_insist, review_of(held).decision) == (True, "")
    assert settle(held, rep, None, insist=True).state == Change.State.COMPLETED
    (said,) = line("decided_review").after["people"]
    assert (said["engine"], said["engine_person"], said["chosen"]) == ("same", str(on_file), "new")


def test_the_one_who_is_certain_is_chosen_without_a_question(held, first, rep, on_file):
    now_lives_there(first, on_file)
    assert settle(held, rep, on_file).state == Change.State.COMPLETED


def test_somebody_who_died_meanwhile_is_never_chosen(held, rep, on_file):
    change_person(on_file, deceased_on=NOW.date())
    for insist in (False, True):
        with pytest.raises(services.StaleFacts, match="has died") as stale:
            settle(held, rep, on_file, insist=insist)
        assert stale.value.may_insist is False


def test_a_record_merged_meanwhile_is_never_chosen_until_that_is_undone(held, rep, on_file):
    other = factories.Employer("Third").enroll(
        employee=applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456-78-9123")
    )
    link = merge(on_file, other.person_id, rep)
    for insist in (False, True):
        with pytest.raises(services.StaleFacts, match="merged into another"):
            settle(held, rep, on_file, insist=insist)
    with tenancy.as_user(rep), tenancy.staff():
        PersonMerge.objects.filter(pk=link.pk).update(undone_at=NOW, undone_by=rep)
    assert settle(held, rep, on_file).state == Change.State.COMPLETED


def test_after_a_stale_decision_the_candidates_are_those_of_now_and_the_first_stay_as_history(
    held, first, rep, on_file
):
    now_lives_there(first, on_file)
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        with pytest.raises(services.StaleFacts) as stale:
            services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="Another")
        services.show_again(review_id=review.pk, stale=stale.value, by=rep, at=NOW)
        assert Candidate.objects.current().get(review=review).comparison["street"] == "equal"
        assert Candidate.objects.exclude(superseded_at=None).get(review=review).comparison["street"] == "differs"


def test_a_decision_that_the_rules_refuse_leaves_the_review_open(employer, held, rep, on_file):
    """Another request covered the person meanwhile: nothing is written, not even the review."""
    employer.enroll()
    with pytest.raises(services.CannotDecide, match="already covered"):
        settle(held, rep, on_file)
    assert (review_of(held).decision, Change.objects.none().count()) == ("", 0)


MARRIED = near("Ana", "Ibarra", name=Name("Ana", "Ibarra", "Luz"), sex="M")


@pytest.fixture
def married(employer):
    change = employer.enroll(employee=replace(MARRIED, number=Number("SSN", "123456788"), no_number_reason=""))
    assert change.state == Change.State.IN_REVIEW
    return change


def test_the_carriers_record_is_kept_unless_a_representative_says_otherwise(employer, married, rep, on_file):
    settle(married, rep, on_file)
    assert (person(on_file).full_name, person(on_file).sex) == ("Ana Morales", "F")
    with employer.scope():
        assert PersonDetail.objects.get(person_id=on_file).full_name == "Ana Luz Ibarra"


def test_a_replaced_name_goes_on_finding_the_person_and_no_other_purchaser_sees_it(first, married, rep, on_file):
    settle(married, rep, on_file, amendments={0: {"name": "replace", "sex": "keep"}})
    assert (person(on_file).full_name, person(on_file).sex) == ("Ana Luz Ibarra", "F")
    with tenancy.as_user(None), tenancy.matching():
        assert FormerName.objects.get(person=on_file).full_name == "Ana Morales"
    with first.scope():
        assert PersonDetail.objects.get(person_id=on_file).full_name == "Ana Morales"
    assert line("decided_review").after["amended"] == {"0": {"name": "replace"}}


def test_a_name_is_added_as_a_former_one(married, rep, on_file):
    settle(married, rep, on_file, amendments={0: {"name": "former", "sex": "replace"}})
    assert (person(on_file).full_name, person(on_file).sex) == ("Ana Morales", "M")
    with tenancy.as_user(None), tenancy.matching():
        assert FormerName.objects.get(person=on_file).full_name == "Ana Luz Ibarra"


def test_only_a_name_can_be_a_former_one(married, rep, on_file):
    with pytest.raises(services.CannotDecide, match="each field that differs"):
        settle(married, rep, on_file, amendments={0: {"sex": "former"}})
    assert review_of(married).decision == ""


def test_why_it_was_decided_is_on_record_for_representatives_only(employer, held, rep, on_file):
    settle(held, rep, on_file)
    found = line("decided_review")
    assert found.staff_only is True
    assert {key: found.after[key] for key in ("decision", "note", "rules_version", "engine_version", "held_for")} == {
        "decision": "settled",
        "note": "Seen",
        "rules_version": RULES_VERSION,
        "engine_version": RULES_VERSION,
        "held_for": ["near"],
    }
    (said,) = found.after["people"]
    assert said["candidates"] == [str(on_file)]
    assert (said["engine"], said["engine_reason"], said["became"]) == ("review", "near", str(on_file))
    assert "Morales" not in str(found.after)


def test_whoever_looks_at_candidates_is_on_record_once_a_claim(held, employer, rep, on_file):
    review, other = review_of(held), factories.representative("Sam Ito").user

    def look(by, minutes):
        with tenancy.as_user(by), tenancy.staff():
            services.look_at_candidates(review_id=review.pk, by=by, at=NOW + timedelta(minutes=minutes))

    for by, minutes in [(rep, 0), (rep, 5), (other, 5), (rep, 40), (rep, 41)]:
        look(by, minutes)
    with tenancy.as_user(None), tenancy.staff():
        seen = Activity.objects.filter(verb="viewed_candidates", object_id=str(review.pk)).order_by("at", "id")
        assert [(each.actor, each.staff_only, each.after) for each in seen] == [
            (who, True, {"candidates": [str(on_file)]}) for who in (rep, other, rep)
        ]


def test_each_candidate_has_the_reason_why_it_was_not_certain(held):
    with tenancy.as_user(None), tenancy.staff():
        assert Candidate.objects.get(review__change=held).reasons == {
            "rule": "R5",
            "failing": ["one_contact"],
            "warnings": ["look_alike"],
        }


def test_a_family_that_is_near_as_a_whole_is_settled_as_a_whole(employer, rep, on_file):
    held = employer.enroll(spouse(), employee=near())
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        with pytest.raises(services.CannotDecide, match="each person"):
            services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="Seen")
