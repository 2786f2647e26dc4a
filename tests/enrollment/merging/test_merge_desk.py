"""Merging at the desk: search, comparison in words, decision by form."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment.models import Coverage, MergeProposal, Person, PersonMerge, UndoProposal
from enrollment.queries.identity.humans import survivors
from tests import factories
from tests.enrollment.merging.world import ended, mia, zed
from tests.factories import applicant

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana(employer):
    return person(employer.enroll(employee=applicant(), hired_on=date(2026, 8, 3)).person_id)


@pytest.fixture
def anna(employer):
    """Ana's duplicate record, whose coverage ended in November."""
    change = employer.enroll(
        employee=applicant("Anna", "Morelos", born=date(1986, 8, 24), number="987-65-4321".replace("9", "4", 1)),
        hired_on=date(2026, 8, 3),
    )
    with time_machine.travel(factories.NOW, tick=False):
        employer.end(change)
    return person(change.person_id)


def person(pk):
    with tenancy.as_user(None), tenancy.matching():
        return Person.objects.get(pk=pk)


def text(response):
    return response.content.decode()


def beside(*people):
    return reverse("admin:enrollment_person_beside", args=[each.pk for each in people])


def test_nobody_is_listed_who_was_not_asked_for(rep_desk, ana):
    address = reverse("admin:enrollment_person_changelist")
    assert ana.member_number not in text(rep_desk.get(address))
    for words in ("morales", "ana mor", "Morales, Ana", ana.member_number, ana.member_number[:5]):
        assert ana.member_number in text(rep_desk.get(address, {"q": words})), words


def test_no_identity_number_finds_or_shows_anybody(rep_desk, ana, anna):
    for words in ("123456788", "123-45-6788", "6788"):
        if not ana.member_number.startswith(words):
            assert ana.member_number not in text(
                rep_desk.get(reverse("admin:enrollment_person_changelist"), {"q": words})
            )
    pages = [beside(ana, anna), reverse("admin:enrollment_person_change", args=[ana.pk])]
    for address in pages:
        assert "123-45-6788" not in text(rep_desk.get(address))
        assert "123456788" not in text(rep_desk.get(address))


def test_the_other_record_is_looked_for_by_name_at_first(rep_desk, ana, anna):
    ben = person(factories.Employer("B").enroll(employee=zed(), hired_on=date(2026, 8, 3)).person_id)
    address = reverse("admin:enrollment_person_other", args=[ana.pk])
    assert anna.member_number not in text(rep_desk.get(address))
    assert anna.member_number in text(rep_desk.get(address, {"q": "morelos anna"}))
    assert ben.member_number in text(rep_desk.get(address, {"q": ben.member_number}))


def test_differences_are_in_words_and_the_coverage_of_each_is_shown(rep_desk, ana, anna):
    page = text(rep_desk.get(beside(ana, anna)))
    for words in (
        "nickname that is also a separate name",
        "two digits differ",
        "sounds or looks alike",
        "Harbor Freight Cooperative (",
        "11/30/2026",
        "open",
    ):
        assert words in page
    with tenancy.as_user(None), tenancy.staff():
        looks = Activity.objects.filter(verb="compared_records", staff_only=True)
        assert sorted(looks.values_list("object_id", flat=True)) == sorted([str(ana.pk), str(anna.pk)])


def test_one_representative_merges_what_one_employer_knows(rep_desk, ana, anna):
    response = rep_desk.post(beside(anna, ana), {"act": "merge", "survivor": str(ana.pk), "reason": "One certificate"})
    assert response.status_code == 302
    assert survivors_of(anna) == ana.pk
    assert f"Member {anna.member_number} is merged into member {ana.member_number}" in text(
        rep_desk.get(beside(ana, anna))
    )


def survivors_of(one):
    with tenancy.as_user(None):
        return survivors([one.pk])[one.pk]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": ""}, "Enter the reason"),
        ({"survivor": ""}, "Choose the record"),
        ({"survivor": "00000000-0000-4000-8000-000000000000"}, "Choose the record"),
        ({"act": "confirm"}, "already been decided"),
    ],
)
def test_a_refusal_is_on_the_page_with_what_was_entered(rep_desk, ana, anna, given, words):
    data = {"act": "merge", "survivor": str(ana.pk), "reason": "One certificate"} | given
    response = rep_desk.post(beside(anna, ana), data)
    assert (response.status_code, words in text(response)) == (422, True)
    assert data["reason"] in text(response)
    assert survivors_of(anna) == anna.pk


def test_two_representatives_agree_about_two_employers(rep_desk, client, ana):
    other = person(ended(mia()))
    page = beside(other, ana)
    assert "a second representative approves" in text(rep_desk.get(page))
    rep_desk.post(page, {"act": "propose", "survivor": str(ana.pk), "reason": "Seen"})
    assert rep_desk.post(page, {"act": "confirm", "reason": "Seen"}).status_code == 422
    client.force_login(factories.representative("Sam Ito").user)
    assert "Robin Okafor asked on" in text(client.get(page))
    assert ana.member_number in text(client.get(reverse("admin:enrollment_mergeproposal_changelist")))
    client.post(page, {"act": "confirm", "reason": "Seen, too"})
    assert survivors_of(other) == ana.pk


def test_a_proposal_is_withdrawn(rep_desk, ana):
    other = person(ended(mia()))
    page = beside(other, ana)
    rep_desk.post(page, {"act": "propose", "survivor": str(ana.pk), "reason": "Seen"})
    rep_desk.post(page, {"act": "withdraw", "reason": "The wrong one"})
    with tenancy.as_user(None), tenancy.staff():
        assert not MergeProposal.objects.get().is_open
    assert survivors_of(other) == other.pk


def test_what_was_written_since_is_assigned_before_a_merge_is_taken_back(rep_desk, client, ana, anna, employer):
    rep_desk.post(beside(ana, anna), {"act": "merge", "survivor": str(anna.pk), "reason": "One certificate"})
    with employer.scope():
        ended_ana = Coverage.objects.get(person_id=ana.pk)
    later = factories.Employer("Later")
    change = later.enroll(hired_on=date(2027, 1, 4), at=NOW)
    assert (change.person_id, ended_ana.superseded_at) == (anna.pk, None)
    with tenancy.as_user(None), tenancy.staff():
        address = reverse("admin:enrollment_personmerge_undo", args=[PersonMerge.objects.get().pk])
    assert "Family enrollment in Gold HMO" in text(rep_desk.get(address))
    refused = rep_desk.post(address, {"act": "propose", "reason": "Two after all"})
    assert (refused.status_code, "Assign each record" in text(refused)) == (422, True)
    proposed = rep_desk.post(address, {"act": "propose", "reason": "Two", f"to{change.pk}": "duplicate"})
    assert (proposed.status_code, survivors_of(ana)) == (302, anna.pk)
    client.force_login(factories.representative("Sam Ito").user)
    with tenancy.as_user(None), tenancy.staff():
        proposal = UndoProposal.objects.get().pk
    assert client.post(address, {"act": "confirm", "reason": "Two", "proposal": proposal}).status_code == 302
    assert survivors_of(ana) == ana.pk
    with later.scope():
        assert Coverage.objects.known().get().person_id == ana.pk
    assert client.get(address).status_code == 404


def test_a_person_of_the_sample_company_is_nobody(rep_desk, ana, anna):
    with tenancy.as_user(None), tenancy.matching():
        Person.objects.filter(pk=anna.pk).update(is_sample=True)
    assert rep_desk.get(beside(ana, anna)).status_code == 404
    assert anna.member_number not in text(rep_desk.get(reverse("admin:enrollment_person_changelist"), {"q": "morelos"}))


def test_a_proposal_that_took_the_place_of_the_shown_one_is_read_first(rep_desk, client, ana):
    other = person(ended(mia()))
    page = beside(other, ana)
    rep_desk.post(page, {"act": "propose", "survivor": str(ana.pk), "reason": "Seen"})
    own = text(rep_desk.get(page))
    assert ("You can still withdraw it" in own, "Approve merge" in own) == (True, False)
    sam = factories.representative("Sam Ito").user
    client.force_login(sam)
    shown = client.get(page).context["pair"].proposal.pk
    assert f'name="proposal" value="{shown}"' in text(client.get(page))
    client.post(page, {"act": "withdraw", "reason": "The other way round", "proposal": shown})
    ines = factories.representative("Ines Duarte").user
    client.force_login(ines)
    client.post(page, {"act": "propose", "survivor": str(other.pk), "reason": "Seen"})
    client.force_login(sam)
    refused = client.post(page, {"act": "confirm", "reason": "Seen, too", "proposal": shown})
    assert (refused.status_code, "already been decided" in text(refused)) == (422, True)
    assert (survivors_of(ana), survivors_of(other)) == (ana.pk, other.pk)


def test_no_identity_number_is_written_in_the_reason_of_a_merge(rep_desk, ana, anna):
    refused = rep_desk.post(beside(ana, anna), {"act": "merge", "survivor": str(anna.pk), "reason": "Both 123-45-6788"})
    assert (refused.status_code, "Remove the Social Security number, ITIN or ATIN" in text(refused)) == (422, True)
    assert survivors_of(ana) == ana.pk
