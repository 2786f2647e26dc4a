"""No form uses Django's stock messages, which name neither the field nor the remedy. New forms fail until listed."""

import importlib
import re
from pathlib import Path

import pytest
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from access.admission import Admission
from access.models import Grant
from tests import factories
from tests.factories import TODAY, applicant

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accounts", "access", "enrollment", "billing", "portal")
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
# Base classes never shown alone, and the admin's own action form.
PARTS = {"AssignForm", "RegisterForm", "PersonForm", "PasskeyAnswer", "PlainForm", "PortalForm", "AddressFields"}
LONG_NAME = SimpleUploadedFile("n" * 500, b"x")


def every_form():
    """The form classes of the portal's own modules."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if re.search(r"^class \w+\(.*Form\b", path.read_text(), re.MULTILINE):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    waiting, found = [forms.BaseForm], {}
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.split(".")[0] in PACKAGES:
                found[form.__name__] = form
    return found


def options_of(employer, request):
    """The arguments each form needs."""
    own = Admission.of(Grant.objects.get(user=employer.administrator))
    day = {"today": TODAY}
    signed_in = {"user": employer.administrator}
    return {
        "AddEmailForm": signed_in,
        "AddPasskeyForm": signed_in,
        "AnswerForm": day,
        "AnsweredPersonForm": day | {"applicant": applicant()},
        "CallBackForm": day,
        "ChangePasswordForm": signed_in,
        "CorrectForm": day | {"asks": ["namesake"], "may_move": [("1", "Ben")]},
        "DelegationForm": {"zone": employer.purchaser.zone},
        "DependentForm": day | {"asks": ["namesake"]},
        "EmployeeForm": day | {"units": [employer.unit], "offerings": [employer.offering]},
        "EndForm": day | {"relationship": "18", "ask": ("attested", "earlier", "earlier_reason")},
        "EventForm": day,
        "NewAccessForm": {"own": own, "units": [employer.unit]},
        "RecordForm": day | {"verbs": [], "people": []},
        "ReverseForm": day,
        "StandingForm": {"own": own, "units": [employer.unit]},
        "AuthenticateForm": signed_in,
        "ReauthenticateByCodeForm": signed_in,
        "ReauthenticateByPasskeyForm": signed_in,
        "ReauthenticateForm": signed_in,
        "ActivateForm": signed_in,
        "ClosureForm": {},
        "CodeForm": {},
        "FillInForm": {},
        "LastFourForm": {},
        "LoginByPasskeyForm": {},
        "LoginForm": {"request": request},
        "PeriodForm": {},
        "RegisterDocumentForm": {},
        "ReplyForm": {},
        "RequestForm": {},
        "ResetPasswordForm": {},
        "ResetPasswordKeyForm": signed_in,
        "SignupForm": {},
        "StatusForm": {},
    }


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
