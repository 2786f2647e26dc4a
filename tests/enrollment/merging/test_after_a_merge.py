"""After a merge: who is found, covered, corrected and asked about."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import (
    Change,
    IdentityDecision,
    Person,
    PersonMerge,
    Review,
)
from enrollment.queries.identity.humans import records_of, survivors
from enrollment.rules.people import Family
from enrollment.services.identity import identify, retrieve
from tests import factories
from tests.enrollment.merging.world import LATER, as_staff, dental_plan, ended, merge, mia, propose, zed
from tests.factories import NOW, applicant, child, near

pytestmark = pytest.mark.django_db


class TestAfterwards:
    def test_the_human_is_covered_already_whichever_record_is_matched(self, employer, rep, gone, ana):
        """Zed's record is merged into Ana's, who is covered, so Zed's new enrollment is refused."""
        merge(gone, ana, rep)
        with pytest.raises(services.CannotEnroll, match=r"Zed Quist is already covered\."):
            employer.enroll(employee=zed(), hired_on=date(2027, 1, 4), at=LATER)

    def test_a_duplicate_that_is_covered_counts_when_the_survivor_is_matched(self, employer, rep, gone, ana):
        merge(ana, gone, rep)
        with pytest.raises(services.CannotEnroll, match=r"Zed Quist is already covered\."):
            employer.enroll(employee=zed(), hired_on=date(2027, 1, 4), at=LATER)

    def test_a_duplicate_that_is_still_employed_counts(self, employer, rep, gone):
        """Ana has another plan line, so only her employment prevents it."""
        dental = factories.offering(employer.unit, plan_=dental_plan())
        with employer.scope():
            command = employer.add_employee(hired_on=date(2026, 8, 3), offerings=[dental])
            ana = services.submit(command=command, submission=employer.submission()).person_id
        merge(ana, gone, rep)
        with pytest.raises(services.CannotEnroll, match="earlier employment, from August 3, 2026, is still open"):
            employer.enroll(employee=zed(), hired_on=date(2027, 1, 4), at=LATER)

    def test_a_dependent_is_covered_already_under_the_other_record(self, employer, rep, gone, ana):
        merge(ana, gone, rep)
        family = employer.enroll(employee=mia(), hired_on=date(2026, 10, 5))
        command = factories.dependents(family, zed(relationship="01"), event_on=date(2027, 1, 4))
        with employer.scope(), pytest.raises(services.CannotEnroll, match=r"Zed Quist is already covered\."):
            services.submit(command=command, submission=employer.submission(at=LATER))

    def test_the_next_enrollment_is_the_survivors(self, employer, rep, gone):
        other = factories.Employer("Other")
        third = other.enroll(employee=mia()).person_id
        proposal = propose(gone, third, rep)
        as_staff(services.confirm_merge, factories.representative("Kim").user, proposal_id=proposal.pk)
        change = employer.enroll(employee=zed(), hired_on=date(2027, 1, 4), at=LATER)
        assert (change.state, change.person_id) == (Change.State.COMPLETED, third)

    def test_links_are_followed_to_their_end(self, rep):
        a, b, c = (ended(person) for person in (zed(), mia(), applicant()))
        second = factories.representative("Kim").user
        for pair in ((a, b), (b, c)):
            as_staff(services.confirm_merge, second, proposal_id=propose(*pair, rep).pk)
        assert survivors([a, b, c]) == {a: c, b: c, c: c}
        assert records_of(a) == records_of(c) == {a, b, c}

    def test_a_circle_is_refused_by_the_service_and_by_the_database(self, rep, gone, ana):
        merge(gone, ana, rep)
        with pytest.raises(services.CannotMerge, match="is already merged into member"):
            merge(ana, gone, rep)
        with tenancy.as_user(rep), tenancy.staff(), pytest.raises(IntegrityError) as failure, transaction.atomic():
            PersonMerge.objects.create(duplicate_id=ana, survivor_id=gone, decided_by=rep, decided_at=NOW, reason="x")
        assert failure.value.__cause__.diag.constraint_name == "merge_has_an_end"

    def test_a_correction_of_a_duplicate_does_not_meet_itself(self, employer, rep, gone, ana):
        merge(gone, ana, rep)
        found = Family(None, (zed(phone="510-555-0142"),))
        with employer.scope():
            facts = {"today": factories.TODAY, "purchaser_id": employer.purchaser.pk}
            assert [each.outcome for each in identify(found, itself=gone, **facts).told] == ["new"]
            assert [each.outcome for each in identify(found, **facts).told] == ["same"]

    def test_a_review_that_named_the_duplicate_is_decided_again_for_the_survivor(self, rep, second):
        first = factories.Employer("First").enroll().person_id
        employer, other = factories.Employer("Second"), factories.Employer("Third")
        held = employer.enroll(employee=near())
        third = other.enroll(employee=mia()).person_id
        as_staff(services.confirm_merge, second, proposal_id=propose(first, third, rep).pk)
        with tenancy.as_user(rep), tenancy.staff():
            review = Review.objects.get(change=held)
            with pytest.raises(services.StaleFacts, match="merged into another"):
                services.settle(review_id=review.pk, identities={0: first}, by=rep, at=NOW, note="Same")
        with tenancy.as_user(rep), tenancy.staff():
            change = services.settle(review_id=review.pk, identities={0: third}, by=rep, at=NOW, note="Same")
            assert IdentityDecision.objects.values_list("same_as_id", "became_id").get() == (third, third)
        assert change.person_id == third

    def test_what_was_decided_about_a_record_holds_for_the_survivor(self, rep, second):
        first = factories.Employer("First").enroll().person_id
        employer, other, last = (factories.Employer(name) for name in ("Second", "Third", "Fourth"))
        held = employer.enroll(employee=near())
        with tenancy.as_user(rep), tenancy.staff():
            review = Review.objects.get(change=held)
            services.settle(review_id=review.pk, identities={0: first}, by=rep, at=NOW, note="Same")
        third = other.enroll(employee=mia()).person_id
        as_staff(services.confirm_merge, second, proposal_id=propose(first, third, rep).pk)
        with last.scope():
            (decision,) = identify(Family(near(), ()), today=factories.TODAY, purchaser_id=last.purchaser.pk).decisions
        assert (decision.outcome, decision.person_id, decision.reason) == ("same", third, "settled_before")
        change = last.enroll(employee=near())
        assert (change.state, change.person_id) == (Change.State.COMPLETED, third)

    def test_whom_they_were_found_not_to_be_they_are_not_under_the_survivor_either(self, rep, second):
        first = factories.Employer("First").enroll().person_id
        employer, other = factories.Employer("Second"), factories.Employer("Third")
        held = employer.enroll(employee=near())
        with tenancy.as_user(rep), tenancy.staff():
            review = Review.objects.get(change=held)
            services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="Another Ana")
        third = other.enroll(employee=mia()).person_id
        as_staff(services.confirm_merge, second, proposal_id=propose(first, third, rep).pk)
        with other.scope():
            (settled,) = retrieve(Family(near(), ()), today=factories.TODAY, purchaser_id=other.purchaser.pk).settled
        assert settled.not_same == {third}

    def test_a_correction_at_one_employer_leaves_the_carriers_record_when_the_human_is_known_elsewhere(
        self, rep, second
    ):
        employer, other = factories.Employer("Second"), factories.Employer("Third")
        ana, third = employer.enroll(child()).person_id, other.enroll(employee=mia()).person_id
        as_staff(services.confirm_merge, second, proposal_id=propose(ana, third, rep).pk)
        command = CorrectDetails(person_id=ana, after=applicant("Anna"))
        with employer.scope():
            services.submit(command=command, submission=employer.submission())
        with tenancy.as_user(None), tenancy.matching():
            assert Person.objects.get(pk=ana).first_name == "Ana"
