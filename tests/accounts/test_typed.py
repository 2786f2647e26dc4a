"""Marks that come along with what is pasted are left out at every door, and stay out of what is stored."""

import re
from datetime import date

import pytest
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as some

from access.rules.codes import new_code, normalized
from accounts.forms import DateField, EmailField, LineField, NameField
from accounts.platform.typed import figures, line, prose, trimmed, unseen
from enrollment.forms.fields import DayField, NumberField, PhoneField
from enrollment.forms.roster import LastFour
from enrollment.match_file.rows import members
from enrollment.queries.roster.lines import Filters, is_identity_number
from enrollment.rules.numbers import holds_number
from tests import factories
from tests.every_form import every_form, options_of

AROUND = ["\ufeff", "\u200b", "\u202d", "\u202a", "\u200f", "\u00a0", "\u00ad", "\u2060", "\u3000", "\u200c", "\u3164"]
TYPED = ["Ann Lee", "name@company.com", "4/28/1986", "12/31/2026", "533-44-5518", "94607", "5", "40"]


@pytest.mark.parametrize("mark", AROUND, ids=[f"U+{ord(mark):04X}" for mark in AROUND])
def test_a_mark_around_a_text_is_left_out_by_every_field_of_every_form(db, mark):
    """What a field says of a text is what it says of the same text with marks around it."""
    employer, request = factories.Employer(), RequestFactory().get("/")
    request.user, request.session = employer.administrator, {}
    looked_at = 0
    with employer.scope(), context.request_context(request):
        options, found = options_of(employer, request), every_form()
        for name, options_given in options.items():
            for key, field in found[name](**options_given).fields.items():
                if not isinstance(field.widget, forms.TextInput | forms.Textarea | forms.NumberInput):
                    continue
                if isinstance(field.widget, forms.PasswordInput | forms.HiddenInput):
                    continue
                if isinstance(field, forms.IntegerField):
                    assert read(field, "４０") == read(field, "40"), (name, key)
                for text in TYPED:
                    looked_at += 1
                    assert read(field, f"{mark}{text}{mark}") == read(field, text), (name, key, text)
    assert looked_at > 300


def read(field, text):
    try:
        return field.clean(text)
    except ValidationError as error:
        return error.messages


def test_a_password_is_taken_to_the_last_character(db):
    request = RequestFactory().get("/")
    with context.request_context(request):
        form = every_form()["LoginForm"](request=request)
    assert form.fields["password"].clean("secret\u200b") == "secret\u200b"


def test_a_mark_within_an_email_address_is_refused():
    for text in (
        "na\u200bme@company.com",
        "name@comp\u200bany.com",
        "name@com\u00adpany.com",
        "name@" + "ü" * 63 + ".de",
    ):
        with pytest.raises(ValidationError):
            EmailField().clean(text)
    assert EmailField().clean("\u200bname@bücher.de\u200b") == "name@bücher.de"


@pytest.mark.parametrize(
    "typed",
    [
        "５３３－４４－５５１８",
        "533\u221244\u22125518",
        "533\u201144\u20115518",
        "\u202d533-44-5518\u202c",
        "533\u200b445518",
    ],
)
def test_a_number_is_read_however_it_was_pasted(typed):
    assert NumberField().clean(typed).digits == "533445518"
    assert holds_number(f"It is {typed}.")
    assert is_identity_number(typed)
    assert Filters.from_query({"q": typed}).words == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("533-44-551", "Social Security number must have 9 digits. You entered 8."),
        ("５３３４４５５１", "Social Security number must have 9 digits. You entered 8."),
        ("533-44-55189", "Social Security number must have 9 digits. You entered 10."),
        (
            "533-44-5518x",
            "Social Security number must have 9 digits from 0 to 9, with only dashes or spaces between them.",
        ),
        (
            "٥٣٣٤٤٥٥١٨",
            "Social Security number must have 9 digits from 0 to 9, with only dashes or spaces between them.",
        ),
        (
            "53344551²",
            "Social Security number must have 9 digits from 0 to 9, with only dashes or spaces between them.",
        ),
    ],
)
def test_what_is_wrong_with_a_number_is_true(typed, words):
    assert read(NumberField(), typed) == [words]


def test_dates_phones_amounts_and_codes_are_read_however_they_were_pasted():
    born = DayField(kind="birth", label="Date of birth")
    for typed in ("４／２８／１９８６", "4\u221228\u22121986", "4\u20442\u200b8\u20441986", "\u202a4-28-1986\u202c"):
        assert born.clean(typed) == date(1986, 4, 28)
        assert DateField(label="Day").clean(typed.replace("\u2212", "/").replace("-", "/")) == date(1986, 4, 28)
    assert PhoneField().clean("\u202a(415)\u00a0555\u20110100\u202c") == "(415) 555-0100"
    assert LastFour(max_length=8).clean("５５１８\u200b") == "5518"
    code = new_code()
    assert normalized("\ufeff" + code.replace("-", "\u2212")) == code.replace("-", "")


def test_a_joiner_belongs_into_a_name_of_a_script_that_has_it():
    name = NameField(max_length=60, label="First name")
    for typed in ("علی\u200cرضا", "ශ්\u200dරීමා"):
        assert name.clean(typed) == typed
    for typed in ("An\u200cna", "No\u202eor", "Kim\u3164Lee", "A\u034fnn"):
        assert "can't be displayed" in read(name, typed)[0]
    assert name.required
    for nothing in ("\u3164", "\u200b\u200b", "\ufeff", "\u2800"):
        assert read(name, nothing) == ["This field is required."]


def test_an_answer_may_have_several_lines():
    assert LineField(max_length=40, label="Answer").clean("She moved.\r\nThe new street is right.") == (
        "She moved. The new street is right."
    )


def test_a_member_file_is_read_without_marks(tmp_path):
    file = tmp_path / "members.csv"
    rows = ["\u200bmember_id,first_name,last_name,dob,ssn,email"]
    rows += ["m1,\u200bAnn,Lee\u202c,\u202d1986\u221204\u221228,５３３４４５５１８,\ufeffann@example.test\u200b"]
    file.write_text("\n".join(rows))
    (row,) = members(file, today=date(2026, 11, 21))
    person = row.person
    assert (person.name.full, person.birth_date, person.email) == ("Ann Lee", date(1986, 4, 28), "ann@example.test")
    assert person.number.digits == "533445518"


def test_search_boxes_look_for_what_is_seen(desk, employer):
    employer.enroll()
    for words in ("\u200bMorales\u202c", "\ufeffmorales", "Morales\u00a0Ana"):
        assert "Morales" in desk.get("/employees/", {"q": words}).content.decode()


@given(some.text())
def test_reading_a_text_never_fails_and_needs_no_second_time(text):
    for clean in (trimmed, figures, lambda each: line(each, 40), lambda each: prose(each, 40)):
        assert clean(clean(text)) == clean(text)
    assert not unseen(re.sub(r"\s", "", text)) or any(
        not each.isascii() or ord(each) < 32 or ord(each) == 127 for each in text
    )
