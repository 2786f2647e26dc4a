"""No form uses Django's stock messages, which name neither the field nor the remedy. New forms fail until listed."""

import pytest
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tests import factories
from tests.every_form import PARTS, every_form, options_of

pytestmark = pytest.mark.django_db
DJANGOS = (
    "This field",
    "Select a valid choice",
    "Ensure ",
    "Enter a valid",
    "Enter a whole number",
    "Enter a number",
    "Enter a list",
    "Enter a complete",
    "Null characters",
    "No file was submitted",
    "The submitted file",
    "is not a valid value",
)
WRONG = ("", None, [], "no such choice", ["no such choice"], "x" * 5000, "\0", "9" * 40 + "." + "9" * 40, "-1", "0.001")
LONG_NAME = SimpleUploadedFile("n" * 500, b"x")


def said(field, value):
    """A field's messages for a bad value and, if allowed, for none."""
    field.required = True
    try:
        field.clean(value)
    except ValidationError as error:
        return error.messages
    except (TypeError, AttributeError):
        # A list instead of a text, or the reverse, which a browser cannot send.
        return []
    return []


def test_no_field_of_any_form_answers_in_djangos_words():
    employer, request = factories.Employer(), RequestFactory().get("/")
    request.user, request.session = employer.administrator, {}
    with employer.scope(), context.request_context(request):
        options = options_of(employer, request)
        found = every_form()
        assert set(found) - PARTS == set(options)
        answers = 0
        for name, given in options.items():
            for key, field in found[name](**given).fields.items():
                values = (*WRONG, LONG_NAME) if isinstance(field, forms.FileField) else WRONG
                for words in (each for value in values for each in said(field, value)):
                    answers += 1
                    assert not words.startswith(DJANGOS), (name, key, words)
                    assert "%(" not in words, (name, key, words)
        assert answers > 500
