"""Messages about a request may not contain a Social Security number, since the record keeps them."""

from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.models import Change, Review
from enrollment.rules.numbers import holds_number
from tests import factories
from tests.factories import NOW, near

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]


@pytest.fixture
def review(employer):
    change = employer.enroll(employee=near(born=date(1986, 4, 29)))
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=change)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 123-45-6788.", True),
        ("It is 123 45 6788", True),
        ("123.45.6788", True),
        ("123\u201145\u20116788", True),
        ("123456788", True),
        ("Call 510-555-0194 or 5105550194", False),
        ("Oakland, CA 94607-1234", False),
        ("Member 89120481, born 04/28/1986", False),
        ("It ends in 6788", False),
    ],
)
def test_a_number_among_words_is_recognized(text, expected):
    assert holds_number(text) is expected


@pytest.mark.parametrize("act", ["settle", "refuse", "ask"])
def test_no_number_is_written_in_a_reason_or_a_question(client, rep, review, act):
    client.force_login(rep)
    address = reverse("admin:enrollment_review_decide", args=[review.pk])
    response = client.post(address, {"act": act, "who0": "new", "note": "Is it 123-45-6780?"})
    assert (response.status_code, "Remove the Social Security number, ITIN or ATIN" in response.content.decode()) == (
        422,
        True,
    )


def test_no_number_is_written_in_an_answer(client, employer, rep, review):
    with tenancy.as_user(rep), tenancy.staff():
        services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Please send the number.")
    client.force_login(employer.administrator)
    factories.has_just_signed_in(client)
    response = client.post(reverse("request_answer", args=[review.change_id]), {"text": "It is 123-45-6788"})
    page = response.content.decode().replace("&#x27;", "'")
    assert (response.status_code, "Don't include a Social Security number" in page) == (422, True)
    with employer.scope():
        assert Change.objects.get(pk=review.change_id).state == Change.State.ACTION_NEEDED


def test_no_reply_asks_for_a_number_in_the_answer(canned_replies):
    asking = [text for text in canned_replies if "enter the Social Security number" in text]
    assert [("under Correct this request" in text) for text in asking] == [True]
