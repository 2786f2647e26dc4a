"""A document is printed whatever script a name is in: in its letters, or with a visible sign for each and a sentence."""

import unicodedata
from collections import defaultdict
from functools import cache

import pypdfium2
import pytest
import typst
from django import forms
from django.urls import reverse

from access.request_form import SOURCE as REQUEST_FORM
from accounts.forms import NameField
from accounts.platform import printing
from enrollment.documents.receipts import SOURCE as RECEIPT
from enrollment.models import Change
from tests import factories
from tests.access.intake import FORM

PRIVATE_PLANES = 0xE0000
SENTENCE = "Some characters can't be printed here"
SAID = {"next_title": "Next", "people_title": "Members", "facts_title": "About", "talk_title": "Talk", "talk": []}
SAID |= {"people_columns": ["Name", "Result"], "next": [], "facts": [], "font": printing.FONT, "tone": "ok"}
SAID |= dict.fromkeys(["title", "purchaser", "carrier", "contact", "heading", "about", "number", "confirmation"], "x")
ASKED = {"qr": [[True]], "wished": [], "chosen": "x", "goal_days": "2", "fields": []}
ASKED |= dict.fromkeys(["title", "carrier", "reference", "fax", "address", "contact"], "x")


@pytest.fixture(params=["the fonts of this machine", "no font but the portal's own"])
def fonts(request, monkeypatch):
    if request.param.startswith("no font"):
        own = typst.Fonts(include_system_fonts=False, font_paths=[printing.FONTS])
        monkeypatch.setattr(printing, "_fonts", lambda: own)


def words_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@cache
def accepted():
    """A character of each script and block of 128 that a name may have, within a name that is taken."""
    field, found = NameField(max_length=60, label="Name"), defaultdict(list)
    for point in range(PRIVATE_PLANES):
        kept = found[point >> 7, unicodedata.name(chr(point), "").split(" ")[0]]
        if kept or unicodedata.category(chr(point))[0] == "C":
            continue
        try:
            kept.append(field.clean(f"A{chr(point)} {chr(point)}b"))
        except forms.ValidationError:
            continue
    return [name for names in found.values() for name in names]


@pytest.mark.usefixtures("fonts")
def test_a_letter_of_any_script_that_a_name_may_have_is_printed_or_replaced():
    names = accepted()
    assert len(names) > 1500
    for start in range(0, len(names), 400):
        some = names[start : start + 400]
        people = [[name, "", ["Covered"]] for name in some]
        assert words_of(printing.pdf(RECEIPT, SAID | {"people": people})).count("Covered") == len(some)
        assert printing.pdf(REQUEST_FORM, ASKED | {"fields": [["Requester", name] for name in some]})


def test_letters_beside_one_that_cannot_be_printed_stay(monkeypatch):
    own = typst.Fonts(include_system_fonts=False, font_paths=[printing.FONTS])
    monkeypatch.setattr(printing, "_fonts", lambda: own)
    words = words_of(printing.pdf(RECEIPT, SAID | {"people": [["José 김 Müller", "", ["Covered"]]]}))
    assert "José \ufffd Müller" in words
    assert SENTENCE in words
    assert SENTENCE not in words_of(printing.pdf(RECEIPT, SAID | {"people": [["José Müller", "", ["Covered"]]]}))


def test_another_fault_of_a_document_is_not_hidden():
    with pytest.raises(typst.TypstError):
        printing.pdf(RECEIPT, {})


@pytest.mark.django_db
@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("name", ["李", "김", "Nguyễn", "سلیم", "כהן", "สมชาย", "श्रीनिवास", "Ελένη", "Ольга", "𠮷田"])
def test_a_receipt_opens_for_a_name_of_any_script(desk, employer, name):
    change = employer.enroll(employee=factories.applicant(name, "Lee", number="533-44-5518"))
    with employer.scope():
        assert Change.objects.get(pk=change.pk).title.startswith(name)
    response = desk.get(reverse("request_file", args=[change.pk]))
    assert response.status_code == 200
    words = words_of(response.content)
    assert "Lee" in words
    assert SENTENCE in words or "\ufffd" not in words
    assert name in desk.get(reverse("request", args=[change.pk])).content.decode()
    assert name in b"".join(desk.get(reverse("roster_csv")).streaming_content).decode("utf-8-sig")
    assert desk.get(reverse("roster_xlsx")).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("fonts")
def test_the_user_id_request_form_opens_for_a_name_of_any_script(client, employer):
    typed = FORM | {"requester_name": "김 민수", "officer_name": "李 娜", "myself": "on"}
    client.post(reverse("user_id_request"), typed | {"purchaser_number": employer.purchaser.number})
    assert "Officer of the company" in words_of(client.get(reverse("request_form_file")).content)
