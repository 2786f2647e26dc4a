"""The representatives' desk: the queue's views, decisions by form, the next case."""

from datetime import timedelta

import pytest
from django.urls import reverse

from access import tenancy
from enrollment.models import Change, Review
from tests import factories
from tests.factories import NOW, applicant

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer():
    factories.Employer("First").enroll()
    return factories.Employer("Second")


@pytest.fixture
def desk(client, employer):
    client.force_login(employer.purchaser.representative.user)
    return client


def held(employer, day, at=NOW):
    change = employer.enroll(employee=applicant(f"Ana{'abc'[day]}", number=f"123-45-678{day}"), at=at)
    assert change.state == Change.State.IN_REVIEW
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.select_related("change").get(change=change)


def decide(desk, review, **data):
    return desk.post(reverse("admin:enrollment_review_decide", args=[review.pk]), {"note": "Seen", **data})


def test_the_queue_is_sorted_by_goal_and_counts_its_views(desk, employer):
    late, early = held(employer, 0), held(employer, 1, at=NOW - timedelta(days=5))
    page = desk.get(reverse("admin:enrollment_review_changelist")).content.decode()
    assert page.index(early.change.confirmation) < page.index(late.change.confirmation)
    assert "All open (2)" in page
    decide(desk, late, act="claim")
    page = desk.get(reverse("admin:enrollment_review_changelist") + "?queue=mine").content.decode()
    assert (late.change.confirmation in page, early.change.confirmation in page) == (True, False)


def test_a_decision_without_a_reason_or_a_person_is_refused_on_the_page(desk, employer):
    review = held(employer, 0)
    assert "Enter the reason" in decide(desk, review, act="settle", who0="new", note=" ").content.decode()
    response = decide(desk, review, act="settle")
    assert (response.status_code, "Decide about every person" in response.content.decode()) == (422, True)


def test_a_person_who_was_not_offered_cannot_be_chosen(desk, employer):
    review = held(employer, 0)
    other = factories.Employer("Third").enroll(
        employee=applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456-78-9123")
    )
    assert decide(desk, review, act="settle", who0=str(other.person_id)).status_code == 422


def test_the_next_unclaimed_request_opens(desk, employer):
    first, second = held(employer, 0), held(employer, 1)
    response = decide(desk, first, act="settle", who0="new", next="1")
    assert response["Location"] == reverse("admin:enrollment_review_case", args=[second.pk])


@pytest.mark.parametrize(("act", "state"), [("refuse", "refused"), ("ask", "action_needed")])
def test_refusing_and_asking_reach_the_employer(desk, employer, act, state):
    review = held(employer, 0)
    decide(desk, review, act=act, note="Is the birth date right?")
    with employer.scope():
        change = Change.objects.get(pk=review.change_id)
        assert (change.state, change.refusal or change.question) == (state, "Is the birth date right?")


def test_nothing_of_the_desk_is_edited_in_place(desk, employer):
    held(employer, 0)
    for model in (
        "review",
        "change",
        "coverage",
        "employment",
        "enrollment",
        "plan",
        "offering",
        "unitrules",
        "callback",
        "person",
        "personmerge",
        "mergeproposal",
    ):
        assert desk.get(reverse(f"admin:enrollment_{model}_changelist")).status_code == 200
        assert desk.get(f"/admin/enrollment/{model}/add/").status_code == 403
