"""Undoing the decision that two records are different people: who may, the record of it, and what is possible
afterwards.
"""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.models import Candidate, Change, IdentityDecision, NotSame, Person, Reopening, Review
from enrollment.rules.people import Family
from enrollment.services.identity import retrieve
from tests import factories
from tests.enrollment.merging.world import as_staff
from tests.factories import NOW, applicant

pytestmark = pytest.mark.django_db
ANOTHER = applicant("Anna", phone="(415) 555-0100", number="")


def tell_apart(employer, rep, person=ANOTHER):
    """Decide a request as a new person; returns that person."""
    held = employer.enroll(employee=person)
    assert held.state == Change.State.IN_REVIEW
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="Another Ana")
        return IdentityDecision.objects.get(review=review).became_id


@pytest.fixture
def pair(employer, rep):
    """Two records of one employer, decided to be different people."""
    ended = employer.enroll()
    employer.end(ended)
    return ended.person_id, tell_apart(employer, rep)


@pytest.fixture
def far_pair(employer, rep):
    """Two records of two employers, decided to be different people."""
    first = factories.Employer("First").enroll().person_id
    return first, tell_apart(employer, rep)


def both(pair):
    return {"one_id": pair[0], "other_id": pair[1]}


def merge(pair, by, verb=services.merge_people):
    return as_staff(verb, by, duplicate_id=pair[1], survivor_id=pair[0])


def ruled_out(person=ANOTHER):
    with tenancy.as_user(None):
        return retrieve(Family(person, ()), today=factories.TODAY, purchaser_id=0).settled[0].not_same


def test_what_was_told_apart_can_be_merged_after_it_was_taken_back(employer, rep, pair):
    with pytest.raises(services.CannotMerge, match="that these are two different people"):
        merge(pair, rep)
    assert ruled_out() == {pair[0]}
    as_staff(services.reopen, rep, **both(pair))
    assert ruled_out() == frozenset()
    assert merge(pair, rep).survivor_id == pair[0]


def test_it_takes_a_reason_and_is_on_record_for_representatives_alone(employer, rep, pair):
    with pytest.raises(services.CannotMerge, match="Enter the reason"):
        as_staff(services.reopen, rep, **both(pair), reason=" ")
    as_staff(services.reopen, rep, **both(pair))
    with tenancy.as_user(None), tenancy.staff():
        line = Activity.objects.get(verb="reopened_pair")
        assert (line.actor, line.summary, line.staff_only) == (rep, "One birth certificate", True)
        numbers = Person.objects.filter(pk__in=pair).values_list("member_number", flat=True)
        assert set(line.after.values()) == set(numbers)


def test_the_decision_stays_as_history_and_names_what_took_it_back(employer, rep, pair):
    taken = as_staff(services.reopen, rep, **both(pair))
    with tenancy.as_user(None), tenancy.staff():
        assert IdentityDecision.objects.get().became_id == pair[1]
        for model in (NotSame, Candidate):
            assert list(model.objects.filter(person_id=pair[0]).values_list("reopening", flat=True)) == [taken.pk]


def test_who_was_not_told_apart_has_nothing_to_take_back(employer, rep, pair):
    as_staff(services.reopen, rep, **both(pair))
    with pytest.raises(services.CannotMerge, match="There is no decision to undo"):
        as_staff(services.reopen, rep, **both(pair))


def test_they_can_be_told_apart_once_more(employer, rep, pair):
    as_staff(services.reopen, rep, **both(pair))
    with tenancy.as_user(rep), tenancy.staff():
        before = NotSame.objects.get(person_id=pair[0])
        again = {"applicant_index": before.applicant_index, "person_id": pair[0], "decided_at": NOW}
        NotSame.objects.bulk_create([NotSame(review_id=before.review_id, **again)], ignore_conflicts=True)
    assert ruled_out() == {pair[0]}
    with pytest.raises(services.CannotMerge, match="that these are two different people"):
        merge(pair, rep)


class TestTwoEmployers:
    def test_one_word_is_not_enough(self, rep, far_pair):
        with pytest.raises(services.CannotMerge, match="so that a second representative can approve"):
            as_staff(services.reopen, rep, **both(far_pair))

    def test_one_word_is_enough_where_one_employer_knows_them(self, rep, pair):
        with pytest.raises(services.CannotMerge, match="on your own"):
            as_staff(services.propose_reopening, rep, **both(pair))

    def test_another_has_to_agree(self, rep, second, far_pair):
        proposed = as_staff(services.propose_reopening, rep, **both(far_pair))
        assert ruled_out() == {far_pair[0]}
        with pytest.raises(services.CannotMerge, match="You requested this"):
            as_staff(services.confirm_reopening, rep, reopening_id=proposed.pk)
        taken = as_staff(services.confirm_reopening, second, reopening_id=proposed.pk)
        assert (taken.proposed_by, taken.confirmed_by) == (rep, second)
        assert ruled_out() == frozenset()
        assert merge(far_pair, rep, services.propose_merge).is_open

    def test_a_proposal_is_made_once_and_settled_once(self, rep, second, far_pair):
        proposed = as_staff(services.propose_reopening, rep, **both(far_pair))
        with pytest.raises(services.CannotMerge, match="Robin Okafor already asked to undo this"):
            as_staff(services.propose_reopening, second, one_id=far_pair[1], other_id=far_pair[0])
        as_staff(services.reject_reopening, second, reopening_id=proposed.pk)
        with pytest.raises(services.CannotMerge, match="already been decided"):
            as_staff(services.confirm_reopening, second, reopening_id=proposed.pk)
        with pytest.raises(services.CannotMerge, match="that these are two different people"):
            merge(far_pair, rep, services.propose_merge)

    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("reopening_confirmed_by_another", {"confirmed_by": "rep", "reopened_at": NOW}),
            ("reopening_ended_one_way", {"confirmed_by": "second"}),
            ("reopening_ended_one_way", {"rejected_at": NOW}),
            ("reopening_ended_one_way", {"rejected_at": NOW, "rejected_by": "rep", "reopened_at": NOW}),
        ],
    )
    def test_the_database_holds_it(self, rep, second, far_pair, constraint, columns):
        proposed = as_staff(services.propose_reopening, rep, **both(far_pair))
        who = {"rep": rep, "second": second}
        with (
            tenancy.as_user(None),
            tenancy.staff(),
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
        ):
            Reopening.objects.filter(pk=proposed.pk).update(**{key: who.get(to, to) for key, to in columns.items()})

    def test_a_pair_is_in_order_and_has_one_open_proposal(self, rep, far_pair):
        proposed = as_staff(services.propose_reopening, rep, **both(far_pair))
        facts = {"proposed_by": rep, "proposed_at": NOW, "reason": "Seen"}
        for one, other, constraint in (
            (proposed.one, proposed.other, "reopening_one_open_per_pair"),
            (proposed.other, proposed.one, "reopening_of_two_in_order"),
        ):
            refused = pytest.raises(IntegrityError, match=constraint)
            with tenancy.as_user(None), tenancy.staff(), refused, transaction.atomic():
                Reopening.objects.create(one=one, other=other, **facts)

    def test_employers_cannot_read_it_and_what_was_proposed_is_history(self, employer, rep, far_pair):
        as_staff(services.propose_reopening, rep, **both(far_pair))
        for statement in ("SELECT 1 FROM enrollment_reopening",):
            with pytest.raises(DatabaseError, match="permission denied"), employer.scope():
                connection.cursor().execute(statement)
        for statement in (
            "UPDATE enrollment_reopening SET reason = ''",
            "UPDATE enrollment_notsame SET decided_at = now()",
            "UPDATE enrollment_candidate SET weight = 0",
            "DELETE FROM enrollment_reopening",
        ):
            refused = pytest.raises(DatabaseError, match="permission denied")
            with tenancy.as_user(rep), tenancy.staff(), refused, transaction.atomic():
                connection.cursor().execute(statement)


class TestAtTheDesk:
    def beside(self, client, who, pair, **data):
        client.force_login(who)
        address = reverse("admin:enrollment_person_beside", args=pair)
        response = client.post(address, data) if data else client.get(address)
        return response if data else " ".join(response.content.decode().split())

    def test_who_decided_is_said_before_anything_is_pressed(self, client, rep, pair):
        page = self.beside(client, rep, pair)
        assert "Robin Okafor decided on November 23, 2026" in page
        assert 'value="merge"' not in page
        assert self.beside(client, rep, pair, act="reopen", reason="One card").status_code == 302
        assert 'value="merge"' in self.beside(client, rep, pair)

    def test_a_second_representative_finds_and_confirms_it(self, client, rep, second, far_pair):
        assert 'value="propose_reopening"' in self.beside(client, rep, far_pair)
        self.beside(client, rep, far_pair, act="propose_reopening", reason="One card")
        assert 'value="confirm_reopening"' not in self.beside(client, rep, far_pair)
        assert self.beside(client, rep, far_pair, act="confirm_reopening", reason="Yes").status_code == 422
        client.force_login(second)
        listed = client.get(reverse("admin:enrollment_reopening_changelist")).content.decode()
        assert "Waiting for second approval" in listed
        assert self.beside(client, second, far_pair, act="confirm_reopening", reason="Seen it").status_code == 302
        assert 'value="propose"' in self.beside(client, second, far_pair)

    def test_a_proposal_that_is_gone_is_said_to_be(self, client, rep, pair):
        refused = self.beside(client, rep, pair, act="confirm_reopening", reason="Yes")
        assert (refused.status_code, "already been decided" in refused.content.decode()) == (422, True)
