"""Whoever presses a button twice is shown the first answer again, and nothing is done twice."""

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.models import Change, Review
from tests import factories
from tests.factories import NOW, near

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(employer):
    factories.Employer("First").enroll()
    return employer.enroll(employee=near())


@pytest.fixture
def asked(employer, held, rep):
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        return services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Is the address right?")


def lines(employer, verb):
    with employer.scope():
        return Activity.objects.filter(verb=verb).count()


def test_an_answer_that_is_sent_twice_is_one_answer(desk, employer, asked):
    to = desk.get(reverse("request", args=[asked.pk])).context["question_mark"]
    address, answer = reverse("request_answer", args=[asked.pk]), {"text": "Yes, it is.", "to": to}
    assert [desk.post(address, answer)["Location"] for _press in range(2)] == [asked.get_absolute_url()] * 2
    assert lines(employer, "answered") == 1


@pytest.mark.parametrize("other", [{"text": "No, it isn't."}, {"to": "2026-01-01"}])
def test_another_answer_to_what_was_answered_is_refused(desk, employer, asked, other):
    to = desk.get(reverse("request", args=[asked.pk])).context["question_mark"]
    address, answer = reverse("request_answer", args=[asked.pk]), {"text": "Yes, it is.", "to": to}
    assert desk.post(address, answer).status_code == 302
    refused = desk.post(address, answer | other)
    assert (refused.status_code, "already been answered" in refused.content.decode()) == (422, True)
    assert lines(employer, "answered") == 1


def test_a_request_that_is_withdrawn_twice_is_withdrawn_once(desk, employer, held):
    address = reverse("request_withdraw", args=[held.pk])
    assert [desk.post(address)["Location"] for _press in range(2)] == [held.get_absolute_url()] * 2
    assert lines(employer, "withdrew") == 1


def test_a_decided_request_is_shown_as_it_is_now_when_it_cannot_be_withdrawn(desk, employer, held, rep):
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="New", insist=True)
    refused = desk.post(reverse("request_withdraw", args=[held.pk]))
    assert (refused.status_code, refused.context["change"].state) == (422, Change.State.COMPLETED)
