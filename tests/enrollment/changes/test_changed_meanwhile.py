"""Changes after a page was opened must be seen first, by representatives and employers alike."""

from datetime import timedelta

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.commands import command_from
from enrollment.models import Change, Review
from enrollment.services.review import locked_change
from tests import factories
from tests.factories import NOW, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
CORRECTED = applicant("Anaz", number="123-45-6780")


@pytest.fixture
def review(employer):
    change = employer.enroll(employee=applicant("Anaa", number="123-45-6780"))
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.select_related("change__purchaser").get(change=change)


def ask(review, rep, at=NOW):
    with tenancy.as_user(rep), tenancy.staff():
        return services.ask_employer(review_id=review.pk, by=rep, at=at, question="Which one is right?")


def answer(employer, review, *people):
    with employer.scope():
        return services.answer(
            change_id=review.change_id, text="This", people=people or None, submission=employer.submission()
        )


def decide(desk, review, **data):
    return desk.post(reverse("admin:enrollment_review_decide", args=[review.pk]), {"note": "Seen", **data})


@pytest.mark.parametrize("people", [(), (CORRECTED,)])
@pytest.mark.parametrize("act", ["settle", "refuse", "ask"])
def test_a_decision_on_what_was_shown_before_an_answer_is_refused_once(client, employer, rep, review, act, people):
    client.force_login(rep)
    seen = client.get(reverse("admin:enrollment_review_case", args=[review.pk])).context["case"].shown
    ask(review, rep)
    answer(employer, review, *people)
    response = decide(client, review, act=act, who0="new", shown=seen)
    assert (response.status_code, "changed after you opened it" in response.content.decode()) == (422, True)
    now = response.context["case"].shown
    assert f'name="shown" value="{now}"' in response.content.decode()
    assert decide(client, review, act="no act", who0="new", shown=now).status_code == 422
    assert decide(client, review, act=act, who0="new").status_code == 422
    assert decide(client, review, act=act, who0="new", shown=now).status_code == 302


def test_an_answer_that_comes_while_a_decision_waits_for_the_row_is_noticed(employer, rep, review):
    change = ask(review, rep)
    answer(employer, review)
    with employer.scope(), pytest.raises(services.CannotDecide, match="changed after you opened it"):
        locked_change(change)


def test_an_answer_goes_to_the_question_that_was_read(client, employer, rep, review):
    """A page from before the first correction would undo it and answer an unread question."""
    client.force_login(employer.administrator)
    factories.has_just_signed_in(client)
    ask(review, rep)
    forms = client.get(reverse("request", args=[review.change_id])).context
    sent = {form.add_prefix(name): form[name].value() or "" for form in forms["person_forms"] for name in form.fields}
    sent |= {"text": "Again", "to": forms["question_mark"], "person0-birth_date": "04/28/1986"}
    answer(employer, review, CORRECTED)
    ask(review, rep, at=NOW + timedelta(hours=1))
    response = client.post(reverse("request_answer", args=[review.change_id]), sent)
    page = response.content.decode()
    assert (response.status_code, "asked another question after" in page) == (422, True)
    assert ('value="Anaz"' in page, ">\nAgain</textarea>" in page) == (True, True)
    unsaid = {name: value for name, value in sent.items() if name != "to"}
    assert client.post(reverse("request_answer", args=[review.change_id]), unsaid).status_code == 422
    sent = sent | {"to": response.context["question_mark"], "person0-first_name": "Anaz"}
    assert client.post(reverse("request_answer", args=[review.change_id]), sent).status_code == 302
    with employer.scope():
        change = Change.objects.get(pk=review.change_id)
        assert command_from(change.type, change.payload).people == (CORRECTED,)
