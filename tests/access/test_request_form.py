"""Before anyone has access: the user ID request form and its status page."""

import re

import pypdfium2
import pytest
from django.urls import reverse

from tests.access.intake import FORM

pytestmark = pytest.mark.django_db


def test_the_form_is_a_tagged_pdf_with_its_reference_and_what_was_typed(client, intake):
    typed = FORM | {"purchaser_number": intake.purchaser.number, "myself": "on"}
    ready = client.post(reverse("user_id_request"), typed, follow=True).content.decode()
    (reference,) = re.findall(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}", ready)
    content = client.get(reverse("request_form_file")).content
    assert b"StructTreeRoot" in content
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage().get_text_range()
    for words in (reference, "Sam Ito", "sam@example.test", "Olga Berg", intake.purchaser.number, "1-800-555-0143"):
        assert words in text
    assert "List yourself as the requester" in text


def test_a_blank_form_has_a_reference_and_nothing_else(client):
    client.post(reverse("user_id_request"), {"blank": "1"})
    with pypdfium2.PdfDocument(client.get(reverse("request_form_file")).content) as document:
        assert "Check each permission you need" in document[0].get_textpage().get_text_range()


def test_the_form_of_another_browser_is_not_shown(client, intake):
    intake.drawn_up()
    assert client.get(reverse("request_form_file")).status_code == 404
    assert client.get(reverse("request_ready")).status_code == 404


def test_who_does_not_ask_for_themselves_is_told(client):
    response = client.post(reverse("user_id_request"), FORM | {"purchaser_number": "104-88231"})
    assert response.status_code == 422
    assert "Only the person who will use the portal can be the requester." in response.content.decode()


def test_a_known_and_an_unknown_purchaser_id_answer_alike(client, intake):
    answers = set()
    for number in (intake.purchaser.number, "999-99999"):
        page = client.post(reverse("user_id_request"), FORM | {"purchaser_number": number, "myself": "on"}, follow=True)
        body = re.sub(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}|nonce=\"[^\"]*\"", "", page.content.decode())
        answers.add((page.status_code, body))
    assert len(answers) == 1


@pytest.mark.parametrize(
    "typed",
    ["{0}-{1}", "{0}{1}", " {0} {1} ", "{0} - {1}", "{0}\N{EN DASH}{1}"],
    ids=["as it stands", "without its dash", "with spaces", "both", "a longer dash"],
)
def test_a_reference_is_taken_however_it_is_typed(client, intake, typed):
    made = intake.received()
    for reference in (made.reference, made.reference.lower()):
        page = client.post(reverse("request_status"), {"reference": typed.format(*reference.split("-"))})
        assert page.status_code == 200


def test_the_status_page_shows_state_and_days_and_nothing_else(client, intake):
    made = intake.received()
    page = client.post(reverse("request_status"), {"reference": made.reference.lower()}).content.decode()
    assert "Received" in page
    for secret in ("Sam Ito", "sam@example.test", "Olga", intake.purchaser.name, intake.purchaser.number):
        assert secret not in page
    assert client.post(reverse("request_status"), {"reference": "AAAAA-AAAAA"}).status_code == 422


def test_looking_up_too_often_is_refused(client, intake):
    codes = [client.post(reverse("request_status"), {"reference": "AAAAA-AAAAA"}).status_code for _ in range(21)]
    assert (codes[0], codes[-1]) == (422, 429)
