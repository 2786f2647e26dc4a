"""Merging two records of one person: who may, when it is refused, and its effect on the next request."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.models import (
    Change,
    Coverage,
    Employment,
    IdentityDecision,
    MergeProposal,
    Person,
    PersonMerge,
    Review,
    RosterLine,
)
from enrollment.queries.identity.humans import survivors
from tests import factories
from tests.enrollment.merging.world import as_staff, merge, mia, propose, zed
from tests.factories import NOW, near

pytestmark = pytest.mark.django_db


def test_a_merge_adds_a_link_and_touches_no_row(employer, rep, gone, ana):
    def facts():
        with tenancy.as_user(None), tenancy.staff():
            return [list(model.objects.order_by("pk").values()) for model in (Coverage, Employment, Person, RosterLine)]

    before = facts()
    link = merge(gone, ana, rep)
    assert (link.duplicate_id, link.survivor_id, link.decided_by, link.proposed_by) == (gone, ana, rep, None)
    assert facts() == before
    with tenancy.as_user(None), tenancy.staff():
        line = Activity.objects.get(verb="merged_people")
        assert (line.actor, line.summary, line.purchaser, line.staff_only) == (rep, "One birth certificate", None, True)


def test_one_record_is_not_two(rep, ana):
    with pytest.raises(services.CannotMerge, match="Choose two different records"):
        merge(ana, ana, rep)


def test_somebody_unknown_is_not_on_file(rep, ana):
    with pytest.raises(services.CannotMerge, match="isn't on file"):
        merge(ana, factories.uuid4(), rep)


def test_every_merge_has_a_reason(rep, gone, ana):
    with pytest.raises(services.CannotMerge, match="Enter the reason"):
        merge(gone, ana, rep, reason=" ")


def test_a_record_is_merged_once(employer, rep, gone, ana):
    merge(gone, ana, rep)
    for pair in ((gone, ana), (ana, gone)):
        with pytest.raises(services.CannotMerge, match="is already merged into member"):
            merge(*pair, rep)


def test_records_that_differ_about_a_death_need_a_reason_of_their_own(rep, gone, ana):
    with tenancy.as_user(None), tenancy.staff():
        Person.objects.filter(pk=gone).update(deceased_on=date(2026, 12, 24))
    with pytest.raises(services.CannotMerge, match="differ on a date of death"):
        merge(gone, ana, rep)
    link = merge(gone, ana, rep, died_reason="Reported by the wrong relative")
    assert link.died_reason == "Reported by the wrong relative"


@pytest.mark.parametrize(
    "at", [NOW, datetime(2026, 12, 1, 7, 59, tzinfo=UTC)], ids=["before the end", "on the last day"]
)
def test_two_that_are_covered_at_once_are_not_merged(employer, rep, gone, at):
    ana = employer.enroll(hired_on=date(2026, 9, 1)).person_id
    with pytest.raises(
        services.CannotMerge, match=r"Both have medical coverage at Harbor Freight Cooperative from October 1, 2026\."
    ):
        merge(gone, ana, rep, at=at)


def test_two_whose_common_days_are_over_are_merged(employer, rep, gone):
    """The purchaser's own day counts: at 8:00 in London on December 1 it is December 1 in Oakland, too."""
    ana = employer.enroll(hired_on=date(2026, 9, 1)).person_id
    assert merge(gone, ana, rep, at=datetime(2026, 12, 1, 8, 0, tzinfo=UTC)).survivor_id == ana


def test_two_that_will_be_covered_at_once_are_not_merged(employer, rep):
    one = employer.enroll(hired_on=date(2026, 11, 20)).person_id
    other = employer.enroll(employee=zed(), hired_on=date(2026, 11, 20)).person_id
    with pytest.raises(services.CannotMerge, match=r"coverage at .* from"):
        merge(one, other, rep, at=NOW)


def test_one_behind_the_duplicate_counts_for_it(employer, rep, gone):
    """Zed is merged into Mia; Mia can be merged into Ana only if Zed could."""
    ana = employer.enroll(hired_on=date(2026, 9, 1)).person_id
    other = factories.Employer("Other")
    third = other.enroll(employee=mia()).person_id
    proposal = propose(gone, third, rep)
    as_staff(services.confirm_merge, factories.representative("Kim").user, proposal_id=proposal.pk)
    with pytest.raises(services.CannotMerge, match="Both have medical coverage at Harbor Freight Cooperative"):
        propose(third, ana, rep, at=NOW)


def test_who_was_told_apart_by_a_representative_is_not_merged(employer, rep):
    first = factories.Employer("First").enroll().person_id
    held = employer.enroll(employee=near())
    assert held.state == Change.State.IN_REVIEW
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="Another Ana")
        new = IdentityDecision.objects.get().became_id
    for pair in ((first, new), (new, first)):
        with pytest.raises(services.CannotMerge) as refusal:
            propose(*pair, rep)
        assert str(refusal.value) == (
            f"Robin Okafor decided on November 23, 2026, in request {held.confirmation}, that these are two different people."
        )


class TestTwoEmployers:
    @pytest.fixture
    def other(self):
        return factories.Employer("Other")

    @pytest.fixture
    def theirs(self, other):
        return other.enroll(employee=mia()).person_id

    def test_one_representative_alone_cannot_merge(self, rep, ana, theirs):
        with pytest.raises(services.CannotMerge, match="so that a second representative can approve"):
            merge(theirs, ana, rep)

    def test_a_second_one_confirms(self, rep, second, ana, theirs):
        proposal = propose(theirs, ana, rep)
        assert survivors([theirs]) == {theirs: theirs}
        link = as_staff(services.confirm_merge, second, proposal_id=proposal.pk, reason="Seen, too")
        assert (link.proposed_by, link.decided_by, link.reason) == (rep, second, "Seen, too")
        assert survivors([theirs]) == {theirs: ana}

    def test_the_same_one_cannot_confirm(self, rep, ana, theirs):
        proposal = propose(theirs, ana, rep)
        with pytest.raises(services.CannotMerge, match="You requested this"):
            as_staff(services.confirm_merge, rep, proposal_id=proposal.pk)

    def test_the_database_refuses_one_who_agrees_twice(self, rep, ana, theirs):
        broken = pytest.raises(IntegrityError, match="merge_confirmed_by_another")
        with tenancy.as_user(rep), tenancy.staff(), broken, transaction.atomic():
            PersonMerge.objects.create(
                duplicate_id=theirs, survivor_id=ana, proposed_by=rep, decided_by=rep, decided_at=NOW, reason="x"
            )

    def test_it_is_proposed_once(self, rep, second, ana, theirs):
        propose(theirs, ana, rep)
        for pair in ((theirs, ana), (ana, theirs)):
            with pytest.raises(services.CannotMerge, match="Robin Okafor already requested a merge of this record"):
                propose(*pair, second)

    def test_what_is_withdrawn_cannot_be_confirmed_and_can_be_proposed_again(self, rep, second, ana, theirs):
        proposal = propose(theirs, ana, rep)
        as_staff(services.withdraw_merge, rep, proposal_id=proposal.pk)
        with pytest.raises(services.CannotMerge, match="already been decided"):
            as_staff(services.confirm_merge, second, proposal_id=proposal.pk)
        assert propose(theirs, ana, second).is_open

    def test_the_second_one_checks_everything_again(self, rep, second, ana, theirs):
        proposal = propose(theirs, ana, rep)
        with tenancy.as_user(None), tenancy.staff():
            Person.objects.filter(pk=theirs).update(deceased_on=date(2026, 12, 24))
        with pytest.raises(services.CannotMerge, match="differ on a date of death"):
            as_staff(services.confirm_merge, second, proposal_id=proposal.pk)

    def test_employers_see_nothing_of_it(self, employer, rep, second, ana, theirs):
        proposal = propose(theirs, ana, rep)
        as_staff(services.confirm_merge, second, proposal_id=proposal.pk)
        with employer.scope():
            assert not Activity.objects.filter(verb__contains="merge").exists()
            for table in ("enrollment_mergeproposal", "enrollment_personmerge"):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(f"SELECT 1 FROM {table}")

    def test_a_link_can_only_be_taken_back(self, rep, ana, gone):
        merge(gone, ana, rep)
        for column in ("survivor_id = duplicate_id", "reason = 'x'", "decided_at = now()"):
            with (
                tenancy.as_user(rep),
                tenancy.staff(),
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
            ):
                connection.cursor().execute(f"UPDATE enrollment_personmerge SET {column}")


def test_proposals_are_looked_at_by_nobody_outside_the_desk(rep, gone, ana):
    refused = pytest.raises(DatabaseError, match="permission denied")
    with tenancy.as_user(None), tenancy.matching(), refused, transaction.atomic():
        MergeProposal.objects.count()
