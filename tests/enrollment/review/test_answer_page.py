"""The receipt page while a question is open: prefilled values, errors, nothing lost."""

from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.commands import command_from
from enrollment.models import Change, Review
from tests.factories import NOW, near, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
SENT = near(born=date(1986, 4, 29))


@pytest.fixture
def asked(employer):
    held = employer.enroll(spouse(), employee=SENT)
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        return services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Please check the date of birth.")


def page_of(desk, asked):
    return desk.get(reverse("request", args=[asked.pk]))


def prefilled(desk, asked, **other):
    """The page's values with some changes."""
    forms = page_of(desk, asked).context["person_forms"]
    values = {form.add_prefix(name): form[name].value() or "" for form in forms for name in form.fields}
    days = {key: f"{value:%m/%d/%Y}" for key, value in values.items() if isinstance(value, date)}
    return values | days | {"text": "See the correction"} | other


def send(desk, asked, values):
    to = page_of(desk, asked).context["question_mark"]
    return desk.post(reverse("request_answer", args=[asked.pk]), {"to": to} | values)


def state(employer, asked):
    with employer.scope():
        return Change.objects.get(pk=asked.pk)


def test_the_page_has_what_was_sent_and_no_whole_number(desk, asked):
    page = page_of(desk, asked).content.decode()
    assert 'value="7 Beech St"' in page
    assert 'value="Morales"' in page
    assert "234-56-7891" not in page
    assert "234567891" not in page
    assert "Ends in 7891" in page


def test_a_correction_is_matched_at_once(desk, employer, asked):
    right = prefilled(desk, asked, **{"person0-birth_date": "4/28/1986", "person0-number": "123-45-6788"})
    right["person0-no_number_reason"] = ""
    assert send(desk, asked, right)["Location"] == reverse("request", args=[asked.pk])
    assert state(employer, asked).state == "completed"


def test_what_is_left_as_it_is_stays_word_for_word(desk, employer, asked):
    send(desk, asked, prefilled(desk, asked))
    change = state(employer, asked)
    assert (change.state, command_from(change.type, change.payload).people) == ("in_review", (SENT, spouse()))


def test_an_error_is_named_for_its_person_and_nothing_typed_is_lost(desk, employer, asked):
    wrong = prefilled(desk, asked, **{"person0-birth_date": "31/31/1986", "person1-first_name": "Benito"})
    response = send(desk, asked, wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ana Morales: Date of birth must be a valid date" in page
    assert 'href="#id_person0-birth_date"' in page
    for typed in ("31/31/1986", "Benito", "See the correction"):
        assert typed in page
    assert "<title>Error:" in page
    assert state(employer, asked).state == "action_needed"


def test_a_rule_that_the_correction_breaks_is_said_on_the_page(desk, employer, asked):
    response = send(desk, asked, prefilled(desk, asked, **{"person0-birth_date": "1/1/2020"}))
    assert (response.status_code, "14th birthday" in response.content.decode()) == (422, True)
    assert state(employer, asked).state == "action_needed"


def test_words_alone_are_an_answer(desk, employer, asked):
    assert send(desk, asked, {"text": "It is right"}).status_code == 302
    assert state(employer, asked).state == "in_review"


def test_nothing_is_prefilled_when_nobody_asks(desk, employer):
    held = employer.enroll(employee=SENT)
    assert page_of(desk, held).context["person_forms"] == []


def test_what_adding_asks_is_asked_of_the_corrected_people_too(desk, employer, asked):
    young = prefilled(desk, asked, **{"person1-birth_date": "2/11/2009"})
    told = send(desk, asked, young)
    assert (told.status_code, "spouse or partner under 18" in told.content.decode()) == (422, True)
    assert [form.fields["confirmed"].choices[0][0] for form in told.context["person_forms"][1:]] == ["young_spouse"]
    assert send(desk, asked, young | {"person1-confirmed": "young_spouse"}).status_code == 302
    assert command_from(asked.type, state(employer, asked).payload).people[1].confirmed == ("young_spouse",)


def test_what_adding_refuses_is_refused_of_the_corrected_people_too(desk, employer, asked):
    told = send(desk, asked, prefilled(desk, asked, **{"person1-birth_date": "2/11/2020"}))
    assert (told.status_code, "too young to be a spouse or partner" in told.content.decode()) == (422, True)
