"""Undoing a merge of two employers' records: one representative assigns, a second approves or declines."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Coverage, PersonMerge, UndoProposal
from enrollment.queries.identity.humans import survivors
from tests import factories
from tests.enrollment.merging.world import AFTER, HIRED, LATER, as_staff, ended, mia, since, zed

pytestmark = pytest.mark.django_db


def propose(world, by, to=None):
    whose = {row.key: to or world.zed for row in since(world.merge)}
    return as_staff(services.propose_undo, by, merge_id=world.merge.pk, assigned=whose, at=AFTER, reason="Two births")


def confirm(proposal, by):
    return as_staff(services.confirm_undo, by, proposal_id=proposal.pk, at=AFTER, reason="Seen, too")


def reject(proposal, by):
    return as_staff(services.reject_undo, by, proposal_id=proposal.pk, at=AFTER, reason="One birth")


def merged(world):
    return survivors([world.zed])[world.zed] == world.mia


def test_one_representative_alone_cannot_take_it_back(world, rep):
    whose = {row.key: world.zed for row in since(world.merge)}
    with pytest.raises(services.CannotMerge, match="so that a second representative can approve"):
        as_staff(services.undo_merge, rep, merge_id=world.merge.pk, assigned=whose, at=AFTER)
    assert merged(world)


def test_where_one_employer_knows_them_one_word_is_enough(rep):
    employer = factories.Employer("One")
    changes = [employer.enroll(employee=each, hired_on=date(2026, 8, 3)) for each in (zed(), mia())]
    employer.end(changes[0])
    one, other = (change.person_id for change in changes)
    merge = as_staff(services.merge_people, rep, duplicate_id=one, survivor_id=other)
    with pytest.raises(services.CannotMerge, match="on your own"):
        as_staff(services.propose_undo, rep, merge_id=merge.pk, assigned={}, at=AFTER)
    undone = as_staff(services.undo_merge, rep, merge_id=merge.pk, assigned={}, at=AFTER)
    assert undone.undone_by == rep


def test_a_merge_by_one_word_takes_two_to_end_once_another_employer_knows_them(rep, second):
    employer = factories.Employer("One")
    changes = [employer.enroll(employee=each, hired_on=date(2026, 8, 3)) for each in (zed(), mia())]
    for change in changes:
        employer.end(change)
    one, other = (change.person_id for change in changes)
    merge = as_staff(services.merge_people, rep, duplicate_id=one, survivor_id=other)
    factories.Employer("Later").enroll(employee=zed(), hired_on=HIRED, at=LATER)
    with pytest.raises(services.CannotMerge, match="so that a second representative can approve"):
        as_staff(services.undo_merge, rep, merge_id=merge.pk, assigned={}, at=AFTER)


def test_a_second_one_confirms_what_the_first_has_assigned(world, rep, second):
    proposal = propose(world, rep)
    assert (merged(world), proposal.is_open) == (True, True)
    merge = confirm(proposal, second)
    assert (merge.undone_by, merge.undone_reason, merged(world)) == (second, "Seen, too", False)
    with world.employer.scope():
        assert Coverage.objects.known().get().person_id == world.zed
    with tenancy.as_user(None), tenancy.staff():
        proposal = UndoProposal.objects.get()
    assert (proposal.proposed_by, proposal.confirmed_by, proposal.confirmed_at) == (rep, second, AFTER)


def test_a_proposal_holds_ids_of_rows_and_persons_only(world, rep):
    keys = {row.key for row in since(world.merge)}
    assert propose(world, rep).assigned == dict.fromkeys(keys, str(world.zed))


def test_the_same_one_cannot_confirm(world, rep):
    proposal = propose(world, rep)
    with pytest.raises(services.CannotMerge, match="You requested this"):
        confirm(proposal, rep)
    assert merged(world)


def test_the_database_refuses_one_who_agrees_twice(world, rep):
    proposal = propose(world, rep)
    broken = pytest.raises(IntegrityError, match="undo_confirmed_by_another")
    with tenancy.as_user(rep), tenancy.staff(), broken, transaction.atomic():
        UndoProposal.objects.filter(pk=proposal.pk).update(confirmed_by=rep, confirmed_at=AFTER)


def test_the_database_refuses_one_that_is_confirmed_and_rejected(world, rep, second):
    proposal = propose(world, rep)
    broken = pytest.raises(IntegrityError, match="undo_confirmed_or_rejected_whole")
    ends = {"confirmed_by": second, "confirmed_at": AFTER, "rejected_by": second, "rejected_at": AFTER}
    with tenancy.as_user(rep), tenancy.staff(), broken, transaction.atomic():
        UndoProposal.objects.filter(pk=proposal.pk).update(**ends)


def test_it_is_proposed_once_and_again_after_it_was_rejected(world, rep, second):
    proposal = propose(world, rep)
    with pytest.raises(services.CannotMerge, match="Robin Okafor already asked to undo this merge"):
        propose(world, second)
    assert reject(proposal, second).rejected_by == second
    with pytest.raises(services.CannotMerge, match="already been decided"):
        confirm(proposal, second)
    assert (merged(world), propose(world, second).is_open) == (True, True)


def test_whoever_proposed_it_can_let_it_go(world, rep):
    assert reject(propose(world, rep), rep).is_open is False


@pytest.mark.parametrize("verb", [confirm, reject])
def test_a_reason_is_needed(world, rep, second, verb):
    proposal = propose(world, rep)
    with pytest.raises(services.CannotMerge, match="Enter the reason"):
        as_staff(
            {confirm: services.confirm_undo, reject: services.reject_undo}[verb],
            second,
            proposal_id=proposal.pk,
            reason=" ",
        )


def another_enrollment(world):
    factories.Employer("Fourth").enroll(employee=zed(), hired_on=HIRED, at=AFTER)


def an_end(world):
    world.employer.end(world.change, event_on=date(2027, 3, 15), at=AFTER)


def a_correction(world):
    with world.employer.scope():
        command = CorrectDetails(person_id=world.mia, after=zed(phone="510-555-0142"))
        services.submit(command=command, submission=world.employer.submission(at=AFTER))


@pytest.mark.parametrize("write", [another_enrollment, an_end, a_correction])
def test_what_was_written_since_the_proposal_has_to_be_assigned_again(world, rep, second, write):
    proposal = propose(world, rep)
    write(world)
    with pytest.raises(services.CannotMerge, match="Decline the request and assign the records again"):
        confirm(proposal, second)
    assert merged(world)
    reject(proposal, second)
    confirm(propose(world, second), rep)
    assert not merged(world)


def test_an_undo_that_cannot_be_carried_out_leaves_the_proposal_open(world, rep, second):
    """A family's request went to review, which writes no row but must be decided first."""
    proposal = propose(world, rep)
    after = factories.applicant("Zedd", "Quisto", born=date(1971, 2, 2), number="456-78-9129")
    with world.employer.scope():
        command = CorrectDetails(person_id=world.mia, after=after)
        held = services.submit(command=command, submission=world.employer.submission(at=AFTER))
    with pytest.raises(services.CannotMerge, match=f"Request {held.confirmation} for this family"):
        confirm(proposal, second)
    with tenancy.as_user(None), tenancy.staff():
        assert UndoProposal.objects.get().is_open
    assert merged(world)


def test_each_step_is_on_record_for_representatives_only(world, rep, second):
    reject(propose(world, rep), second)
    confirm(propose(world, rep), second)
    with tenancy.as_user(None), tenancy.staff():
        lines = Activity.objects.filter(verb__endswith="_undo").order_by("pk")
        assert [(line.verb, line.actor, line.summary, line.staff_only) for line in lines] == [
            ("proposed_undo", rep, "Two births", True),
            ("rejected_undo", second, "One birth", True),
            ("proposed_undo", rep, "Two births", True),
            ("confirmed_undo", second, "Seen, too", True),
        ]
        assert lines[0].after["rows"] == UndoProposal.objects.order_by("pk")[0].assigned
    with world.employer.scope():
        assert not Activity.objects.filter(verb__contains="undo").exists()


def test_nobody_outside_the_desk_reads_a_proposal_and_nobody_rewrites_it(world, rep):
    propose(world, rep)
    refused = pytest.raises(DatabaseError, match="permission denied")
    with world.employer.scope(), refused, transaction.atomic():
        connection.cursor().execute("SELECT 1 FROM enrollment_undoproposal")
    with tenancy.as_user(None), tenancy.matching(), refused, transaction.atomic():
        UndoProposal.objects.count()
    for column in ("assigned = '{}'", "proposed_by_id = 1", "reason = 'x'"):
        with tenancy.as_user(rep), tenancy.staff(), refused, transaction.atomic():
            connection.cursor().execute(f"UPDATE enrollment_undoproposal SET {column}")
    with tenancy.as_user(rep), tenancy.staff(), refused, transaction.atomic():
        connection.cursor().execute("DELETE FROM enrollment_undoproposal")


class TestAtTheDesk:
    @pytest.fixture
    def page(self, world):
        return reverse("admin:enrollment_personmerge_undo", args=[world.merge.pk])

    def text(self, client, by, page):
        client.force_login(by)
        return " ".join(client.get(page).content.decode().split())

    def propose(self, client, world, by, page):
        client.force_login(by)
        data = {"act": "propose", "reason": "Two births", f"to{world.change.pk}": "duplicate"}
        return client.post(page, data)

    def test_the_assignment_is_shown_in_words_to_the_one_who_confirms(self, client, world, rep, second, page):
        assert "a second representative approves" in self.text(client, rep, page)
        assert self.propose(client, world, rep, page).status_code == 302
        own = self.text(client, rep, page)
        assert ("A second representative must approve this." in own, "Approve and undo" in own) == (True, False)
        theirs = self.text(client, second, page)
        with tenancy.as_user(None), tenancy.staff():
            merge = PersonMerge.objects.select_related("duplicate").get()
            proposal = UndoProposal.objects.get()
        for words in (
            "Robin Okafor requested this on",
            "Two births",
            "Coverage Medical, 03/01/2027 - no end date",
            f"Moves to member {merge.duplicate.member_number}, Zed Quist.",
            "Approve and undo merge",
        ):
            assert words in theirs, words
        listed = self.text(client, second, reverse("admin:enrollment_undoproposal_changelist"))
        assert ("Waiting for second approval" in listed, page in listed) == (True, True)
        response = client.post(page, {"act": "confirm", "reason": "Seen", "proposal": proposal.pk})
        assert (response.status_code, merged(world)) == (302, False)

    def test_one_of_another_moment_is_not_confirmed(self, client, world, rep, second, page):
        """A new request replaced the one on the page, so approving the old page is refused."""
        self.propose(client, world, rep, page)
        client.force_login(second)
        response = client.post(page, {"act": "confirm", "reason": "Seen", "proposal": "0"})
        assert (response.status_code, merged(world)) == (422, True)

    def test_a_stale_one_says_what_to_do(self, client, world, rep, second, page):
        self.propose(client, world, rep, page)
        another_enrollment(world)
        shown = self.text(client, second, page)
        assert "Decline the request and assign the records again" in shown
        assert "Not assigned: added after the request." in shown
        assert "Approve and undo" not in shown
        with tenancy.as_user(None), tenancy.staff():
            proposal = UndoProposal.objects.get()
        facts = {"reason": "Stale", "proposal": proposal.pk}
        refused = client.post(page, facts | {"act": "confirm"})
        assert (refused.status_code, "assign the records again" in refused.content.decode()) == (422, True)
        assert client.post(page, facts | {"act": "reject"}).status_code == 302
        assert "Which member does it belong to?" in self.text(client, second, page)

    def test_one_word_does_not_get_past_the_form(self, client, world, rep, page):
        client.force_login(rep)
        response = client.post(page, {"act": "undo", "reason": "Two", f"to{world.change.pk}": "duplicate"})
        assert (response.status_code, "Request it" in response.content.decode(), merged(world)) == (422, True, True)


def test_nothing_since_is_a_proposal_too(rep, second):
    """With two employers and nothing to assign, it still takes two."""
    zeds, mias = ended(zed()), ended(mia())
    proposal = as_staff(services.propose_merge, rep, duplicate_id=zeds, survivor_id=mias)
    merge = as_staff(services.confirm_merge, second, proposal_id=proposal.pk)
    undoing = as_staff(services.propose_undo, rep, merge_id=merge.pk, assigned={}, at=AFTER + timedelta(days=1))
    assert undoing.assigned == {}
    confirm(undoing, second)
    assert survivors([zeds]) == {zeds: zeds}
