"""The case page in words: holder, claim end, questions, answers and time left."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from access import tenancy
from enrollment import services
from enrollment.admin.review.time_left import time_left
from enrollment.models import Review
from tests import factories
from tests.factories import NOW, applicant
from tests.pages import markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
PACIFIC = ZoneInfo("America/Los_Angeles")
DUE = datetime(2026, 11, 25, 1, tzinfo=UTC)  # Tuesday, 5 pm Pacific


@pytest.fixture
def review(employer):
    change = employer.enroll(employee=applicant("Anaa", number="123-45-6780"))
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=change)


def as_staff(verb, by, review, **what):
    with tenancy.as_user(by), tenancy.staff():
        return verb(review_id=review.pk, by=by, **what)


def page(client, user, review):
    client.force_login(user)
    return markup(client.get(reverse("admin:enrollment_review_case", args=[review.pk])))


def acts(shown):
    return [act for act in ("settle", "ask", "refuse", "release", "claim") if f'name="act" value="{act}"' in shown]


def test_an_assigned_case_says_whose_it_is_and_they_can_release_it(client, rep, review):
    other = factories.user("Mercy Adeyemi", representative=True)
    as_staff(services.assign, rep, review, to=other, at=NOW)
    shown = page(client, rep, review)
    assert ("Assigned to Mercy Adeyemi." in shown, "Unclaimed" in shown) == (True, False)
    assert "Assigned to a representative: Mercy Adeyemi</li>" in shown
    assert acts(shown) == ["settle", "ask", "refuse", "claim"]
    assert acts(page(client, other, review)) == ["settle", "ask", "refuse", "release", "claim"]


def test_a_claim_says_when_it_ends(client, rep, review):
    now = timezone.now()
    as_staff(services.claim, rep, review, at=now)
    ends = (now + timedelta(minutes=30)).astimezone(PACIFIC)
    shown = page(client, rep, review)
    assert f"You claimed this request. If you don't decide it, the claim ends at {ends:%-I:%M %p}." in shown
    assert acts(shown) == ["settle", "ask", "refuse", "release"]


def test_the_question_and_its_answer_stand_above_the_people(client, employer, rep, review):
    as_staff(services.ask_employer, rep, review, at=NOW, question="Which spelling is right?")
    shown = page(client, rep, review)
    above = shown[: shown.index('id="person0"')]
    assert ("On hold: waiting for employer" in above, "Which spelling is right?" in above) == (True, True)
    assert acts(shown) == ["settle", "refuse", "claim"]
    with employer.scope():
        services.answer(change_id=review.change_id, text="With two a", submission=employer.submission())
    shown = page(client, rep, review)
    assert "With two a" in shown[: shown.index('id="person0"')]
    assert "ask" in acts(shown)


def test_a_question_without_words_is_asked_for(client, rep, review):
    client.force_login(rep)
    address = reverse("admin:enrollment_review_decide", args=[review.pk])
    shown = client.post(address, {"act": "ask", "note": " "}).content.decode()
    assert ("Enter the question for the employer." in shown, "Enter the reason" in shown) == (True, False)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (DUE - timedelta(minutes=61), "1 h left"),
        (DUE - timedelta(minutes=59), "59 min left"),
        (DUE + timedelta(minutes=5), "past goal"),
        (DUE + timedelta(hours=15, minutes=20), "20 min late"),
        (DUE + timedelta(hours=16, minutes=20), "1 h late"),
    ],
)
def test_less_than_an_hour_is_told_in_minutes(at, words):
    assert time_left(DUE, at, PACIFIC, frozenset()).words == words
